import { Failure } from '../contracts/errors.ts';
import type { DocumentStore, WriteResult, WriteRow } from '../ports/document-store.ts';
import { createMemoryStore } from './memory-store.ts';

type Write = (rows: readonly WriteRow[]) => Promise<readonly WriteResult[]>;

/** The store with another way to write; `stored` writes to the database as before. */
export const writingStore = (
  store: DocumentStore,
  write: (rows: readonly WriteRow[], stored: Write) => Promise<readonly WriteResult[]>,
): DocumentStore => ({
  ...store,
  collection: (name, options) => {
    const database = store.collection(name, options);
    return { ...database, write: (rows) => write(rows, database.write) };
  },
});

/** A store that takes `disk.writes` calls of `write` and then is full, until that is raised. */
export const createFillingStore = () => {
  const disk = { writes: Number.POSITIVE_INFINITY };
  const store = writingStore(createMemoryStore(), (rows, stored) => {
    disk.writes -= 1;
    if (disk.writes < 0) throw new Failure('store.full', 'The disk is full.', 'Make room.');
    return stored(rows);
  });
  return { store, disk };
};

/** The store, in which somebody else writes once before the next write. */
export const interruptedStore = (store: DocumentStore) => {
  const next: { interrupt: (() => Promise<unknown>) | undefined } = { interrupt: undefined };
  const interrupted = writingStore(store, async (rows, stored) => {
    const { interrupt } = next;
    next.interrupt = undefined;
    await interrupt?.();
    return stored(rows);
  });
  return { store: interrupted, next };
};
