type Complete<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without fields that are `undefined`, which is not the same as absent: it would hide what stands beneath, and is no JSON. */
export const withoutGaps = <T extends object>(value: T): Complete<T> =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Complete<T>;
