import type { EditedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { ConflictedDocument, Synced } from '../conflicts/conflicts.ts';

type Looked = Synced & { readonly _deleted?: boolean };

/** The documents with conflicting values, built by examining documents one by one. */
export type OpenList = {
  /** The same array until it changes. */
  list(): readonly ConflictedDocument[];
  /** By collection. */
  ids(): { readonly [collection: string]: readonly string[] };
  /** Examines a document that has just changed; returns whether the list has changed. */
  look(collection: EditedCollection, document: Looked): boolean;
  /** Examines a document that was read; if it changed in the meantime, the later state counts. */
  lookAtStored(collection: EditedCollection, document: Looked): void;
  /** Called before documents are read that may be older than concurrent changes. */
  beginReading(): void;
  endReading(): void;
};

/** Creates an empty list. */
export const createOpenList = (onChange: () => void): OpenList => {
  const found = new Map<string, ConflictedDocument>();
  let listed: readonly ConflictedDocument[] = [];
  /** Documents that changed during the current reading. */
  let passed: Set<string> | undefined;

  const note = (collection: EditedCollection, document: Looked): boolean => {
    const key = keyOf(collection, document);
    const isOpen = document._deleted !== true && document.conflicts !== undefined && document.conflicts.length > 0;
    if (isOpen) found.set(key, { collection, document });
    else if (!found.delete(key)) return false;
    listed = [...found.values()];
    onChange();
    return true;
  };

  return {
    list: () => listed,
    ids: () => {
      const ids: Record<string, readonly string[]> = {};
      for (const { collection, document } of listed) ids[collection] = [...(ids[collection] ?? []), document.id];
      return ids;
    },
    look: (collection, document) => {
      passed?.add(keyOf(collection, document));
      return note(collection, document);
    },
    lookAtStored: (collection, document) => {
      if (!passed?.has(keyOf(collection, document))) note(collection, document);
    },
    beginReading: () => {
      passed = new Set();
    },
    endReading: () => {
      passed = undefined;
    },
  };
};

const keyOf = (collection: EditedCollection, { id }: Looked): string => `${collection}/${id}`;
