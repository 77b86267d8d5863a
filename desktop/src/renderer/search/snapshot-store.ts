import type { SearchSnapshot } from '@inbetwin/shared/search/create-search-index.ts';
import { answerOf, completionOf, withStore } from '../storage/idb.ts';

/** A position in a collection's change log: after everything written before `lwt`, and of the writes at `lwt`, after those up to `id`. */
export type Checkpoint = { readonly id: string; readonly lwt: number };

/** A saved index with the position it covers. */
export type KeptSnapshot = {
  readonly snapshot: SearchSnapshot;
  /** The snapshot contains every change up to here, and possibly some later ones. */
  readonly checkpoint: Checkpoint;
};

/** Where an index saves its snapshot. */
export type SnapshotHome = {
  /** The name of a separate IndexedDB database. */
  readonly name: string;
  /** Identifies the format and the origin of the snapshot; one with a different identity is ignored. */
  readonly identity: string;
};

type Head = { readonly identity: string; readonly checkpoint: Checkpoint };

const STORE = 'snapshot';
const HEAD = 'head';
const TERMS = 'terms';
/** Passages are stored under the number of their first slot. */
const passageKeys = () => IDBKeyRange.bound(0, Number.MAX_SAFE_INTEGER);
/** Slots per record: copying one record takes a few milliseconds, and queries get a turn between two. */
const RECORD_SLOTS = 500;

/** Undefined if no matching snapshot is stored. Rejects if the storage cannot be read. */
export const loadSnapshot = ({ name, identity }: SnapshotHome): Promise<KeptSnapshot | undefined> =>
  withStore({ database: name, store: STORE }, async (database) => {
    const store = database.transaction(STORE).objectStore(STORE);
    const head = await answerOf<Head | undefined>(store.get(HEAD));
    // The identity proves that this version wrote it, so it has the types that `saveSnapshot` takes.
    if (head?.identity !== identity) return undefined;
    const terms = await answerOf<SearchSnapshot['terms']>(store.get(TERMS));
    const records = await answerOf<SearchSnapshot['passages'][]>(store.getAll(passageKeys()));
    return { snapshot: { terms, passages: records.flat() }, checkpoint: head.checkpoint };
  });

/** Replaces the previous snapshot in one transaction. Rejects if the storage is full or fails. */
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
