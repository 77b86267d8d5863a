import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import { getChangedDocumentsSince, type RxCollection, type RxDocumentData } from 'rxdb';
import type { Checkpoint } from './snapshot-store.ts';

/** Passages per read of the local database, and per message to the worker. */
const READ_SLICE = 500;

type Stored = RxDocumentData<Passage>;

/** Reads a collection's change log. */
export type LogReader = {
  /** Records that the collection reported a write. */
  tell(passageId: string, revision: string): void;
  /** Whether a reported write has not been read yet. */
  hasUnread(): boolean;
  /** The position up to which the log is applied; undefined if nothing is. */
  position(): Checkpoint | undefined;
  startFrom(checkpoint: Checkpoint | undefined): void;
  /** Applies everything that was written before it resolves, unless `signal` aborts. */
  catchUp(): Promise<void>;
};

type Options = {
  readonly storage: RxCollection<Passage>['storageInstance'];
  /** Called for one slice at a time, in the order of the log. `purged`: passages that the database no longer contains at all. */
  readonly apply: (documents: readonly Stored[], purged: readonly string[]) => Promise<void>;
  readonly signal: AbortSignal;
};

/**
 * Reads a collection's change log in slices, reading the next one while one is applied. A write gets its timestamp before it is on disk, so
 * it may appear in a part of the log that was already read; reported writes that did not appear in the log are therefore read by id.
 */
export const createLogReader = ({ storage, apply, signal }: Options): LogReader => {
  /** Reported but unread revisions by passage. */
  const told = new Map<string, string>();
  let position: Checkpoint | undefined;

  const readAfter = async (checkpoint: Checkpoint | undefined) => {
    const slice = await getChangedDocumentsSince<Passage, Checkpoint>(storage, READ_SLICE, checkpoint);
    for (const { id, _rev } of slice.documents) if (told.get(id) === _rev) told.delete(id);
    return slice;
  };

  const followLog = async (): Promise<void> => {
    for (let slice = await readAfter(position); slice.documents.length > 0 && !signal.aborted; ) {
      const [next] = await Promise.all([readAfter(slice.checkpoint), apply(slice.documents, [])]);
      position = slice.checkpoint;
      slice = next;
    }
  };

  const readMissed = async (): Promise<void> => {
    const ids = [...told.keys()].slice(0, READ_SLICE);
    if (ids.length === 0 || signal.aborted) return;
    for (const id of ids) told.delete(id);
    const found = await storage.findDocumentsById(ids, true);
    const known = new Set(found.map(({ id }) => id));
    await apply(
      found,
      ids.filter((id) => !known.has(id)),
    );
  };

  return {
    tell: (passageId, revision) => void told.set(passageId, revision),
    hasUnread: () => told.size > 0,
    position: () => position,
    startFrom: (checkpoint) => {
      position = checkpoint;
    },
    catchUp: async () => {
      do {
        await followLog();
        await readMissed();
      } while (told.size > 0 && !signal.aborted);
    },
  };
};
