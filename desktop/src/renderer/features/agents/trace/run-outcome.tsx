import { replyOf } from '@inbetwin/shared/agents/replay/diff-runs.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../ui/layout/section.tsx';
import { LongText } from './long-text.tsx';
import { RunMark } from './run-mark.tsx';
import { StepList } from './step-list.tsx';

/** The reply and the steps of a single run. */
export const RunOutcome = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const reply = replyOf(run);
  const toggle = (index: number): void =>
    setOpen((current) => new Set(current.has(index) ? [...current].filter((at) => at !== index) : [...current, index]));
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col items-start gap-1">
        <RunMark run={run} />
        <div className="max-w-full rounded-card bg-agent-soft px-3 py-2">
          <LongText text={reply?.text ?? t('runs.compare.noReply')} />
        </div>
      </div>
      <Section title={t('runs.compare.steps')}>
        <StepList run={run} now={run.updatedAt} open={open} onToggle={toggle} />
      </Section>
    </div>
  );
};
