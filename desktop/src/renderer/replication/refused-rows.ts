import type { RefusedRow, SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { CollectionName } from '@inbetwin/shared/entities/registry.ts';
import { openLocalDocument } from '../database/local-document.ts';
import type { Workspace } from '../database/workspace-database.ts';

/** A change that the server refused, with what it was and what it was made from, so that nothing of it is lost. */
export type RefusedChange = RefusedRow & {
  readonly collection: CollectionName;
  readonly at: number;
  readonly document: SyncDocument;
  /** The server's state that the change started from; null when the document was new. */
  readonly base: SyncDocument | null;
};

type Kept = { readonly rows: { readonly [key: string]: RefusedChange } };

/** Survives restarts. A later change of the same document that the server takes removes its row. */
export type RefusedRows = {
  list(): readonly RefusedChange[];
  find(collection: CollectionName, id: string): RefusedChange | undefined;
  record(changes: readonly RefusedChange[]): Promise<void>;
  settle(collection: CollectionName, ids: readonly string[]): Promise<void>;
  subscribe(listener: () => void): () => void;
  /** Resolves when what was kept before is known. */
  ready(): Promise<void>;
};

export const createRefusedRows = (database: Workspace['database']): RefusedRows => {
  const kept = openLocalDocument<Kept>(database, 'refused-rows');
  const listeners = new Set<() => void>();
  let rows: Kept['rows'] = {};
  const loaded = new Promise<void>((resolve) => {
    kept.watch((value) => {
      rows = value?.rows ?? {};
      for (const listener of listeners) listener();
      resolve();
    });
  });

  return {
    list: () => Object.values(rows),
    find: (collection, id) => rows[keyOf(collection, id)],
    record: async (changes) => {
      if (changes.length === 0) return;
      const added = Object.fromEntries(changes.map((change) => [keyOf(change.collection, change.id), change]));
      rows = { ...rows, ...added };
      await kept.change((current) => ({ rows: { ...current?.rows, ...added } }));
    },
    settle: async (collection, ids) => {
      const settled = new Set(ids.map((id) => keyOf(collection, id)).filter((key) => key in rows));
      if (settled.size === 0) return;
      rows = without(rows, settled);
      await kept.change((current) => ({ rows: without(current?.rows ?? {}, settled) }));
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ready: () => loaded,
  };
};

const keyOf = (collection: CollectionName, id: string): string => `${collection}/${id}`;

const without = (rows: Kept['rows'], keys: ReadonlySet<string>): Kept['rows'] =>
  Object.fromEntries(Object.entries(rows).filter(([key]) => !keys.has(key)));
