import type { Work } from '@inbetwin/shared/entities/work.ts';
import { Link } from '@tanstack/react-router';
import { Ban, Check, type LucideIcon, Sparkles, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatFull, formatMoment } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useApprovalWords } from '../../parts/approvals/use-approval-words.ts';
import { classNames } from '../../ui/class-names.ts';
import type { ApprovalsAddress } from './approvals-address.ts';

/** The height of a row in pixels. */
export const ROW_HEIGHT = 56;

type Look = { readonly icon: LucideIcon; readonly ink: string };

/** The icon and color of each state. */
export const stateLooks: Readonly<Record<Work['state'], Look>> = {
  open: { icon: Sparkles, ink: 'text-agent' },
  approved: { icon: Check, ink: 'text-positive' },
  refused: { icon: Ban, ink: 'text-danger' },
  done: { icon: Check, ink: 'text-positive' },
  cancelled: { icon: Undo2, ink: 'text-muted' },
};

type ApprovalRowProps = {
  readonly approval: Work;
  /** The customer's name; undefined until the contact is read, or if it is deleted. */
  readonly name: string | undefined;
  readonly address: ApprovalsAddress;
  readonly isSelected: boolean;
  readonly now: number;
};

/** A row of the list: action, customer, state, and time. */
export const ApprovalRow = ({ approval, name, address, isSelected, now }: ApprovalRowProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = useApprovalWords();
  const { id, state, createdAt, updatedAt } = approval;
  const at = state === 'open' ? createdAt : (approval.approval?.decidedAt ?? updatedAt);
  const { icon: Icon, ink } = stateLooks[state];
  const label = words.state(approval);
  return (
    <Link
      to="/approvals/$approvalId"
      params={{ approvalId: id }}
      search={address}
      aria-current={isSelected ? 'page' : undefined}
      className="focus-inset flex h-full flex-col justify-center gap-0.5 border-l-2 border-transparent pr-4 pl-3.5 hover:bg-surface-2 aria-[current=page]:border-accent aria-[current=page]:bg-accent-soft"
    >
      <span className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate text-13 font-medium">
          {words.action(approval.approval?.tool ?? approval.title)}
        </span>
        <time
          dateTime={new Date(at).toISOString()}
          title={formatFull(at, language)}
          className="shrink-0 text-12 text-faint"
        >
          {formatMoment({ at, now, language }, t)}
        </time>
      </span>
      <span className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate text-13 text-muted">{name || t('contacts.unnamed')}</span>
        <span className={classNames('shrink-0', ink)} title={label}>
          <Icon size={14} aria-hidden />
          <span className="sr-only">{label}</span>
        </span>
      </span>
    </Link>
  );
};
