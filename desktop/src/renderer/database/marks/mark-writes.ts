import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { Entity } from '@inbetwin/shared/entities/declaring/define-entity.ts';
import type { Seen, Stamp } from '@inbetwin/shared/entities/declaring/sync-fields.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { editsOf, seenOf } from '@inbetwin/shared/merge/mergeable.ts';
import { stampChanges } from '@inbetwin/shared/merge/stamp.ts';
import { coversStamp } from '@inbetwin/shared/merge/version-vector.ts';
import type { RxCollection } from 'rxdb';
import { putLocalKeys } from '../local-keys.ts';
import type { ChangeOrder } from './change-order.ts';
import { changedSince, isClean, markSavedDrafts, type StoredDocument, stateOf } from './sync-mark.ts';

/** Creates the stamp (author and time) of one write, given what the document has seen so far. */
export type WriteStamper = (seen: Seen) => Stamp;

/**
 * Installs hooks that mark every local write of a collection, whichever RxDB method makes it: they record who changed which field and when,
 * keep the server's state, and recompute the local keys. Documents written by replication bypass them.
 */
export const markWrites = (
  name: ReplicatedCollection,
  collection: RxCollection<SyncDocument>,
  { stamper, order }: { readonly stamper: WriteStamper; readonly order: ChangeOrder },
): void => {
  const isStamped = entityOf(name).merge !== undefined;
  const stamp = (before: SyncDocument | undefined, after: SyncDocument, into: object = after): void => {
    if (!isStamped) return;
    const { edits, seen, conflicts } = stampChanges(
      name,
      { before, after: before?._deleted && !isMergedWith(after, before) ? madeAnew(after) : after },
      stamper(seenOf(before ?? after)),
    );
    for (const [field, value] of Object.entries({ edits, seen, conflicts })) {
      if (value === undefined) Reflect.deleteProperty(into, field);
      else Reflect.set(into, field, value);
    }
  };
  // At run time RxDB passes the stored documents, which its types do not say.
  const asStored = (document: unknown): StoredDocument => document as StoredDocument;

  collection.preInsert(async (document) => {
    if (isStamped) {
      const [deleted] = await collection.storageInstance.findDocumentsById([document.id], true);
      stamp(deleted && stateOf(asStored(deleted)), stateOf(asStored(document)), document);
    }
    putLocalKeys(name, document);
  }, false);

  collection.preSave((next, present) => {
    const before = asStored(present);
    stamp(stateOf(before), stateOf(asStored(next)), next);
    putLocalKeys(name, next);
    markChanged(asStored(next), before, order);
  }, false);

  // RxDB uses the same object as the previous state, so it may change only in what this write adds.
  collection.preRemove((document) => {
    const present = asStored(document);
    // An incremental removal is followed by a save of its own.
    if (present._meta === undefined) return;
    const before = { ...present };
    stamp(stateOf(before), { ...stateOf(before), _deleted: true }, present);
    markChanged(present, before, order);
  }, false);

  markStored(collection, order);
};

/**
 * Marks writes where hooks cannot: hooks do not see the metadata of insertions, and RxDB itself turns the insertion of a previously deleted
 * document into a save.
 */
const markStored = ({ storageInstance }: RxCollection<SyncDocument>, order: ChangeOrder): void => {
  const storage = storageInstance.originalStorageInstance;
  const write = storage.bulkWrite.bind(storage);
  storage.bulkWrite = (rows, context) => {
    for (const { previous, document } of rows) {
      const [next, present] = [document as StoredDocument, previous as StoredDocument | undefined];
      markSavedDrafts(next, present);
      if (next._meta.clean !== undefined) continue;
      if (!present) Object.assign(next._meta, { since: order.next() });
      else if (present._deleted && !next._deleted) markChanged(next, present, order);
    }
    return write(rows, context);
  };
};

/** Whether an edit was merged with a deletion and prevailed, as opposed to a document created anew after it. */
const isMergedWith = (after: SyncDocument, deleted: SyncDocument): boolean =>
  editsOf(deleted)[''] !== undefined && coversStamp(seenOf(after), editsOf(deleted)['']);

/** A recreated document belongs to this device and inherits no history of the deleted one. */
const madeAnew = ({ edits: _, seen: __, conflicts: ___, ...fields }: SyncDocument): SyncDocument => fields;

const entityOf = (name: ReplicatedCollection): Entity => entities[name];

const markChanged = (next: StoredDocument, present: StoredDocument, order: ChangeOrder): void => {
  // A document that was changed here keeps its place in the order, however often it is changed before it is sent.
  const mark = isClean(present)
    ? { clean: false, base: stateOf(present), since: order.next() }
    : { clean: false, base: present._meta.base, since: changedSince(present) };
  Object.assign(next, { _meta: { ...next._meta, ...mark } });
};
