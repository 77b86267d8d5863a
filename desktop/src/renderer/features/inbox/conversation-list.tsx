import { useNavigate, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { overlay } from '../../app/overlay.ts';
import { shortcuts, useShortcuts } from '../../app/shortcuts.ts';
import { useDocuments } from '../../app/use-documents.ts';
import { useNow } from '../../app/use-now.ts';
import { useSettled } from '../../app/use-settled.ts';
import { useLive } from '../../database/use-live.ts';
import { useSession } from '../../session/session.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { VirtualRows } from '../../ui/virtual-rows.tsx';
import { ConversationRow, ROW_HEIGHT } from './conversation-row.tsx';
import { EmptyInbox } from './empty-inbox.tsx';
import { inboxFilters, selectorOf } from './filters.ts';

/** The first rows; each time that their end comes near there are twice as many, since all of them are read again. */
const PAGE = 50;
const NEAR_END = 15;

export const ConversationList = ({ selectedId }: { readonly selectedId: string | undefined }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { filter = 'all' } = useSearch({ from: '/inbox' });
  const { user } = useSession();
  const userId = user?.id;
  const [limit, setLimit] = useState(PAGE);
  const now = useNow();
  const conversations = useSettled(
    useLive(
      ({ collections }) =>
        collections.conversations.find({ selector: selectorOf(filter, userId), sort: [{ recency: 'asc' }], limit }),
      [filter, userId, limit],
    ),
  );
  const contacts = useDocuments(
    'contacts',
    conversations?.map(({ contactId }) => contactId),
  );

  const scroller = useRef<HTMLDivElement>(null);
  const count = conversations?.length ?? 0;
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  // A row without its name would only flicker.
  const rows = contacts ? virtualizer.getVirtualItems() : [];
  const lastShown = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (count === limit && lastShown > count - NEAR_END) setLimit(2 * limit);
  }, [count, limit, lastShown]);

  const open = (step: 1 | -1): void => {
    const at = conversations?.findIndex(({ id }) => id === selectedId) ?? -1;
    const next = conversations?.[at < 0 ? 0 : at + step];
    if (!next) return;
    virtualizer.scrollToIndex(conversations.indexOf(next));
    void navigate({ to: '/inbox/$conversationId', params: { conversationId: next.id }, search: { filter } });
  };
  useShortcuts({ next: () => open(1), previous: () => open(-1) });

  return (
    <>
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
            setLimit(PAGE);
            void navigate({ to: '.', search: value === 'all' ? {} : { filter: value } });
          }}
        />
      </header>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
        {conversations?.length === 0 && <EmptyInbox filter={filter} />}
        <VirtualRows label={t('inbox.list')} height={virtualizer.getTotalSize()} rows={rows} items={conversations}>
          {(conversation) => (
            <ConversationRow
              conversation={conversation}
              name={contacts?.get(conversation.contactId)?.name}
              now={now}
              filter={filter}
            />
          )}
        </VirtualRows>
      </div>
    </>
  );
};
