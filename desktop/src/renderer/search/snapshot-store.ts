import type { SearchSnapshot } from '@inbetwin/shared/search/create-search-index.ts';
import { answerOf, completionOf, withStore } from '../storage/idb.ts';

/** A place in the order of a collection's changes: after everything written until `lwt`, and at `lwt` until `id`. */
export type Checkpoint = { readonly id: string; readonly lwt: number };

export type KeptSnapshot = {
  readonly snapshot: SearchSnapshot;
  /** The snapshot holds every change until here, and maybe some after it. */
  readonly checkpoint: Checkpoint;
};

/** Where an index keeps its snapshot. */
export type SnapshotHome = {
  /** Of the IndexedDB database; its own. */
  readonly name: string;
  /** What the snapshot was made of and by whom: one with another is none. */
  readonly identity: string;
};

type Head = { readonly identity: string; readonly checkpoint: Checkpoint };

const STORE = 'snapshot';
const HEAD = 'head';
const TERMS = 'terms';
/** Passages lie under the number of their first slot. */
const passageKeys = () => IDBKeyRange.bound(0, Number.MAX_SAFE_INTEGER);
/** Slots per record: copying one takes a few milliseconds, and queries have their turn between two. */
const RECORD_SLOTS = 500;

/** Undefined when nothing fitting is kept. Rejects when the storage cannot be read. */
export const loadSnapshot = ({ name, identity }: SnapshotHome): Promise<KeptSnapshot | undefined> =>
  withStore({ database: name, store: STORE }, async (database) => {
    const store = database.transaction(STORE).objectStore(STORE);
    const head = await answerOf<Head | undefined>(store.get(HEAD));
    // By its identity this very version wrote it, so all of it is what `saveSnapshot` takes.
    if (head?.identity !== identity) return undefined;
    const terms = await answerOf<SearchSnapshot['terms']>(store.get(TERMS));
    const records = await answerOf<SearchSnapshot['passages'][]>(store.getAll(passageKeys()));
    return { snapshot: { terms, passages: records.flat() }, checkpoint: head.checkpoint };
  });

/** All or nothing; in place of what was kept before. Rejects when the storage is full or refuses. */
export const saveSnapshot = (
  { name, identity }: SnapshotHome,
  { snapshot: { terms, passages }, checkpoint }: KeptSnapshot,
): Promise<void> =>
  withStore({ database: name, store: STORE }, async (database) => {
    const transaction = database.transaction(STORE, 'readwrite');
    const store = transaction.objectStore(STORE);
    const write = async (): Promise<void> => {
      await answerOf(store.clear());
      for (let from = 0; from < passages.length; from += RECORD_SLOTS) {
        await answerOf(store.put(passages.slice(from, from + RECORD_SLOTS), from));
      }
      await answerOf(store.put(terms, TERMS));
      const head: Head = { identity, checkpoint };
      await answerOf(store.put(head, HEAD));
    };
    await Promise.all([completionOf(transaction), write()]);
  });
