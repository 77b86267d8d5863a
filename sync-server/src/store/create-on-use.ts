type Index = readonly string[];

/**
 * What a database is kept in, created on first use with the indexes that were declared by then. A failed creation is
 * tried again at the next use.
 */
export const createOnUse = <T>(create: (indexes: readonly Index[]) => Promise<T>) => {
  const indexes = new Map<string, Index>();
  let created: Promise<T> | undefined;

  /** It is created again at the next use. */
  const forget = (): void => {
    created = undefined;
  };
  return {
    /** The declared indexes. */
    indexes: (): readonly Index[] => [...indexes.values()],
    addIndexes: (added: readonly Index[]): void => {
      const missing = added.filter((index) => !indexes.has(index.join()));
      if (missing.length > 0) forget();
      for (const index of missing) indexes.set(index.join(), index);
    },
    open: (): Promise<T> => {
      created ??= create([...indexes.values()]).catch((error) => {
        forget();
        throw error;
      });
      return created;
    },
    forget,
  };
};
