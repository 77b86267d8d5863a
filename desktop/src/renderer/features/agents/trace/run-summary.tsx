import { replyOf, totalsOf } from '@inbetwin/shared/agents/replay/diff-runs.ts';
import { laterMessagesOf } from '@inbetwin/shared/agents/runs/run-steps.ts';
import { summarizeRun } from '@inbetwin/shared/agents/runs/summarize-run.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatFull } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { Detail } from '../../../ui/layout/section.tsx';
import { useDocuments } from '../../../workspace/live/use-documents.ts';
import { workedMs } from '../monitor/run-row.tsx';
import { LongText } from './long-text.tsx';
import { messageWords } from './message-words.ts';
import { RunMark } from './run-mark.tsx';
import { usePersonName } from './step-details.tsx';
import { useAmounts } from './use-amounts.ts';

/** The run's subject, outcome, and cost. */
export const RunSummary = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const { duration, cost } = useAmounts();
  const personName = usePersonName();
  const { steps, tokens, costMicros, modelMs } = totalsOf(run);
  const isOver = run.state === 'done' || run.state === 'failed';
  return (
    <div className="flex flex-col gap-4">
      <Asked run={run} />
      <Answered run={run} />
      <dl className="grid grid-cols-2 gap-x-8 [--detail-label:8rem] max-panes:grid-cols-1">
        <Detail label={t('runs.summary')}>
          <RunMark run={run} />
        </Detail>
        <Detail label={t('runs.began')}>{formatFull(run.createdAt, language)}</Detail>
        {isOver && (
          <Detail label={t('runs.took')}>
            <span className="numbers">{duration(workedMs(summarizeRun(run)))}</span>
          </Detail>
        )}
        <Detail label={t('runs.modelTime')}>
          <span className="numbers">{duration(modelMs)}</span>
        </Detail>
        <Detail label={t('runs.stepCount')}>
          <span className="numbers">{steps}</span>
        </Detail>
        <Detail label={t('runs.tokenCount')}>
          <span className="numbers">{t('runs.tokensInOut', tokens)}</span>
        </Detail>
        <Detail label={t('runs.costLabel')}>
          <span className="numbers">{cost(costMicros)}</span>
        </Detail>
        {run.cancelledBy !== undefined && <Detail label={t('runs.cancelledBy')}>{personName(run.cancelledBy)}</Detail>}
      </dl>
    </div>
  );
};

const Asked = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const { conversationId, messageId } = run;
  const ids = [messageId, ...laterMessagesOf(run).map((later) => later.messageId)];
  const messages = useDocuments('messages', ids);
  if (!messages) return null;
  return (
    <div className="flex flex-col items-start gap-1">
      <h2 className="text-12 font-medium text-muted">{t('runs.customerWrote')}</h2>
      {ids.map((id) => (
        <div key={id} className="max-w-full rounded-card bg-surface-2 px-3 py-2">
          <LongText text={messageWords(messages.get(id)) ?? t('runs.noMessage')} />
        </div>
      ))}
      <Link
        to="/inbox/$conversationId"
        params={{ conversationId }}
        search={{ message: messageId }}
        className="rounded-control text-12 text-accent hover:underline"
      >
        {t('runs.toConversation')}
      </Link>
    </div>
  );
};

const Answered = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const reply = run.outcome === 'silent' || run.outcome === 'cancelled' ? undefined : replyOf(run);
  if (!reply) return null;
  return (
    <div className="flex flex-col items-start gap-1">
      <h2 className="text-12 font-medium text-muted">
        {t(run.outcome === 'drafted' ? 'runs.suggested' : 'runs.said')}
      </h2>
      <div className="max-w-full rounded-card bg-agent-soft px-3 py-2">
        <LongText text={reply.text} />
      </div>
    </div>
  );
};
