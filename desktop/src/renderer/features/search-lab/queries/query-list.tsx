import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { QUERY_ROW_HEIGHT, QueryListRow } from './query-list-row.tsx';
import type { QueryRow } from './query-rows.ts';

type QueryListProps = { readonly rows: readonly QueryRow[]; readonly scroller: RefObject<HTMLDivElement | null> };

/** The list of queries, which renders only visible rows; the whole pane scrolls. */
export const QueryList = ({ rows, scroller }: QueryListProps) => {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const [above, setAbove] = useState(0);
  // The content above changes its height during an evaluation.
  useLayoutEffect(() => setAbove(list.current?.offsetTop ?? 0));
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => QUERY_ROW_HEIGHT,
    scrollMargin: above,
    overscan: 8,
  });
  return (
    <ul
      ref={list}
      aria-label={t('searchLab.list.label')}
      className="relative shrink-0"
      style={{ height: virtualizer.getTotalSize() }}
    >
      {virtualizer.getVirtualItems().map(({ index, size, start }) => {
        const row = rows[index];
        return (
          row && (
            <li
              key={row.judgement.id}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0"
              style={{ height: size, transform: `translateY(${start - above}px)` }}
            >
              <QueryListRow row={row} />
            </li>
          )
        );
      })}
    </ul>
  );
};
