import type { Entity } from '@inbetwin/shared/entities/declaring/define-entity.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import { getHeightOfRevision } from 'rxdb/plugins/utils';
import { changedSince, isClean, type StoredDocument, stateOf } from '../../database/marks/sync-mark.ts';

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

/** A document became dirty or clean. */
export type DirtyChange = { readonly collection: ReplicatedCollection; readonly id: string; readonly isDirty: boolean };

/** The dirty documents among those that were recorded. */
export type DirtyList = {
  /** Records a state of a document, however late it arrives. Returns what changed: it became dirty, changed again, or became clean. */
  note(collection: ReplicatedCollection, document: StoredDocument, isFirstChange?: boolean): DirtyChange | undefined;
  all(): readonly DirtyDocument[];
  /** In the order of their first changes, even if the clock was set back before this run. */
  inOrder(): readonly DirtyDocument[];
  find(collection: ReplicatedCollection, id: string): DirtyDocument | undefined;
};

export const createDirtyList = (): DirtyList => {
  const dirty = new Map<string, DirtyDocument>();
  /** Sorted entries, invalidated when one is added; it may still contain some that became clean. */
  let ordered: readonly DirtyDocument[] | undefined;
  const find: DirtyList['find'] = (collection, id) => dirty.get(keyOf(collection, id));

  return {
    note: (collection, document, isFirstChange = false) => {
      const known = find(collection, document.id);
      // Compares revisions instead of times, because the clock may have been set back in between.
      if (known && getHeightOfRevision(known.rev) > getHeightOfRevision(document._rev)) return undefined;
      if (known?.rev === document._rev) return undefined;
      const isDirty = !isClean(document);
      if (!isDirty && !known) return undefined;
      const key = keyOf(collection, document.id);
      if (isDirty) dirty.set(key, dirtyOf(collection, document, known?.isOlder ?? !isFirstChange));
      else dirty.delete(key);
      if (isDirty) ordered = undefined;
      return { collection, id: document.id, isDirty };
    },
    all: () => [...dirty.values()],
    inOrder: () => {
      ordered ??= [...dirty.values()].sort((a, b) => Number(b.isOlder) - Number(a.isOlder) || a.since - b.since);
      return ordered.filter((one) => find(one.collection, one.id) === one);
    },
    find,
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
