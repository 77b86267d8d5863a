/** Keeps the first `limit` items of those offered without sorting all of them. */
export const createFirstInOrder = <T>(order: (a: T, b: T) => number, limit: number) => {
  const kept: T[] = [];
  let last: T | undefined;
  const settle = (): void => {
    kept.sort(order).splice(limit);
    last = kept[limit - 1];
  };
  return {
    offer: (one: T): void => {
      if (last !== undefined && order(one, last) >= 0) return;
      kept.push(one);
      if (kept.length >= 2 * limit) settle();
    },
    list: (): readonly T[] => {
      settle();
      return kept;
    },
  };
};
