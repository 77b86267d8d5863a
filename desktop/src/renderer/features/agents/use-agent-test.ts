import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import type { AgentConfig } from '@inbetwin/shared/entities/setting.ts';
import { useRef, useState } from 'react';
import { callServer } from '../../app/call-server.ts';
import { useLanguage } from '../../i18n/use-language.ts';

export type TestAbout =
  | { readonly kind: 'run'; readonly runId: string }
  | { readonly kind: 'message'; readonly text: string };

export type TestState =
  | { readonly kind: 'idle' | 'working' }
  | { readonly kind: 'done'; readonly about: TestAbout; readonly run: Run }
  | { readonly kind: 'failed'; readonly code: string };

type AgentTest = {
  readonly state: TestState;
  readonly start: (about: TestAbout, draft: AgentConfig) => void;
};

/** Asks the server what the agents would do. The answer to an earlier question is passed over. */
export const useAgentTest = (agent: string): AgentTest => {
  const language = useLanguage();
  const [state, setState] = useState<TestState>({ kind: 'idle' });
  const asked = useRef(0);
  const start = (about: TestAbout, draft: AgentConfig): void => {
    asked.current += 1;
    const own = asked.current;
    setState({ kind: 'working' });
    const subject = about.kind === 'run' ? { runId: about.runId } : { message: about.text, language };
    callServer('testAgent', { params: { id: agent }, body: { config: draft, ...subject } })
      .then(({ run }): TestState => ({ kind: 'done', about, run }))
      .catch((error: unknown): TestState => ({ kind: 'failed', code: codeOf(error) }))
      .then((next) => {
        if (asked.current === own) setState(next);
      });
  };
  return { state, start };
};

const codeOf = (error: unknown): string => {
  if (error instanceof Failure) return error.code;
  return error instanceof TypeError ? 'network' : 'server.error';
};
