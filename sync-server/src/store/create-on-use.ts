import { mergeIndexes } from './merge-indexes.ts';

type Index = readonly string[];

/**
 * What a database is kept in, created on first use with the indexes that were declared by then. A failed creation is
 * tried again at the next use.
 */
export const createOnUse = <T>(create: (indexes: readonly Index[]) => Promise<T>) => {
  let indexes: readonly Index[] = [];
  let created: Promise<T> | undefined;

  /** It is created again at the next use. */
  const forget = (): void => {
    created = undefined;
  };
  return {
    /** The declared indexes. */
    indexes: (): readonly Index[] => indexes,
    addIndexes: (added: readonly Index[]): void => {
      const merged = mergeIndexes(indexes, added);
      if (merged === indexes) return;
      forget();
      indexes = merged;
    },
    open: (): Promise<T> => {
      created ??= create(indexes).catch((error) => {
        forget();
        throw error;
      });
      return created;
    },
    forget,
  };
};
