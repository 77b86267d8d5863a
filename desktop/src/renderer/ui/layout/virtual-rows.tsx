import type { VirtualItem } from '@tanstack/react-virtual';
import type { ReactNode } from 'react';

type VirtualRowsProps<T> = {
  readonly label: string;
  /** Total height of all rows in pixels. */
  readonly height: number;
  /** The visible rows. */
  readonly rows: readonly VirtualItem[];
  readonly items: readonly T[] | undefined;
  /** The index of the first item within the whole list, if `items` is only a part of it. */
  readonly from?: number;
  /** The size of the whole list, if `items` is only a part of it; undefined while it is unknown. */
  readonly count?: number | undefined;
  readonly children: (item: T) => ReactNode;
};

/** Renders the visible rows of a long list at their positions, and tells screen readers the size of the list. */
export const VirtualRows = <T extends { readonly id: string }>({
  label,
  height,
  rows,
  items,
  from = 0,
  count = items?.length,
  children,
}: VirtualRowsProps<T>) => (
  <ul aria-label={label} className="relative" style={{ height }}>
    {rows.map(({ index, size, start }) => {
      const item = items?.[index - from];
      return (
        item && (
          <li
            key={item.id}
            aria-setsize={count ?? -1}
            aria-posinset={index + 1}
            className="absolute inset-x-0 top-0"
            style={{ height: size, transform: `translateY(${start}px)` }}
          >
            {children(item)}
          </li>
        )
      );
    })}
  </ul>
);
