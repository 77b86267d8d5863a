import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { Entity } from '@inbetwin/shared/entities/define-entity.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { Seen, Stamp } from '@inbetwin/shared/entities/sync-fields.ts';
import { editsOf, seenOf } from '@inbetwin/shared/merge/mergeable.ts';
import { stampChanges } from '@inbetwin/shared/merge/stamp.ts';
import { coversStamp } from '@inbetwin/shared/merge/version-vector.ts';
import type { RxCollection } from 'rxdb';
import { putLocalKeys } from '../local-keys.ts';
import type { ChangeOrder } from './change-order.ts';
import { changedSince, isClean, markSavedDrafts, type StoredDocument, stateOf } from './sync-mark.ts';

/** Who writes, and when: asked once for each write, with what the document has seen so far. */
export type Pen = (seen: Seen) => Stamp;

/**
 * Whatever changes a document here, through whichever of RxDB's ways: the write says who changed which field and when, keeps
 * what the server held, and makes the local keys anew. Documents that replication brings do not pass here.
 */
export const markWrites = (
  name: ReplicatedCollection,
  collection: RxCollection<SyncDocument>,
  { pen, order }: { readonly pen: Pen; readonly order: ChangeOrder },
): void => {
  const isStamped = entityOf(name).merge !== undefined;
  const stamp = (before: SyncDocument | undefined, after: SyncDocument, into: object = after): void => {
    if (!isStamped) return;
    const { edits, seen, conflicts } = stampChanges(
      name,
      { before, after: before?._deleted && !isMergedWith(after, before) ? madeAnew(after) : after },
      pen(seenOf(before ?? after)),
    );
    for (const [field, value] of Object.entries({ edits, seen, conflicts })) {
      if (value === undefined) Reflect.deleteProperty(into, field);
      else Reflect.set(into, field, value);
    }
  };
  // RxDB hands out more than its types say: the documents as they are stored.
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

  // RxDB takes the same object for what was there before, so only what this write adds may change in it.
  collection.preRemove((document) => {
    const present = asStored(document);
    // An incremental removal is a save of its own, which comes after.
    if (present._meta === undefined) return;
    const before = { ...present };
    stamp(stateOf(before), { ...stateOf(before), _deleted: true }, present);
    markChanged(present, before, order);
  }, false);

  markStored(collection, order);
};

/**
 * What the hooks cannot do: they see no meta data of insertions, and RxDB itself turns an insertion where a deleted document
 * lies into a save.
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

/** An edit that met the deletion and stood knows of it; what is made anew does not, whatever it brings. */
const isMergedWith = (after: SyncDocument, deleted: SyncDocument): boolean =>
  editsOf(deleted)[''] !== undefined && coversStamp(seenOf(after), editsOf(deleted)['']);

/** What is made anew is this device's, whatever it brings of the document that was deleted. */
const madeAnew = ({ edits: _, seen: __, conflicts: ___, ...fields }: SyncDocument): SyncDocument => fields;

const entityOf = (name: ReplicatedCollection): Entity => entities[name];

const markChanged = (next: StoredDocument, present: StoredDocument, order: ChangeOrder): void => {
  // A document that was made here keeps its place in the order, however often it is changed before it leaves.
  const mark = isClean(present)
    ? { clean: false, base: stateOf(present), since: order.next() }
    : { clean: false, base: present._meta.base, since: changedSince(present) };
  Object.assign(next, { _meta: { ...next._meta, ...mark } });
};
