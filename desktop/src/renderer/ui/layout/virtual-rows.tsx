import type { VirtualItem } from '@tanstack/react-virtual';
import type { ReactNode } from 'react';

type VirtualRowsProps<T> = {
  readonly label: string;
  /** Of all rows, in pixels. */
  readonly height: number;
  /** Those in sight. */
  readonly rows: readonly VirtualItem[];
  readonly items: readonly T[] | undefined;
  /** The place of the first of the items in the list, when they are a part of it. */
  readonly from?: number;
  /** How many there are in all, when the items are a part of them; undefined while nobody knows. */
  readonly count?: number | undefined;
  readonly children: (item: T) => ReactNode;
};

/** The rows of a long list that are in sight, each at its place; how many there are is told to who does not see it. */
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
