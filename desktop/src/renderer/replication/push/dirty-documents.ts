import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { RxCollection } from 'rxdb';
import { now } from 'rxdb/plugins/utils';
import { createListeners } from '../../base/listeners.ts';
import { openLocalDocument } from '../../database/local-document.ts';
import { isClean, type StoredDocument } from '../../database/marks/sync-mark.ts';
import { eachWritten } from '../../database/marks/written-documents.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { createDirtyList, type DirtyChange, type DirtyDocument, type DirtyList } from './dirty-list.ts';

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
  const dirty = createDirtyList();
  const listeners = createListeners<DirtyChange>();
  const collections = Object.entries(workspace.collections) as unknown as [
    ReplicatedCollection,
    RxCollection<SyncDocument>,
  ][];
  let complete = false;
  let written = false;
  let stopped = false;

  const note: DirtyList['note'] = (...noted) => {
    written = true;
    const change = dirty.note(...noted);
    if (change) listeners.tell(change);
    return change;
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
    const waiting = dirty.all().filter((one) => !isHeld(one));
    // There may be more of them than a call accepts arguments.
    const oldest = waiting.reduce((least, one) => Math.min(least, one.written), Number.POSITIVE_INFINITY);
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
    list: dirty.inOrder,
    listOwn: () => dirty.all().filter(({ isDerived }) => !isDerived),
    find: dirty.find,
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
