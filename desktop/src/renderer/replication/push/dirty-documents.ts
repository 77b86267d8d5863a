import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { Entity } from '@inbetwin/shared/entities/declaring/define-entity.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import type { RxCollection } from 'rxdb';
import { getHeightOfRevision, now } from 'rxdb/plugins/utils';
import { createListeners } from '../../base/listeners.ts';
import { openLocalDocument } from '../../database/local-document.ts';
import { changedSince, isClean, type StoredDocument, stateOf } from '../../database/marks/sync-mark.ts';
import { eachWritten } from '../../database/marks/written-documents.ts';
import type { Workspace } from '../../database/workspace-database.ts';

/** A document whose current state the server does not have. */
export type DirtyDocument = {
  readonly collection: ReplicatedCollection;
  readonly id: string;
  readonly rev: string;
  /** Whether it was dirty before this run; such documents are sent before those that change during this run, whatever the clock says. */
  readonly isOlder: boolean;
  /** When it was first changed, in ms; changes are sent in this order. */
  readonly since: number;
  /** When it was last written, in ms. */
  readonly written: number;
  /** Whether it differs from the server's state only in fields that the server computes, as a consequence of another change. */
  readonly isDerived: boolean;
};

/** The documents that wait to be sent, whichever tab changed them, in this run or an earlier one. */
export type DirtyDocuments = {
  /** Scans what was written since the last saved position. Until it has finished, only new changes are known. */
  start(): Promise<void>;
  /** In the order of their first changes, even if the clock was set back before this run. */
  list(): readonly DirtyDocument[];
  /** Those that a person changed, without those that this device derived. */
  listOwn(): readonly DirtyDocument[];
  find(collection: ReplicatedCollection, id: string): DirtyDocument | undefined;
  /** Updates entries from documents that were just read, because another tab may report a change late. */
  look(collection: ReplicatedCollection, documents: readonly StoredDocument[]): void;
  /** Calls the listener after a document became dirty, changed again, or became clean; returns a function that unsubscribes. */
  subscribe(listener: (change: DirtyChange) => void): () => void;
  stop(): Promise<void>;
};

/** A document became dirty or clean. */
export type DirtyChange = { readonly collection: ReplicatedCollection; readonly id: string; readonly isDirty: boolean };

/** Every document written up to this time, by the storage's clock, is clean or known to be dirty by other means. */
type Kept = { readonly until: number };

const READ_SLICE = 500;
const SAVE_EVERY_MS = 5_000;
/** A write gets its timestamp before it is on disk, so that a write of another tab may appear this much later. */
const UNSURE_MS = 30_000;

type Parts = {
  readonly workspace: Workspace;
  /** Held documents wait for a person; they are listed elsewhere and must not delay the saved position. */
  readonly isHeld: (document: DirtyDocument) => boolean;
  readonly onProblem: (problem: unknown) => void;
};

/** Creates the tracking of a workspace's dirty documents. */
export const createDirtyDocuments = ({ workspace, isHeld, onProblem }: Parts): DirtyDocuments => {
  const kept = openLocalDocument<Kept>(workspace.database, 'clean-until');
  const dirty = new Map<string, DirtyDocument>();
  const listeners = createListeners<DirtyChange>();
  const collections = Object.entries(workspace.collections) as unknown as [
    ReplicatedCollection,
    RxCollection<SyncDocument>,
  ][];
  /** Sorted entries, invalidated when one is added; it may still contain some that became clean. */
  let ordered: readonly DirtyDocument[] | undefined;
  let complete = false;
  let written = false;
  let stopped = false;

  const note = (collection: ReplicatedCollection, document: StoredDocument, isFirstChange = false): void => {
    const key = keyOf(collection, document.id);
    const known = dirty.get(key);
    written = true;
    // Compares revisions instead of times, because the clock may have been set back in between.
    if (known && getHeightOfRevision(known.rev) > getHeightOfRevision(document._rev)) return;
    if (known?.rev === document._rev) return;
    const isDirty = !isClean(document);
    if (!isDirty && !known) return;
    if (isDirty) dirty.set(key, dirtyOf(collection, document, known?.isOlder ?? !isFirstChange));
    else dirty.delete(key);
    if (isDirty) ordered = undefined;
    listeners.tell({ collection, id: document.id, isDirty });
  };

  const subscriptions = collections.map(([name, collection]) =>
    collection.eventBulks$.subscribe(({ events }) => {
      for (const { documentData, previousDocumentData } of events) {
        // RxDB may pass `null` for it in the event of a deletion.
        const previous = previousDocumentData as StoredDocument | null | undefined;
        note(name, documentData as StoredDocument, !previous || isClean(previous));
      }
    }),
  );

  const scan = async (
    name: ReplicatedCollection,
    collection: RxCollection<SyncDocument>,
    from: number,
  ): Promise<void> => {
    if (stopped) return;
    for await (const documents of eachWritten(collection, from, READ_SLICE)) {
      for (const document of documents) note(name, document);
      if (stopped) return;
    }
  };

  const save = async (): Promise<void> => {
    await workspace.order.keep();
    if (!complete || !written) return;
    written = false;
    const oldest = Math.min(...[...dirty.values()].filter((one) => !isHeld(one)).map(({ written }) => written));
    const until = Math.min(now() - UNSURE_MS, oldest - 1);
    await kept.change(() => ({ until }));
  };
  let saving: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    saving = saving.then(save).catch(onProblem);
  }, SAVE_EVERY_MS);

  return {
    start: async () => {
      const until = (await kept.read())?.until ?? 0;
      // If the clock was set back, writes may have timestamps before the saved position, so everything is scanned again.
      const from = until > now() ? 0 : until;
      if (from < until) await kept.change(() => ({ until: from }));
      for (const [name, collection] of collections) await scan(name, collection, from);
      complete = !stopped;
    },
    list: () => {
      ordered ??= [...dirty.values()].sort((a, b) => Number(b.isOlder) - Number(a.isOlder) || a.since - b.since);
      return ordered.filter((one) => dirty.get(keyOf(one.collection, one.id)) === one);
    },
    listOwn: () => [...dirty.values()].filter(({ isDerived }) => !isDerived),
    find: (collection, id) => dirty.get(keyOf(collection, id)),
    look: (collection, documents) => {
      for (const document of documents) note(collection, document);
    },
    subscribe: listeners.subscribe,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      for (const subscription of subscriptions) subscription.unsubscribe();
      await saving;
      await save().catch(onProblem);
    },
  };
};

const keyOf = (collection: ReplicatedCollection, id: string): string => `${collection}/${id}`;

const dirtyOf = (collection: ReplicatedCollection, document: StoredDocument, isOlder: boolean): DirtyDocument => ({
  collection,
  isOlder,
  id: document.id,
  rev: document._rev,
  since: changedSince(document),
  written: document._meta.lwt,
  isDerived: isDerived(collection, document),
});

const isDerived = (collection: ReplicatedCollection, document: StoredDocument): boolean => {
  const { merge }: Entity = entities[collection];
  const { base } = document._meta;
  if (!merge || !base) return false;
  const state = stateOf(document);
  const fields = Object.keys({ ...base, ...state });
  return fields.every(
    (field) => field === 'updatedAt' || merge[field] === 'server' || isSameValue(state[field], base[field]),
  );
};
