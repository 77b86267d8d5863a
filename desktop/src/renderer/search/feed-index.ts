import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import { toIndexed } from '@inbetwin/shared/search/to-indexed.ts';
import { createSaveSchedule, type SaveTiming } from '@inbetwin/shared/timing/save-schedule.ts';
import { getChangedDocumentsSince, type RxCollection, type RxDocumentData } from 'rxdb';
import type { KeptIndex } from './kept-index.ts';
import type { Checkpoint, SnapshotHome } from './snapshot-store.ts';

/** Passages per read of the local database, and per message to the worker. */
const READ_SLICE = 500;
/** Raise it with any change of what is indexed of a passage. */
const INDEXED_FORMAT = 1;

const UNHURRIED: SaveTiming = { quietMs: 10_000, longestMs: Number.POSITIVE_INFINITY, restMs: 60_000 };

type FeedOptions = {
  readonly onApplied: (count: number) => void;
  /** The index follows no more. */
  readonly onFailed: () => void;
  /** After every attempt to keep the index for the next start, and when what was kept could not be taken up. */
  readonly onKept: (problem?: unknown) => void;
  /**
   * When the index is kept. A write must be on disk `quietMs` after it got its time: one that comes later still is
   * searchable, but may be missing in what was kept before it came.
   */
  readonly pace?: SaveTiming | undefined;
};

export type IndexFeed = {
  /** Resolves when all stored passages are in the index; rejects when they could not be read or indexed. */
  readonly loaded: Promise<void>;
  stop(): void;
};

/**
 * Keeps the index equal to the collection: begins with what was kept, and goes on with the log of the collection's changes,
 * deletions included. What is applied is always a passage's state at the time of reading, and reads are applied in their
 * order, so that no older state replaces a newer one.
 */
export const feedIndex = (
  passages: RxCollection<Passage>,
  index: KeptIndex,
  { onApplied, onFailed, onKept, pace = UNHURRIED }: FeedOptions,
): IndexFeed => {
  const storage = passages.storageInstance;
  /** By passage: the revisions that the collection told of and that were not read yet. */
  const told = new Map<string, string>();
  /** Up to where the log is applied. */
  let position: Checkpoint | undefined;
  let isReading = false;
  let stopped = false;

  const keep = async (): Promise<boolean> => {
    try {
      if (position) await index.keep(earlierOf(position, Date.now() - pace.quietMs));
      onKept();
      return true;
    } catch (problem) {
      onKept(problem);
      return false;
    }
  };
  const keeping = createSaveSchedule({ save: keep, clock: () => performance.now(), timing: pace });

  const apply = async (
    documents: readonly RxDocumentData<Passage>[],
    purged: readonly string[] = [],
  ): Promise<void> => {
    const changed = documents.filter(({ _deleted }) => !_deleted).map(toIndexed);
    const deleted = documents.filter(({ _deleted }) => _deleted).map(({ id }) => id);
    keeping.changed();
    await index.apply({ changed, gone: [...deleted, ...purged] });
    onApplied(documents.length + purged.length);
  };

  const readAfter = async (checkpoint: Checkpoint | undefined) => {
    const slice = await getChangedDocumentsSince<Passage, Checkpoint>(storage, READ_SLICE, checkpoint);
    for (const { id, _rev } of slice.documents) if (told.get(id) === _rev) told.delete(id);
    return slice;
  };

  const followLog = async (): Promise<void> => {
    for (let slice = await readAfter(position); slice.documents.length > 0 && !stopped; ) {
      const [next] = await Promise.all([readAfter(slice.checkpoint), apply(slice.documents)]);
      position = slice.checkpoint;
      slice = next;
    }
  };

  /** A write gets its time before it is on disk, so it can come to lie in a part of the log that has been read. */
  const readMissed = async (): Promise<void> => {
    const ids = [...told.keys()].slice(0, READ_SLICE);
    if (ids.length === 0 || stopped) return;
    for (const id of ids) told.delete(id);
    const found = await storage.findDocumentsById(ids, true);
    const known = new Set(found.map(({ id }) => id));
    const purged = ids.filter((id) => !known.has(id));
    await apply(found, purged);
  };

  const catchUp = async (): Promise<void> => {
    do {
      await followLog();
      await readMissed();
    } while (told.size > 0 && !stopped);
  };

  /** Deletions that the database has purged are in no log. */
  const isComplete = async (): Promise<boolean> => {
    for (;;) {
      await catchUp();
      const [held, stored] = await Promise.all([index.count(), passages.count().exec()]);
      if (held === stored || stopped) return true;
      if (told.size === 0) return false;
    }
  };

  const takeUp = async (): Promise<Checkpoint | undefined> => {
    try {
      const kept = await index.begin(await homeOf(passages));
      if (kept) onApplied(await index.count());
      return kept;
    } catch (problem) {
      onKept(problem);
      return undefined;
    }
  };

  const load = async (): Promise<void> => {
    const kept = await takeUp();
    position = kept;
    // A clock that was put back gives changes times that seem to be read already.
    if (kept && kept.lwt <= Date.now() && (await isComplete())) return;
    if (kept) await index.startOver();
    position = undefined;
    await catchUp();
  };

  /** One at a time. Between seeing that no more was told of and ending nothing can be told. */
  const run = async (read: () => Promise<void>): Promise<void> => {
    isReading = true;
    keeping.hold();
    try {
      await read();
      while (told.size > 0 && !stopped) await catchUp();
      if (!stopped) keeping.release();
    } catch (error) {
      stop();
      throw error;
    } finally {
      isReading = false;
    }
  };

  const subscription = passages.$.subscribe(({ documentId, documentData }) => {
    told.set(documentId, documentData._rev);
    if (!isReading) run(catchUp).catch(onFailed);
  });

  const stop = (): void => {
    stopped = true;
    keeping.hold();
    subscription.unsubscribe();
  };

  return { loaded: run(load), stop };
};

const homeOf = async ({ database, schema }: RxCollection<Passage>): Promise<SnapshotHome> => ({
  name: `${database.name}-search`,
  identity: [INDEXED_FORMAT, schema.version, await database.storageToken].join(':'),
});

const earlierOf = (checkpoint: Checkpoint, time: number): Checkpoint =>
  checkpoint.lwt <= time ? checkpoint : { id: '', lwt: time };
