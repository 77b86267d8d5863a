import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Work } from '@inbetwin/shared/entities/work.ts';
import { Link } from '@tanstack/react-router';
import { Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatFull } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { RunLink } from '../../parts/agents/run-link.tsx';
import { useApprovalWords } from '../../parts/approvals/use-approval-words.ts';
import { Section } from '../../ui/layout/section.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useWhy } from './use-why.ts';

/** What the customer wrote and the agent said before the request; newer messages stand out. */
export const WhySection = ({ approval }: { readonly approval: Work }) => {
  const { t } = useTranslation();
  const why = useWhy(approval);
  if (!why) return null;
  const { asked, said, since } = why;
  const runId = approval.approval?.runId;
  const isEmpty = asked.length === 0 && said === undefined && since.length === 0;
  return (
    <>
      {since.length > 0 && approval.state === 'open' && (
        <Notice tone="caution" title={t('approvals.whySince')}>
          <Words messages={since} />
        </Notice>
      )}
      <Section title={t('approvals.why')} action={runId !== undefined && <RunLink runId={runId} />}>
        {isEmpty && <p className="text-muted">{t('approvals.whyNone')}</p>}
        {asked.length > 0 && (
          <div className="rounded-card bg-surface-2 px-3 py-2">
            <Words messages={asked} />
          </div>
        )}
        {said !== undefined && (
          <div className="rounded-card bg-agent-soft px-3 py-2">
            <p className="flex items-center gap-1 pb-0.5 text-12 text-agent">
              <Sparkles size={12} aria-hidden />
              {t('approvals.agentSaid')}
            </p>
            <p className="line-clamp-[12] text-14 [overflow-wrap:anywhere] whitespace-pre-wrap">{said}</p>
          </div>
        )}
      </Section>
    </>
  );
};

/** Messages with links to their places in the conversation. */
const Words = ({ messages }: { readonly messages: readonly Message[] }) => {
  const language = useLanguage();
  const words = useApprovalWords();
  return (
    <ul className="flex flex-col gap-2">
      {messages.map(({ id, conversationId, text, sentAt }) => (
        <li key={id}>
          <p className="line-clamp-[12] text-14 [overflow-wrap:anywhere] whitespace-pre-wrap">{text}</p>
          <Link
            to="/inbox/$conversationId"
            params={{ conversationId }}
            search={{ message: id }}
            className="text-12 text-muted hover:underline"
          >
            <time dateTime={new Date(sentAt).toISOString()} title={formatFull(sentAt, language)}>
              {words.when(sentAt)}
            </time>
          </Link>
        </li>
      ))}
    </ul>
  );
};
