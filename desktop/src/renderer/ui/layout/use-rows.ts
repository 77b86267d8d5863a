import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';

type RowsOptions = {
  readonly count: number;
  /** In pixels; all rows have the same height. */
  readonly rowHeight: number;
  /** Identifies the list that is shown: a different one starts at its top. */
  readonly list?: unknown;
};

/** The visible rows of a long list, and the indexes of the first and last of them. `scroller` is the element that scrolls. */
export const useRows = ({ count, rowHeight, list }: RowsOptions) => {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew for each layout
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each list
  useEffect(() => virtualizer.scrollToOffset(0), [virtualizer, list]);
  return {
    scroller,
    virtualizer,
    firstShown: virtualizer.range?.startIndex ?? 0,
    lastShown: virtualizer.range?.endIndex ?? 0,
  };
};
