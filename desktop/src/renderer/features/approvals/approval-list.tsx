import type { Work } from '@inbetwin/shared/entities/work.ts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDownNarrowWide, ArrowUpNarrowWide, CheckCheck, History } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocuments } from '../../app/use-documents.ts';
import { useNow } from '../../app/use-now.ts';
import { useSession } from '../../session/session.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { VirtualRows } from '../../ui/virtual-rows.tsx';
import { JoinButton } from '../local/needs-server.tsx';
import { useEmptyWords } from '../sync/use-empty-words.ts';
import { ApprovalRow, ROW_HEIGHT } from './approval-row.tsx';
import { type ApprovalOrder, type ApprovalTab, approvalTabs } from './use-approvals.ts';

type ApprovalListProps = {
  readonly approvals: readonly Work[] | undefined;
  readonly tab: ApprovalTab;
  readonly order: ApprovalOrder;
  readonly selectedId: string | undefined;
  /** The last of them are in sight. */
  readonly onNearEnd: () => void;
};

const NEAR_END = 15;

/** The requests of a tab, one line each for what and for whom. */
export const ApprovalList = ({ approvals, tab, order, selectedId, onNearEnd }: ApprovalListProps) => {
  const { t } = useTranslation();
  const emptyWords = useEmptyWords();
  const navigate = useNavigate();
  const address = useSearch({ from: '/approvals' });
  const now = useNow();
  const { isLocal } = useSession();
  const contacts = useDocuments(
    'contacts',
    approvals?.flatMap(({ contactId }) => contactId ?? []),
  );
  const scroller = useRef<HTMLDivElement>(null);
  const count = approvals?.length ?? 0;
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  const rows = virtualizer.getVirtualItems();
  const lastShown = rows.at(-1)?.index ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for each length of the list and place in it
  useEffect(() => {
    if (count > 0 && lastShown > count - NEAR_END) onNearEnd();
  }, [count, lastShown]);
  const selectedAt = approvals?.findIndex(({ id }) => id === selectedId) ?? -1;
  useEffect(() => {
    if (selectedAt >= 0) virtualizer.scrollToIndex(selectedAt);
  }, [selectedAt, virtualizer]);
  const otherOrder = order === 'oldest' ? 'newest' : 'oldest';
  return (
    <>
      <header className="flex shrink-0 flex-col gap-2 border-b border-line px-3 py-2">
        <div className="flex min-h-8 items-center justify-between gap-2 pl-1">
          <h1 className="text-16 font-semibold">{t('approvals.title')}</h1>
          {tab === 'open' && (
            <IconButton
              icon={order === 'oldest' ? ArrowDownNarrowWide : ArrowUpNarrowWide}
              label={t(`approvals.order.${otherOrder}`)}
              className="-mr-1"
              onClick={() =>
                void navigate({ to: '.', search: otherOrder === 'newest' ? { newest: true } : {}, replace: true })
              }
            />
          )}
        </div>
        <Segmented
          label={t('approvals.tab.label')}
          value={tab}
          options={approvalTabs.map((value) => ({ value, label: t(`approvals.tab.${value}`) }))}
          onChange={(value) => void navigate({ to: '/approvals', search: value === 'open' ? {} : { decided: true } })}
        />
      </header>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto" data-approvals>
        {count === 0 && approvals && isLocal && (
          <EmptyState icon={CheckCheck} text={t('local.needs.model')}>
            <JoinButton />
          </EmptyState>
        )}
        {count === 0 && approvals && !isLocal && (
          <EmptyState icon={tab === 'open' ? CheckCheck : History} text={emptyWords(t(`approvals.empty.${tab}`))} />
        )}
        <VirtualRows label={t('approvals.list')} height={virtualizer.getTotalSize()} rows={rows} items={approvals}>
          {(approval) => (
            <ApprovalRow
              approval={approval}
              name={contacts?.get(approval.contactId ?? '')?.name}
              address={address}
              isSelected={approval.id === selectedId}
              now={now}
            />
          )}
        </VirtualRows>
      </div>
    </>
  );
};
