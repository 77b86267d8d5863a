import { useNavigate, useSearch } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { overlay } from '../../base/overlay.ts';
import { shortcuts, useShortcuts } from '../../base/shortcuts.ts';
import { useNow } from '../../base/use-now.ts';
import type { LocalDocument } from '../../database/local-keys.ts';
import { ConversationRow, ROW_HEIGHT } from '../../parts/conversation/conversation-row.tsx';
import { type InboxFilter, inboxFilters, selectorOf } from '../../parts/conversation/filters.ts';
import { useIsUnread } from '../../parts/conversation/use-unread.ts';
import { useSession } from '../../session/session.ts';
import { Segmented } from '../../ui/fields/segmented.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useRows } from '../../ui/layout/use-rows.ts';
import { VirtualRows } from '../../ui/layout/virtual-rows.tsx';
import { itemAt, rowCount, useListTotal, useLiveWindow, useWindowFrom } from '../../workspace/live/list-window.ts';
import { useDocuments } from '../../workspace/live/use-documents.ts';
import { useIsFilling } from '../../workspace/live/use-sync-state.ts';
import { EmptyInbox } from './empty-inbox.tsx';

export const ConversationList = ({ selectedId }: { readonly selectedId: string | undefined }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { filter = 'all' } = useSearch({ from: '/inbox' });
  const now = useNow();
  const isUnread = useIsUnread();
  const [first, setFirst] = useState(0);
  const { window, total } = useConversations(filter, first);
  const contacts = useDocuments(
    'contacts',
    window?.items.map(({ contactId }) => contactId),
  );
  const { scroller, virtualizer, firstShown } = useRows({
    count: rowCount(window, total),
    rowHeight: ROW_HEIGHT,
    list: filter,
  });
  useEffect(() => setFirst(firstShown), [firstShown]);

  /** Opens the next or previous conversation, or the first visible one if the open conversation is not loaded. */
  const open = (step: 1 | -1): void => {
    const at = window?.items.findIndex(({ id }) => id === selectedId) ?? -1;
    const place = at < 0 ? firstShown : (window?.from ?? 0) + at + step;
    const next = itemAt(window, place);
    if (!next) return;
    virtualizer.scrollToIndex(place);
    void navigate({ to: '/inbox/$conversationId', params: { conversationId: next.id }, search: { filter } });
  };
  useShortcuts({ next: () => open(1), previous: () => open(-1) });

  return (
    <>
      <ListHeader filter={filter} />
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
        {total === 0 && <EmptyInbox filter={filter} />}
        <VirtualRows
          label={t('inbox.list')}
          height={virtualizer.getTotalSize()}
          // A row without its name would only flicker.
          rows={contacts ? virtualizer.getVirtualItems() : []}
          items={window?.items}
          from={window?.from ?? 0}
          count={total}
        >
          {(conversation) => (
            <ConversationRow
              conversation={conversation}
              name={contacts?.get(conversation.contactId)?.name}
              now={now}
              filter={filter}
              isUnread={isUnread?.(conversation) ?? false}
            />
          )}
        </VirtualRows>
      </div>
    </>
  );
};

/** The conversations of a filter around the row `first`, newest first, and their total number once it is known. */
const useConversations = (filter: InboxFilter, first: number) => {
  const userId = useSession().user?.id;
  const isFilling = useIsFilling();
  const window = useLiveWindow<LocalDocument<'conversations'>>(
    ({ collections }, page) =>
      collections.conversations.find({
        selector: selectorOf(filter, userId),
        sort: [{ recency: 'asc' }, { id: 'asc' }],
        ...page,
      }),
    useWindowFrom(first),
    [filter, userId],
  );
  const total = useListTotal(
    window,
    ({ collections }) =>
      isFilling ? undefined : collections.conversations.count({ selector: selectorOf(filter, userId) }),
    [filter, userId, isFilling],
  );
  return { window, total };
};

const ListHeader = ({ filter }: { readonly filter: InboxFilter }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <header className="flex shrink-0 flex-col gap-2 border-b border-line px-3 py-2">
      <div className="flex items-center justify-between gap-2 pl-1">
        <h1 className="text-16 font-semibold">{t('inbox.title')}</h1>
        <IconButton
          icon={Search}
          label={t('palette.title')}
          keys={shortcuts.palette.keys}
          onClick={() => overlay.show('palette')}
          className="-mr-1"
        />
      </div>
      <Segmented
        label={t('inbox.filter.label')}
        value={filter}
        options={inboxFilters.map((value) => ({ value, label: t(`inbox.filter.${value}`) }))}
        onChange={(value) => {
          void navigate({ to: '.', search: value === 'all' ? {} : { filter: value } });
        }}
      />
    </header>
  );
};
