import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { Entity } from '@inbetwin/shared/entities/define-entity.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import type { RxCollection } from 'rxdb';
import { getHeightOfRevision, now } from 'rxdb/plugins/utils';
import { createListeners } from '../../base/listeners.ts';
import { openLocalDocument } from '../../database/local-document.ts';
import { changedSince, isClean, type StoredDocument, stateOf } from '../../database/marks/sync-mark.ts';
import { eachWritten } from '../../database/marks/written-documents.ts';
import type { Workspace } from '../../database/workspace-database.ts';

/** A document that the server does not have in its present state. */
export type DirtyDocument = {
  readonly collection: ReplicatedCollection;
  readonly id: string;
  readonly rev: string;
  /** It was dirty before this run heard of it: what this run sees change leaves behind it, whatever the clock says. */
  readonly isOlder: boolean;
  /** When its first change was made: the order in which changes leave. */
  readonly since: number;
  /** When it was written last. */
  readonly written: number;
  /** It differs from the server's state only in what the server fills: it follows from a change of something else. */
  readonly isDerived: boolean;
};

/** Which documents wait for the server, whichever tab changed them, in this run or an earlier one. */
export type DirtyDocuments = {
  /** Looks through what was written since the last run was sure. Until then only new changes are known. */
  start(): Promise<void>;
  /** In the order of their first changes, also where the clock was put back before this run. */
  list(): readonly DirtyDocument[];
  /** Those that a person changed, rather than what this device guesses of the consequences. */
  listOwn(): readonly DirtyDocument[];
  find(collection: ReplicatedCollection, id: string): DirtyDocument | undefined;
  /** What was just read of them: another tab may tell late of a change that is done with. */
  look(collection: ReplicatedCollection, documents: readonly StoredDocument[]): void;
  /** Called after a document became dirty, changed again, or became clean. */
  subscribe(listener: (change: DirtyChange) => void): () => void;
  stop(): Promise<void>;
};

export type DirtyChange = { readonly collection: ReplicatedCollection; readonly id: string; readonly isDirty: boolean };

/** Up to this time, by the storage's own clock, every document is clean or known otherwise. */
type Kept = { readonly until: number };

const READ_SLICE = 500;
const SAVE_EVERY_MS = 5_000;
/** A write gets its time before it is on disk: another tab's may come to lie this far behind. */
const UNSURE_MS = 30_000;

type Parts = {
  readonly workspace: Workspace;
  /** Documents that wait for a person are known by other means and hold nothing up. */
  readonly isHeld: (document: DirtyDocument) => boolean;
  readonly onProblem: (problem: unknown) => void;
};

export const createDirtyDocuments = ({ workspace, isHeld, onProblem }: Parts): DirtyDocuments => {
  const kept = openLocalDocument<Kept>(workspace.database, 'clean-until');
  const dirty = new Map<string, DirtyDocument>();
  const listeners = createListeners<DirtyChange>();
  const collections = Object.entries(workspace.collections) as unknown as [
    ReplicatedCollection,
    RxCollection<SyncDocument>,
  ][];
  /** In order, until one is added; those that became clean may still be in it. */
  let ordered: readonly DirtyDocument[] | undefined;
  let complete = false;
  let written = false;
  let stopped = false;

  const note = (collection: ReplicatedCollection, document: StoredDocument, isFirstChange = false): void => {
    const key = keyOf(collection, document.id);
    const known = dirty.get(key);
    written = true;
    // Not by its time: a clock may have been put back in between.
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
        // Of a deletion's event RxDB may leave it out as `null`.
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
      // A clock that was put back writes behind the place, so nothing behind it is sure: also not once it has caught up again.
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
