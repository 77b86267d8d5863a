import type { VirtualItem } from '@tanstack/react-virtual';
import type { ReactNode } from 'react';

type VirtualRowsProps<T> = {
  readonly label: string;
  /** Of all rows, in pixels. */
  readonly height: number;
  /** Those in sight. */
  readonly rows: readonly VirtualItem[];
  readonly items: readonly T[] | undefined;
  readonly children: (item: T) => ReactNode;
};

/** The rows of a long list that are in sight, each at its place; how many there are is told to who does not see it. */
export const VirtualRows = <T extends { readonly id: string }>({
  label,
  height,
  rows,
  items,
  children,
}: VirtualRowsProps<T>) => (
  <ul aria-label={label} className="relative" style={{ height }}>
    {rows.map(({ index, size, start }) => {
      const item = items?.[index];
      return (
        item && (
          <li
            key={item.id}
            aria-setsize={items?.length}
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
