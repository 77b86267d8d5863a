import { type AgentTestProgress, agentRoutes } from '@inbetwin/shared/contracts/agents.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import type { AgentConfig } from '@inbetwin/shared/entities/setting-kinds/agent.ts';
import { useEffect, useRef, useState } from 'react';
import { useLanguage } from '../../../i18n/use-language.ts';
import { followServer } from '../../../session/follow-server.ts';
import { createFrameBatch } from './frame-batch.ts';
import { breakOff, nothingSeen, type Seen, see } from './test-progress.ts';

export type TestAbout =
  | { readonly kind: 'run'; readonly runId: string }
  | { readonly kind: 'message'; readonly text: string };

export type TestState =
  | { readonly kind: 'idle' }
  /** `since` is in ms since the epoch. */
  | { readonly kind: 'working'; readonly since: number; readonly seen: Seen }
  | { readonly kind: 'stopped'; readonly seen: Seen }
  | { readonly kind: 'failed'; readonly code: string; readonly seen: Seen }
  | { readonly kind: 'done'; readonly about: TestAbout; readonly run: Run };

type AgentTest = {
  readonly state: TestState;
  readonly start: (about: TestAbout, draft: AgentConfig) => void;
  /** Also stops the work on the server. */
  readonly stop: () => void;
};

/** Tests agents on the server and follows the progress. Leaving the screen cancels the test. */
export const useAgentTest = (agent: string): AgentTest => {
  const language = useLanguage();
  const [state, setState] = useState<TestState>({ kind: 'idle' });
  const end = useRef<() => void>(undefined);
  useEffect(() => () => end.current?.(), []);

  const start = (about: TestAbout, draft: AgentConfig): void => {
    end.current?.();
    const leaving = new AbortController();
    const told = createFrameBatch<AgentTestProgress>((news) => setState((current) => withNews(current, news)));
    const settle = (next: (seen: Seen) => TestState): void => {
      if (leaving.signal.aborted) return;
      told.flush();
      leaving.abort();
      setState((current) => next('seen' in current ? current.seen : nothingSeen));
    };
    end.current = () => settle((seen) => ({ kind: 'stopped', seen: breakOff(seen, 'dropped', Date.now()) }));
    setState({ kind: 'working', since: Date.now(), seen: nothingSeen });
    const subject = about.kind === 'run' ? { runId: about.runId } : { message: about.text, language };
    const call = { params: { id: agent }, body: { config: draft, ...subject } };
    followServer(agentRoutes.testAgent, call, { signal: leaving.signal, onProgress: told.add }).then(
      ({ run }) => settle(() => ({ kind: 'done', about, run })),
      (error: unknown) =>
        settle((seen) => ({ kind: 'failed', code: codeOf(error), seen: breakOff(seen, 'failed', Date.now()) })),
    );
  };
  return { state, start, stop: () => end.current?.() };
};

const withNews = (state: TestState, news: readonly AgentTestProgress[]): TestState => {
  if (state.kind !== 'working') return state;
  const now = Date.now();
  return { ...state, seen: news.reduce((seen, told) => see(seen, told, now), state.seen) };
};

const codeOf = (error: unknown): string => {
  if (error instanceof Failure) return error.code;
  return error instanceof TypeError ? 'network' : 'server.error';
};
