import { Link } from '@tanstack/react-router';
import { Stamp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../base/use-now.ts';
import { formatMoment } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useApprovalWords } from '../../parts/approvals/use-approval-words.ts';
import { useApprovalsOf } from '../../parts/approvals/use-approvals.ts';
import { buttonClass } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';

/** Links to a pending approval that an agent requested in this conversation. Renders nothing if there is none. */
export const WaitingApproval = ({ conversationId }: { readonly conversationId: string }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const words = useApprovalWords();
  const [first, ...others] = useApprovalsOf(conversationId);
  if (!first) return null;
  const action = words.action(first.approval?.tool ?? first.title);
  const since = formatMoment({ at: first.createdAt, now, language }, t);
  return (
    <div className="flex shrink-0 items-center gap-2 border-b border-line bg-agent-soft px-4 py-1.5 max-panes:px-3">
      <Stamp size={16} aria-hidden className="shrink-0 text-agent" />
      <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <span className="font-medium text-agent">{t('inbox.approval.waits')}: </span>
        {action}
        <span className="text-muted">
          {' · '}
          <span className="whitespace-nowrap">{since}</span>
        </span>
        {others.length > 0 && (
          <span className="text-muted"> · {t('inbox.approval.more', { count: others.length })}</span>
        )}
      </p>
      <Link
        to="/approvals/$approvalId"
        params={{ approvalId: first.id }}
        className={classNames(buttonClass('plain'), 'max-panes:min-h-10')}
      >
        {t('inbox.approval.decide')}
        <span className="sr-only">{action}</span>
      </Link>
    </div>
  );
};
