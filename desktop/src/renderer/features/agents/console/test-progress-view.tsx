import type { Step } from '@inbetwin/shared/entities/run.ts';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAgentWords } from '../../../parts/agents/use-agent-words.ts';
import { Section } from '../../../ui/layout/section.tsx';
import { StepList } from '../trace/step-list.tsx';
import { useTicking } from '../trace/use-ticking.ts';
import { runOf, type Seen } from './test-progress.ts';

type TestProgressProps = {
  readonly seen: Seen;
  /** False if the test ended without a result, so that this is all there is to see. */
  readonly isGoingOn: boolean;
};

/** Shows the agents' steps and their models' output while a test runs. Not announced by screen readers. */
export const TestProgress = ({ seen, isGoingOn }: TestProgressProps) => {
  const { t } = useTranslation();
  const { agentName } = useAgentWords();
  const { steps, texts, ahead } = seen;
  const written = [...texts].filter(([, text]) => text !== '');
  const titleOf = (agent: string): string =>
    t(isGoingOn ? 'agents.test.writes' : 'agents.test.unfinished', { name: agentName(agent) });
  if (steps.length === 0 && written.length === 0) return null;
  return (
    <div className="flex flex-col gap-4">
      {written.map(([agent, text]) => (
        <section key={agent} aria-label={titleOf(agent)}>
          <h3 className="text-12 font-medium text-muted">{titleOf(agent)}</h3>
          <p className="rounded-card bg-agent-soft px-3 py-2 text-14 [overflow-wrap:anywhere] whitespace-pre-wrap">
            {text}
          </p>
        </section>
      ))}
      <Section title={t('runs.compare.steps')}>
        <Steps steps={steps} ahead={ahead} isGoingOn={isGoingOn} />
      </Section>
    </div>
  );
};

type StepsProps = Pick<Seen, 'steps' | 'ahead'> & { readonly isGoingOn: boolean };

/** Memoized, so that it is not rendered again for each word. */
const Steps = memo(({ steps, ahead, isGoingOn }: StepsProps) => {
  const [open, setOpen] = useState<ReadonlySet<Step['index']>>(new Set());
  const now = useTicking(isGoingOn) + ahead;
  const toggle = (index: number): void =>
    setOpen((current) => new Set(current.has(index) ? [...current].filter((at) => at !== index) : [...current, index]));
  return <StepList run={runOf(steps, isGoingOn ? 'running' : 'failed')} now={now} open={open} onToggle={toggle} />;
});
Steps.displayName = 'Steps';
