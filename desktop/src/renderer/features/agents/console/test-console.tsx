import type { AgentConfig } from '@inbetwin/shared/entities/setting-kinds/agent.ts';
import { FlaskConical, Square } from 'lucide-react';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { wordFor } from '../../../i18n/i18n.ts';
import { useAgentWords } from '../../../parts/agents/use-agent-words.ts';
import { Button } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { FieldFrame } from '../../../ui/fields/field-frame.tsx';
import { Segmented } from '../../../ui/fields/segmented.tsx';
import { fieldClass } from '../../../ui/fields/text-field.tsx';
import { Section } from '../../../ui/layout/section.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useRun } from '../../../workspace/live/use-runs.ts';
import { useSyncState } from '../../../workspace/live/use-sync-state.ts';
import { RunComparison } from '../trace/run-comparison.tsx';
import { RunOutcome } from '../trace/run-outcome.tsx';
import { useAmounts } from '../trace/use-amounts.ts';
import { useStepWords } from '../trace/use-step-words.ts';
import { useTicking } from '../trace/use-ticking.ts';
import { RunPicker } from './run-picker.tsx';
import { TestProgress } from './test-progress-view.tsx';
import { type TestAbout, type TestState, useAgentTest } from './use-agent-test.ts';

type TestConsoleProps = {
  readonly agent: string;
  /** The configuration in the form; undefined while it is invalid. */
  readonly draft: AgentConfig | undefined;
  readonly mayTest: boolean;
  /** The run to select first. */
  readonly run: string | undefined;
};

const MAX_TEXT = 4000;

/** Shows what the agents would do with the unsaved configuration, next to what they did. */
export const TestConsole = ({ agent, draft, mayTest, run }: TestConsoleProps) => {
  const { t } = useTranslation();
  const isOffline = useSyncState('status').status !== 'online';
  const { state, start, stop } = useAgentTest(agent);
  return (
    <Section title={t('agents.test.title')} className="rounded-card border border-line p-4 max-panes:p-3">
      <p className="text-muted">{t('agents.test.hint')}</p>
      {!mayTest && <Notice tone="plain" title={t('agents.test.adminOnly')} />}
      {mayTest && isOffline && <Notice tone="caution" title={t('agents.test.offline')} />}
      {mayTest && (
        <TestForm
          run={run}
          workingSince={state.kind === 'working' ? state.since : undefined}
          onStart={draft && !isOffline ? (about) => start(about, draft) : undefined}
          onStop={stop}
        />
      )}
      <Status state={state} />
      <Result state={state} />
    </Section>
  );
};

type TestFormProps = Pick<TestConsoleProps, 'run'> & {
  /** When the running test began; undefined while none is running. */
  readonly workingSince: number | undefined;
  /** Starts a test; undefined while that is not possible. */
  readonly onStart: ((about: TestAbout) => void) | undefined;
  readonly onStop: () => void;
};

/** The choice of a run or a message to test with. */
const TestForm = ({ run, workingSince, onStart, onStop }: TestFormProps) => {
  const { t } = useTranslation();
  const [kind, setKind] = useState<TestAbout['kind']>('run');
  const [runId, setRunId] = useState(run);
  const [text, setText] = useState('');
  const startButton = useRef<HTMLButtonElement>(null);
  const about = kind === 'message' ? aboutMessage(text) : aboutRun(runId);
  const isWorking = workingSince !== undefined;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (about && !isWorking) onStart?.(about);
      }}
    >
      <Segmented
        label={t('agents.test.about')}
        value={kind}
        options={[
          { value: 'run', label: t('agents.test.run') },
          { value: 'message', label: t('agents.test.message') },
        ]}
        onChange={setKind}
      />
      {kind === 'run' ? (
        <RunPicker value={runId} onChange={setRunId} />
      ) : (
        <MessageField value={text} onChange={setText} />
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button ref={startButton} type="submit" look="primary" disabled={!about || !onStart || isWorking}>
          <FlaskConical size={16} aria-hidden />
          {t('agents.test.start')}
        </Button>
        {isWorking && (
          <Button
            onClick={() => {
              flushSync(onStop);
              startButton.current?.focus();
            }}
          >
            <Square size={14} aria-hidden />
            {t('agents.test.stop')}
          </Button>
        )}
        {isWorking && <TimePassed since={workingSince} />}
      </div>
    </form>
  );
};

const aboutMessage = (text: string): TestAbout | undefined =>
  text.trim() === '' ? undefined : { kind: 'message', text: text.trim() };

const aboutRun = (runId: string | undefined): TestAbout | undefined => (runId ? { kind: 'run', runId } : undefined);

type MessageFieldProps = { readonly value: string; readonly onChange: (text: string) => void };

const MessageField = ({ value, onChange }: MessageFieldProps) => {
  const { t } = useTranslation();
  return (
    <FieldFrame label={t('agents.test.text')}>
      {(ties) => (
        <textarea
          {...ties}
          value={value}
          maxLength={MAX_TEXT}
          placeholder={t('agents.test.placeholder')}
          onChange={(event) => onChange(event.target.value)}
          className={classNames(fieldClass, 'field-sizing-content min-h-16 px-3 py-2 text-14')}
        />
      )}
    </FieldFrame>
  );
};

const TimePassed = ({ since }: { readonly since: number }) => {
  const { duration } = useAmounts();
  return (
    <span role="timer" className="numbers text-muted">
      {duration(Math.max(0, useTicking(true) - since))}
    </span>
  );
};

/** Announces to screen readers that the test is running, its current step, and its outcome, but not every word of a model. */
const Status = ({ state }: { readonly state: TestState }) => {
  const { t } = useTranslation();
  const { agentName } = useAgentWords();
  const words = useStepWords();
  const steps = state.kind === 'working' ? state.seen.steps : [];
  const step = steps.findLast((each) => each.state === 'intended') ?? steps.at(-1);
  return (
    <div role="status" className="text-muted">
      {state.kind === 'working' && (step ? `${agentName(step.agent)}: ${words(step)}` : t('agents.test.working'))}
      {state.kind === 'stopped' && t('agents.test.stopped')}
      {state.kind === 'done' && <span className="sr-only">{t('agents.test.done')}</span>}
    </div>
  );
};

const Result = ({ state }: { readonly state: TestState }) => {
  const { t } = useTranslation();
  const about = state.kind === 'done' && state.about.kind === 'run' ? state.about.runId : undefined;
  const past = useRun(about);
  if (state.kind === 'failed') {
    const words = wordFor('agents.test.error', state.code) ?? t('agents.test.failed');
    return (
      <>
        <Notice tone="danger" live title={words}>
          <span className="font-mono text-12 text-muted">{state.code}</span>
        </Notice>
        <TestProgress seen={state.seen} isGoingOn={false} />
      </>
    );
  }
  if (state.kind === 'idle') return null;
  if (state.kind !== 'done') return <TestProgress seen={state.seen} isGoingOn={state.kind === 'working'} />;
  return past ? <RunComparison left={past} right={state.run} /> : <RunOutcome run={state.run} />;
};
