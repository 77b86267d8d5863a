import type { RefusedRow, SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { RxCollection } from 'rxdb';
import { createListeners } from '../../base/listeners.ts';
import { openLocalDocument } from '../local-document.ts';
import type { WorkspaceCollections, WorkspaceDatabase } from '../workspace-collections.ts';
import { createRemoteWriter } from './remote-writer.ts';

/** A change that the server refused, with its content and the state it was based on, so that nothing is lost. */
export type RefusedChange = RefusedRow & {
  readonly collection: ReplicatedCollection;
  readonly at: number;
  /** The refused revision; a later one is sent again. */
  readonly rev: string;
  readonly document: SyncDocument;
  /** The server's state that the change was based on; null if the document was new. */
  readonly base: SyncDocument | null;
};

/** The id of the local document that holds the refused changes of a workspace. */
export const REFUSED_ROWS = 'refused-rows';

/** The refused changes as they are stored, by collection and id. */
export type KeptRefusals = { readonly rows: { readonly [key: string]: RefusedChange } };

/** The refused changes, which survive restarts. An entry is removed when the document equals the server's state. */
export type RefusedRows = {
  list(): readonly RefusedChange[];
  find(collection: ReplicatedCollection, id: string): RefusedChange | undefined;
  record(changes: readonly RefusedChange[]): Promise<void>;
  settle(collection: ReplicatedCollection, ids: readonly string[]): Promise<void>;
  /** Discards the change: restores the server's state, or removes the document if the server has none. */
  discard(change: Pick<RefusedChange, 'collection' | 'id'>): Promise<void>;
  subscribe(listener: () => void): () => void;
  /** Resolves when the stored entries are loaded. */
  ready(): Promise<void>;
};

/** Opens the refused changes of a workspace. */
export const createRefusedRows = ({
  database,
  collections,
}: {
  readonly database: WorkspaceDatabase;
  readonly collections: WorkspaceCollections;
}): RefusedRows => {
  const kept = openLocalDocument<KeptRefusals>(database, REFUSED_ROWS);
  const listeners = createListeners();
  let rows: KeptRefusals['rows'] = {};
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

const without = (rows: KeptRefusals['rows'], keys: ReadonlySet<string>): KeptRefusals['rows'] =>
  Object.fromEntries(Object.entries(rows).filter(([key]) => !keys.has(key)));
