import type { RefusedRow, SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { RxCollection } from 'rxdb';
import { createListeners } from '../../base/listeners.ts';
import { openLocalDocument } from '../local-document.ts';
import type { WorkspaceCollections, WorkspaceDatabase } from '../workspace-collections.ts';
import { createRemoteWriter } from './remote-writer.ts';

/** A change that the server refused, with what it was and what it was made from, so that nothing of it is lost. */
export type RefusedChange = RefusedRow & {
  readonly collection: ReplicatedCollection;
  readonly at: number;
  /** The revision that was refused: a later one is sent again. */
  readonly rev: string;
  readonly document: SyncDocument;
  /** The server's state that the change started from; null when the document was new. */
  readonly base: SyncDocument | null;
};

type Kept = { readonly rows: { readonly [key: string]: RefusedChange } };

/** Survives restarts. A row goes when its document is what the server has. */
export type RefusedRows = {
  list(): readonly RefusedChange[];
  find(collection: ReplicatedCollection, id: string): RefusedChange | undefined;
  record(changes: readonly RefusedChange[]): Promise<void>;
  settle(collection: ReplicatedCollection, ids: readonly string[]): Promise<void>;
  /** Gives the change up: the server's state again, and nothing where it had none. */
  discard(change: Pick<RefusedChange, 'collection' | 'id'>): Promise<void>;
  subscribe(listener: () => void): () => void;
  /** Resolves when what was kept before is known. */
  ready(): Promise<void>;
};

export const createRefusedRows = ({
  database,
  collections,
}: {
  readonly database: WorkspaceDatabase;
  readonly collections: WorkspaceCollections;
}): RefusedRows => {
  const kept = openLocalDocument<Kept>(database, 'refused-rows');
  const listeners = createListeners();
  let rows: Kept['rows'] = {};
  const loaded = new Promise<void>((resolve) => {
    kept.watch((value) => {
      rows = value?.rows ?? {};
      listeners.tell();
      resolve();
    });
  });

  const settle: RefusedRows['settle'] = async (collection, ids) => {
    const settled = new Set(ids.map((id) => keyOf(collection, id)).filter((key) => key in rows));
    if (settled.size === 0) return;
    rows = without(rows, settled);
    await kept.change((current) => ({ rows: without(current?.rows ?? {}, settled) }));
  };

  return {
    list: () => Object.values(rows),
    find: (collection, id) => rows[keyOf(collection, id)],
    record: async (changes) => {
      if (changes.length === 0) return;
      const added = Object.fromEntries(changes.map((change) => [keyOf(change.collection, change.id), change]));
      rows = { ...rows, ...added };
      await kept.change((current) => ({ rows: { ...current?.rows, ...added } }));
    },
    settle,
    discard: async ({ collection, id }) => {
      await createRemoteWriter(collection, collections[collection] as RxCollection).discard(id);
      await settle(collection, [id]);
    },
    subscribe: listeners.subscribe,
    ready: () => loaded,
  };
};

const keyOf = (collection: ReplicatedCollection, id: string): string => `${collection}/${id}`;

const without = (rows: Kept['rows'], keys: ReadonlySet<string>): Kept['rows'] =>
  Object.fromEntries(Object.entries(rows).filter(([key]) => !keys.has(key)));
