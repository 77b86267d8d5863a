type Complete<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Removes fields that are `undefined`. Unlike absent fields, they would override what lies beneath, and they are not valid JSON. */
export const withoutGaps = <T extends object>(value: T): Complete<T> =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Complete<T>;
