import type { EditedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { ConflictedDocument, Synced } from '../conflicts/conflicts.ts';

type Looked = Synced & { readonly _deleted?: boolean };

/** Documents with a choice to make, from one look at a document after the other. */
export type OpenList = {
  /** The same list until it changes. */
  list(): readonly ConflictedDocument[];
  /** By collection. */
  ids(): { readonly [collection: string]: readonly string[] };
  /** A document that has just changed; answers whether the list is another one now. */
  look(collection: EditedCollection, document: Looked): boolean;
  /** A document as it was read; should it have changed meanwhile, what is known of it is newer. */
  lookAtStored(collection: EditedCollection, document: Looked): void;
  /** From here on documents are read that may be older than what changes. */
  beginReading(): void;
  endReading(): void;
};

export const createOpenList = (onChange: () => void): OpenList => {
  const found = new Map<string, ConflictedDocument>();
  let listed: readonly ConflictedDocument[] = [];
  /** What changed while documents are being read. */
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
