/** Collects what comes many times a second. */
export type FrameBatch<T> = {
  add(item: T): void;
  /** Hands over what waits, at once. */
  flush(): void;
};

/** Hands over what has come once a frame, so that the page is drawn no more often than it is seen. A hidden page waits. */
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
