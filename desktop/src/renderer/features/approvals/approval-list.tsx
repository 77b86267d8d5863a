import type { Work } from '@inbetwin/shared/entities/work.ts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ArrowDownNarrowWide, ArrowUpNarrowWide, CheckCheck, History } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../base/use-now.ts';
import type { ApprovalView } from '../../parts/approvals/approval-queries.ts';
import { JoinButton } from '../../parts/sync/needs-server.tsx';
import { useEmptyWords } from '../../parts/sync/use-empty-words.ts';
import { useSession } from '../../session/session.ts';
import { Segmented } from '../../ui/fields/segmented.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { EmptyState } from '../../ui/layout/empty-state.tsx';
import { useRows } from '../../ui/layout/use-rows.ts';
import { VirtualRows } from '../../ui/layout/virtual-rows.tsx';
import { type ListWindow, rowCount } from '../../workspace/live/list-window.ts';
import { useDocuments } from '../../workspace/live/use-documents.ts';
import { ApprovalRow, ROW_HEIGHT } from './approval-row.tsx';

type ApprovalListProps = {
  /** The rows around the visible ones; undefined until they are read. */
  readonly rows: ListWindow<Work> | undefined;
  /** The total number, once it is known. */
  readonly total: number | undefined;
  readonly tab: ApprovalView['tab'];
  readonly order: ApprovalView['order'];
  readonly selectedId: string | undefined;
  /** Receives the index of the first visible row. */
  readonly onFirstShown: (place: number) => void;
};

const approvalTabs = ['open', 'decided'] as const;

/** The requests of a tab, with the action and the customer in one row each. */
export const ApprovalList = ({ rows, total, tab, order, selectedId, onFirstShown }: ApprovalListProps) => {
  const { t } = useTranslation();
  const address = useSearch({ from: '/approvals' });
  const now = useNow();
  const contacts = useDocuments(
    'contacts',
    rows?.items.flatMap(({ contactId }) => contactId ?? []),
  );
  const { scroller, virtualizer, firstShown } = useRows({
    count: rowCount(rows, total),
    rowHeight: ROW_HEIGHT,
    list: `${tab} ${order}`,
  });
  useEffect(() => onFirstShown(firstShown), [onFirstShown, firstShown]);
  const scrolledTo = useRef<string>(undefined);
  useEffect(() => {
    const at = rows?.items.findIndex(({ id }) => id === selectedId) ?? -1;
    if (!rows || at < 0 || scrolledTo.current === selectedId) return;
    scrolledTo.current = selectedId;
    virtualizer.scrollToIndex(rows.from + at);
  }, [rows, selectedId, virtualizer]);
  return (
    <>
      <ListHeader tab={tab} order={order} />
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto" data-approvals>
        {total === 0 && <NoApprovals tab={tab} />}
        <VirtualRows
          label={t('approvals.list')}
          height={virtualizer.getTotalSize()}
          rows={virtualizer.getVirtualItems()}
          items={rows?.items}
          from={rows?.from ?? 0}
          count={total}
        >
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

const ListHeader = ({ tab, order }: Pick<ApprovalListProps, 'tab' | 'order'>) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const otherOrder = order === 'oldest' ? 'newest' : 'oldest';
  return (
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
  );
};

const NoApprovals = ({ tab }: Pick<ApprovalListProps, 'tab'>) => {
  const { t } = useTranslation();
  const emptyWords = useEmptyWords();
  const { isLocal } = useSession();
  if (isLocal) {
    return (
      <EmptyState icon={CheckCheck} text={t('local.needs.model')}>
        <JoinButton />
      </EmptyState>
    );
  }
  return <EmptyState icon={tab === 'open' ? CheckCheck : History} text={emptyWords(t(`approvals.empty.${tab}`))} />;
};
