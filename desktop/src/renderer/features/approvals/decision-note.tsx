import type { Work } from '@inbetwin/shared/entities/work.ts';
import { workSchema } from '@inbetwin/shared/entities/work.ts';
import type { Approval } from '@inbetwin/shared/entities/work-kinds/approval.ts';
import { CloudOff, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { reportFailure } from '../../base/report-failure.ts';
import { useApprovalWords } from '../../parts/approvals/use-approval-words.ts';
import { RefusalNote } from '../../parts/refusals/refusal-note.tsx';
import { useRefusal } from '../../parts/refusals/use-refusal.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Notice } from '../../ui/notice.tsx';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import { useRun } from '../../workspace/live/use-runs.ts';
import { useSyncState } from '../../workspace/live/use-sync-state.ts';
import { stateLooks } from './approval-row.tsx';
import { useDecision } from './use-decision.ts';
import { type Unsent, useUnsent } from './use-unsent.ts';

type DecisionNoteProps = { readonly approval: Work; readonly about: Approval };

/** How a request was decided, by whom, when, and with what result, and whether the agent knows. Renders nothing while it is pending. */
export const DecisionNote = ({ approval, about }: DecisionNoteProps) => {
  const unsent = useUnsent(approval.id);
  const refusal = useRefusal({ collection: 'work', document: approval });
  if (approval.state === 'open') return null;
  if (refusal?.change.rule === 'approval.decided') return <TooLate approval={approval} unsent={unsent} />;
  if (refusal) return <RefusalNote collection="work" document={approval} path="" named />;
  return (
    <div className="flex flex-col gap-2">
      <Outcome approval={approval} about={about} />
      {unsent && <NotSent approval={approval} />}
    </div>
  );
};

const Outcome = ({ approval, about }: DecisionNoteProps) => {
  const { t } = useTranslation();
  const words = useApprovalWords();
  const { state, updatedAt } = approval;
  const { icon: Icon, ink } = stateLooks[state];
  const decision = `${words.who(about.decidedBy)}, ${words.when(about.decidedAt ?? updatedAt)}`;
  return (
    <div className="flex flex-col gap-1 rounded-card bg-surface-2 px-3 py-2">
      <p className="flex items-start gap-2 text-14 font-medium">
        <Icon size={16} aria-hidden className={classNames('mt-0.5 shrink-0', ink)} />
        {state === 'cancelled' ? t('approvals.withdrawnRequest') : `${words.state(approval)}: ${decision}`}
      </p>
      {about.reason !== undefined && (
        <p className="pl-6 [overflow-wrap:anywhere] whitespace-pre-wrap">
          {t('approvals.refusedBecause', { reason: about.reason })}
        </p>
      )}
      {state === 'approved' && <Consequence about={about} />}
    </div>
  );
};

/** The result of the call, as far as the run shows it. */
const Consequence = ({ about: { runId, step } }: { readonly about: Approval }) => {
  const { t } = useTranslation();
  const run = useRun(runId);
  const made = run?.steps.find(({ index }) => index === step);
  if (!made) return null;
  const words =
    made.state === 'failed'
      ? t('approvals.outcome.failed', { reason: made.error?.message ?? '' })
      : t(made.state === 'done' ? 'approvals.outcome.done' : 'approvals.outcome.going');
  return <p className={classNames('pl-6', made.state === 'failed' ? 'text-danger' : 'text-muted')}>{words}</p>;
};

const NotSent = ({ approval }: { readonly approval: Work }) => {
  const { t } = useTranslation();
  const { status } = useSyncState('status');
  const { takeBack } = useDecision();
  if (status === 'online') return <p className="text-12 text-muted">{t('approvals.unsentOnline')}</p>;
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-12 text-caution">
      <CloudOff size={12} aria-hidden className="shrink-0" />
      {t('approvals.unsent')}
      <Button look="quiet" onClick={() => void takeBack(approval)} className="max-panes:min-h-11">
        <Undo2 size={14} aria-hidden />
        {t('approvals.takeBack')}
      </Button>
    </p>
  );
};

type TooLateProps = { readonly approval: Work; readonly unsent: Unsent | undefined };

/** Shown if somebody else decided first: their decision, and a button to accept it. */
const TooLate = ({ approval, unsent }: TooLateProps) => {
  const { t } = useTranslation();
  const words = useApprovalWords();
  const { refused } = useWorkspace();
  const { _deleted, ...base } = unsent?.base ?? { _deleted: true };
  const standing = workSchema.safeParse(base).data;
  const facts = {
    who: words.who(standing?.approval?.decidedBy),
    when: words.when(standing?.approval?.decidedAt ?? approval.updatedAt),
  };
  const told =
    standing && standing.state !== 'open' && standing.state !== 'done'
      ? t(`approvals.tooLate.${standing.state}`, facts)
      : t('approvals.tooLate.other');
  return (
    <Notice tone="danger" title={t('approvals.tooLate.title')} live>
      <p>{told}</p>
      {standing?.approval?.reason && <p>{t('approvals.refusedBecause', { reason: standing.approval.reason })}</p>}
      <Button
        className="mt-2 max-panes:min-h-11"
        onClick={() => void refused.discard({ collection: 'work', id: approval.id }).catch(reportFailure)}
      >
        {t('approvals.tooLate.accept')}
      </Button>
    </Notice>
  );
};
