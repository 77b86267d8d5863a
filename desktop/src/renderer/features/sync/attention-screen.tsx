import { useVirtualizer } from '@tanstack/react-virtual';
import { CircleCheck } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addWordingTexts } from '../../i18n/add-wording-texts.ts';
import { type AttentionItem, useAttention } from '../../parts/refusals/use-attention.ts';
import { EmptyState } from '../../ui/layout/empty-state.tsx';
import { Screen } from '../../ui/layout/screen.tsx';
import { Scroller } from '../../ui/layout/scroller.tsx';
import { ConflictItem } from './conflict-item.tsx';
import { RefusedItem } from './refused-item.tsx';

const ROW_HEIGHT = 168;

/** Everything that needs this person's attention: refused changes and conflicting values. */
export const AttentionScreen = () => {
  useState(addWordingTexts);
  const { t } = useTranslation();
  const { refused, choices, count } = useAttention();
  const rows: readonly Row[] = [
    ...(refused.length > 0 ? [heading('refused', refused.length), ...refused] : []),
    ...(choices.length > 0 ? [heading('conflicts', choices.length), ...choices] : []),
  ];
  return (
    <Screen
      title={t('sync.attention.title')}
      actions={count > 0 && <span className="numbers text-muted">{count}</span>}
    >
      {count === 0 ? <EmptyState icon={CircleCheck} text={t('sync.attention.empty')} /> : <AttentionList rows={rows} />}
    </Screen>
  );
};

type Heading = {
  readonly kind: 'heading';
  readonly key: string;
  readonly group: 'refused' | 'conflicts';
  readonly count: number;
};
type Row = Heading | AttentionItem;

const heading = (group: Heading['group'], count: number): Heading => ({ kind: 'heading', key: group, group, count });

/** Renders only visible items, because a long time offline can produce thousands. */
const AttentionList = ({ rows }: { readonly rows: readonly Row[] }) => {
  const { t } = useTranslation();
  const scroller = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (at) => rows[at]?.key ?? at,
    overscan: 6,
  });
  return (
    <Scroller ref={scroller} aria-label={t('sync.attention.list')} className="flex-1">
      <ul className="relative mx-auto max-w-3xl" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <li
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              className="absolute inset-x-0 top-0 px-6 max-panes:px-4"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <RowContent row={row} />
            </li>
          );
        })}
      </ul>
    </Scroller>
  );
};

const RowContent = ({ row }: { readonly row: Row }) => {
  if (row.kind === 'heading') return <GroupHeading heading={row} />;
  return row.kind === 'refused' ? <RefusedItem change={row.change} /> : <ConflictItem item={row} />;
};

const GroupHeading = ({ heading: { group, count } }: { readonly heading: Heading }) => {
  const { t } = useTranslation();
  return (
    <div className="pt-6 pb-2">
      <h2 className="text-14 font-semibold">
        {t(`sync.attention.${group}`)} <span className="numbers font-normal text-muted">{count}</span>
      </h2>
      <p className="text-muted">{t(`sync.attention.${group}Hint`)}</p>
    </div>
  );
};
