import { type EditedCollection, isEdited, replicatedNames } from '@inbetwin/shared/entities/registry.ts';
import { getChangedDocumentsSince, type RxCollection } from 'rxdb';
import { now } from 'rxdb/plugins/utils';
import { type LocalDocument, openLocalDocument } from '../../database/local-document.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import type { ConflictedDocument } from '../conflicts/conflicts.ts';
import { createOpenList, type OpenList } from './open-list.ts';

const PAGE = 200;
/** A write gets its timestamp before it is on disk, so that a write of another tab may appear this much later. */
const UNSURE_MS = 30_000;
const SAVE_EVERY_MS = 60_000;

/** Stored on this device: the documents with conflicts, and the time (by the storage's clock) up to which all writes were examined. */
type Kept = { readonly until: number; readonly open: { readonly [collection: string]: readonly string[] } };

/** Tracks the documents that have conflicting values. */
export type ConflictWatch = {
  /** The documents with conflicts; the same array until it changes. */
  list(): readonly ConflictedDocument[];
  /** Watches while there are listeners; returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void;
};

type Parts = {
  readonly workspace: Workspace;
  /** Resolves when the page is idle. */
  readonly untilIdle: () => Promise<void>;
  readonly onError: (error: unknown) => void;
};

/**
 * Tracks the documents with conflicting values. No index finds them (RxDB cannot index lists), so each change is examined as it happens,
 * and at the start, between frames, everything written since the last examination.
 */
export const createConflictWatch = ({ workspace, untilIdle, onError }: Parts): ConflictWatch => {
  const listeners = new Set<() => void>();
  const open = createOpenList(() => {
    for (const listener of listeners) listener();
  });
  const kept = openLocalDocument<Kept>(workspace.database, 'open-choices');
  const report = (error: unknown): void => {
    if (!workspace.database.closed) onError(error);
  };
  let watching: AbortController | undefined;

  return {
    list: open.list,
    subscribe: (listener) => {
      listeners.add(listener);
      if (!watching) {
        watching = new AbortController();
        watch({ collections: collectionsOf(workspace), kept, untilIdle, open, report, signal: watching.signal });
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        watching?.abort();
        watching = undefined;
      };
    },
  };
};

type Watched = { readonly name: EditedCollection; readonly collection: RxCollection };

const collectionsOf = ({ collections }: Workspace): readonly Watched[] =>
  replicatedNames.filter(isEdited).flatMap((name) =>
    // The collections have different types, but the sync metadata is the same in all of them.
    name in collections ? [{ name, collection: collections[name] as unknown as RxCollection }] : [],
  );

type Watching = {
  readonly collections: readonly Watched[];
  readonly kept: LocalDocument<Kept>;
  readonly untilIdle: () => Promise<void>;
  readonly open: OpenList;
  readonly report: (error: unknown) => void;
  readonly signal: AbortSignal;
};

const watch = (parts: Watching): void => {
  const { collections, kept, open, report, signal } = parts;
  let isComplete = false;
  let saving: Promise<void> = Promise.resolve();
  const save = (): void => {
    if (!isComplete) return;
    const value = { until: now() - UNSURE_MS, open: open.ids() };
    saving = saving.then(() => kept.change(() => value)).catch(report);
  };
  const timer = setInterval(save, SAVE_EVERY_MS);
  const subscriptions = collections.map(({ name, collection }) =>
    collection.eventBulks$.subscribe(({ events }) => {
      const changed = events.filter(({ documentData }) => open.look(name, documentData));
      if (changed.length > 0) save();
    }),
  );
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    for (const subscription of subscriptions) subscription.unsubscribe();
  });
  const begin = async (): Promise<void> => {
    open.beginReading();
    const before = await kept.read();
    for (const each of collections) await recall(each, before?.open[each.name] ?? [], open);
    for (const each of collections) await lookThrough(parts, each, before?.until ?? 0);
    if (signal.aborted) return;
    open.endReading();
    isComplete = true;
    save();
  };
  begin().catch(report);
};

const recall = async ({ name, collection }: Watched, ids: readonly string[], open: OpenList): Promise<void> => {
  const documents = await collection.findByIds([...ids]).exec();
  for (const document of documents.values()) open.lookAtStored(name, document.toJSON());
};

const lookThrough = async (
  { untilIdle, open, signal }: Watching,
  { name, collection }: Watched,
  until: number,
): Promise<void> => {
  // If the clock was set back, writes may have timestamps before the saved position, so everything is scanned again.
  let place = { id: '', lwt: until > now() ? 0 : until };
  for (let isLast = false; !isLast; ) {
    await untilIdle();
    if (signal.aborted) return;
    const page = await getChangedDocumentsSince(collection.storageInstance, PAGE, place);
    for (const document of page.documents) open.lookAtStored(name, document);
    isLast = page.documents.length < PAGE;
    place = { ...place, ...page.checkpoint };
  }
};
