import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import { toIndexed } from '@inbetwin/shared/search/to-indexed.ts';
import { createSaveSchedule, type SaveTiming } from '@inbetwin/shared/timing/save-schedule.ts';
import type { RxCollection } from 'rxdb';
import type { KeptIndex } from './kept-index.ts';
import { createLogReader, type LogReader } from './read-log.ts';
import type { Checkpoint, SnapshotHome } from './snapshot-store.ts';

/** Increase it with any change of what is indexed of a passage. */
const INDEXED_FORMAT = 1;

const UNHURRIED: SaveTiming = { quietMs: 10_000, longestMs: Number.POSITIVE_INFINITY, restMs: 60_000 };

type FeedOptions = {
  readonly onApplied: (count: number) => void;
  /** The index is no longer updated. */
  readonly onFailed: () => void;
  /** Called after every attempt to save the index for the next start, and when a saved one could not be loaded. */
  readonly onKept: (problem?: unknown) => void;
  /**
   * When the index is saved. `quietMs` must exceed the time between a write's timestamp and its arrival on disk: a write that arrives later
   * is searchable, but may be missing from the index saved before.
   */
  readonly pace?: SaveTiming | undefined;
};

/** Keeps an index up to date. */
export type IndexFeed = {
  /** Resolves when all stored passages are in the index; rejects when they could not be read or indexed. */
  readonly loaded: Promise<void>;
  stop(): void;
};

/**
 * Keeps the index equal to the collection: it loads the saved index and continues with the collection's change log, including deletions. It
 * always applies a passage's state at the time of reading, in the order of reading, so that an older state never replaces a newer one.
 */
export const feedIndex = (passages: RxCollection<Passage>, index: KeptIndex, options: FeedOptions): IndexFeed => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const log = createLogReader({
    storage: passages.storageInstance,
    signal,
    apply: async (documents, purged) => {
      keeping.changed();
      const changed = documents.filter(({ _deleted }) => !_deleted).map(toIndexed);
      const deleted = documents.filter(({ _deleted }) => _deleted).map(({ id }) => id);
      await index.apply({ changed, gone: [...deleted, ...purged] });
      options.onApplied(documents.length + purged.length);
    },
  });
  const feed: Feed = { passages, index, log, signal, options };
  const { pace = UNHURRIED } = options;
  const keeping = createSaveSchedule({ save: () => keep(feed, pace), clock: () => performance.now(), timing: pace });
  let isReading = false;

  /** Runs one at a time. Between the last check for unread changes and the end, no change can be reported. */
  const run = async (read: () => Promise<void>): Promise<void> => {
    isReading = true;
    keeping.hold();
    try {
      await read();
      while (log.hasUnread() && !signal.aborted) await log.catchUp();
      if (!signal.aborted) keeping.release();
    } catch (error) {
      stop();
      throw error;
    } finally {
      isReading = false;
    }
  };

  const subscription = passages.$.subscribe(({ documentId, documentData }) => {
    log.tell(documentId, documentData._rev);
    if (!isReading) run(log.catchUp).catch(options.onFailed);
  });

  const stop = (): void => {
    stopping.abort();
    keeping.hold();
    subscription.unsubscribe();
  };

  return { loaded: run(() => load(feed)), stop };
};

type Feed = {
  readonly passages: RxCollection<Passage>;
  readonly index: KeptIndex;
  readonly log: LogReader;
  readonly signal: AbortSignal;
  readonly options: FeedOptions;
};

/** Saves the index. Resolves to whether it succeeded. */
const keep = async ({ log, index, options: { onKept } }: Feed, { quietMs }: SaveTiming): Promise<boolean> => {
  const position = log.position();
  try {
    if (position) await index.keep(earlierOf(position, Date.now() - quietMs));
    onKept();
    return true;
  } catch (problem) {
    onKept(problem);
    return false;
  }
};

/** Loads the saved index and what changed since, or indexes everything if it does not match what is stored. */
const load = async (feed: Feed): Promise<void> => {
  const { log, index } = feed;
  const kept = await loadKept(feed);
  log.startFrom(kept);
  // If the clock was set back, changes have timestamps that seem to be read already.
  if (kept && kept.lwt <= Date.now() && (await isComplete(feed))) return;
  if (kept) await index.startOver();
  log.startFrom(undefined);
  await log.catchUp();
};

const loadKept = async ({ passages, index, options }: Feed): Promise<Checkpoint | undefined> => {
  try {
    const kept = await index.begin(await homeOf(passages));
    if (kept) options.onApplied(await index.count());
    return kept;
  } catch (problem) {
    options.onKept(problem);
    return undefined;
  }
};

/** Whether the index has as many passages as are stored: deletions that the database has purged do not appear in any log. */
const isComplete = async ({ passages, index, log, signal }: Feed): Promise<boolean> => {
  for (;;) {
    await log.catchUp();
    const [held, stored] = await Promise.all([index.count(), passages.count().exec()]);
    if (held === stored || signal.aborted) return true;
    if (!log.hasUnread()) return false;
  }
};

const homeOf = async ({ database, schema }: RxCollection<Passage>): Promise<SnapshotHome> => ({
  name: `${database.name}-search`,
  identity: [INDEXED_FORMAT, schema.version, await database.storageToken].join(':'),
});

const earlierOf = (checkpoint: Checkpoint, time: number): Checkpoint =>
  checkpoint.lwt <= time ? checkpoint : { id: '', lwt: time };
