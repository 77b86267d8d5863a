/** Collects values that arrive many times a second. */
export type FrameBatch<T> = {
  add(item: T): void;
  /** Delivers the waiting values immediately. */
  flush(): void;
};

/**
 * Delivers collected values once per frame, so that the page renders no more often than it is displayed. Nothing is delivered while the
 * page is hidden.
 */
export const createFrameBatch = <T>(handOver: (items: readonly T[]) => void): FrameBatch<T> => {
  let items: T[] = [];
  let frame: number | undefined;
  const flush = (): void => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = undefined;
    const taken = items;
    items = [];
    if (taken.length > 0) handOver(taken);
  };
  return {
    add: (item) => {
      items.push(item);
      frame ??= requestAnimationFrame(flush);
    },
    flush,
  };
};
