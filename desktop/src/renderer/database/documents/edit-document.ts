import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { Seen } from '@inbetwin/shared/entities/declaring/sync-fields.ts';
import type { DocumentOf, EditedCollection, ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { Work } from '@inbetwin/shared/entities/work.ts';
import { applyEdit } from '@inbetwin/shared/merge/apply-edit.ts';
import { type Mergeable, seenOf } from '@inbetwin/shared/merge/mergeable.ts';
import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import { joinSeen } from '@inbetwin/shared/merge/version-vector.ts';
import type { Edit, Edits } from '@inbetwin/shared/ports/collection.ts';
import type { RxCollection } from 'rxdb';
import { knownStatesOf } from '../marks/known-states.ts';
import type { WriteStamper } from '../marks/mark-writes.ts';
import { SAVED_DRAFTS, type StoredDocument, stateOf } from '../marks/sync-mark.ts';
import type { WorkspaceCollections } from '../workspace-collections.ts';

/** The parts of a workspace that editing documents requires. */
export type EditedWorkspace = { readonly collections: WorkspaceCollections; readonly stamper: WriteStamper };

/**
 * Writes a person's changes of a document; works offline. It is the only way to do so. Each edit counts as made with knowledge of what was
 * shown (`shared/merge/apply-edit`): fields that `next` leaves alone are not written, and if somebody else, or another device of the same
 * person, has changed the same field since, both values are kept as a conflict for a person to resolve. A document that was deleted in the
 * meantime is restored and marked; one that never existed is created. Resolves to the stored document, from which an undo starts.
 */
export const editDocument = async <N extends EditedCollection>(
  workspace: EditedWorkspace,
  name: N,
  ...edits: Edits<DocumentOf<N>>
): Promise<DocumentOf<N>> => {
  const made = edits.map(({ shown, next, draft, isNew = false }) => ({
    isNew,
    ...(draft !== undefined && { draft }),
    shown: asState(shown),
    // A changed document still belongs to the same collection.
    next: (document: SyncDocument) => asState(next(document as unknown as DocumentOf<N>)),
  }));
  return (await write(workspace, name, made)) as unknown as DocumentOf<N>;
};

/** Deletes the document that was shown. If somebody has changed it since, it stays, with a note that it was to be deleted. */
export const removeDocument = async <N extends EditedCollection>(
  workspace: EditedWorkspace,
  name: N,
  shown: DocumentOf<N>,
): Promise<void> => {
  await write(workspace, name, [
    { shown: asState(shown), isNew: false, next: (document) => ({ ...document, _deleted: true }) },
  ]);
};

/** Undoes a deletion, or the discarding of a new document, by creating it as it was. An existing document is left unchanged. */
export const restoreDocument = async (
  { collections }: EditedWorkspace,
  name: ReplicatedCollection,
  removed: { readonly id: string },
): Promise<void> => {
  const collection = plain(collections[name]);
  if (await collection.findOne(removed.id).exec()) return;
  const { _deleted, ...document } = asState(removed);
  await collection.incrementalUpsert(touched(document));
};

/**
 * Takes a step that only open work allows, such as a decision; later attempts change nothing. It ends the form drafts that it was made
 * from. Resolves to whether the work was still open.
 */
export const settleWork = async (
  { collections: { work } }: EditedWorkspace,
  id: string,
  { next, drafts = [] }: { readonly next: (open: Work) => Work; readonly drafts?: readonly string[] },
): Promise<boolean> => {
  let wasOpen = false;
  const document = await work.findOne(id).exec();
  await document?.incrementalModify((current) => {
    wasOpen = current.state === 'open';
    return wasOpen ? saving(next(current), drafts, current) : current;
  });
  return wasOpen;
};

type StateEdit = Edit<SyncDocument> & { readonly isNew: boolean };

/** A document as a screen has it, without fields that exist only on this device. */
const asState = (document: object): SyncDocument => {
  const { local, [SAVED_DRAFTS]: _, ...fields } = document as SyncDocument & { readonly local?: unknown };
  return { ...fields, _deleted: fields._deleted === true };
};

/** Adds the ids of the drafts that this write ends to those of an earlier write that is not stored yet. */
const saving = <T extends object>(document: T, drafts: readonly string[], before?: object): T => {
  const others = (before as SyncDocument | undefined)?.[SAVED_DRAFTS];
  const all = [...(Array.isArray(others) ? others : []), ...drafts];
  return all.length > 0 ? { ...document, [SAVED_DRAFTS]: all } : document;
};

// The collections have different types, but merging treats them all alike.
const plain = (collection: unknown): RxCollection<SyncDocument> => collection as RxCollection<SyncDocument>;

const write = (
  workspace: EditedWorkspace,
  name: EditedCollection,
  edits: readonly StateEdit[],
): Promise<SyncDocument> => {
  const known = knownStatesOf(workspace.collections, `${name}/${edits[0]?.shown.id}`);
  return known.inTurn(async () => {
    const seen = await readSeen(plain(workspace.collections[name]), edits[0]?.shown.id);
    const waiting = gather(
      edits.map((edit) => {
        const latest = known.latest(edit.shown, seen);
        return edit.isNew && latest._deleted ? edit : { ...edit, shown: latest };
      }),
    );
    const [first, ...others] = waiting;
    if (!first) return edits[0]?.shown as SyncDocument;
    let learned: Learned = [];
    const apply = (current: SyncDocument): SyncDocument => {
      const applied = applyAll(workspace, name, { edits: [first, ...others], current });
      learned = applied.learned;
      return applied.document;
    };
    const drafts = [...new Set(edits.flatMap(({ draft }) => draft ?? []))];
    const stored = await change(plain(workspace.collections[name]), { first, apply, drafts });
    // The document is new, so its stored state is all that the person can know of it.
    if (learned.length === 0) known.learn(first.shown, stored);
    for (const { shown, state } of learned) known.learn(shown, state);
    return stored;
  });
};

/** The version vector of the stored document; undefined if it does not exist. */
const readSeen = async (collection: RxCollection<SyncDocument>, id = ''): Promise<Seen | undefined> => {
  const present = await collection.findOne(id).exec();
  return present ? seenOf(present.toJSON()) : undefined;
};

type Gathered = { readonly shown: SyncDocument; readonly after: SyncDocument; readonly isNew: boolean };

/** Combines edits of the same state into one, and drops edits without effect. */
const gather = (edits: readonly StateEdit[]): readonly Gathered[] => {
  const gathered: Gathered[] = [];
  for (const { shown, next, isNew } of edits) {
    const at = gathered.findIndex((one) => isSameValue(seenOf(one.shown), seenOf(shown)));
    const same = gathered[at];
    if (same) gathered[at] = { ...same, after: next(same.after) };
    else gathered.push({ shown, after: next(shown), isNew });
  }
  return gathered.filter(({ shown, after }) => !isSameValue(shown, after));
};

type Learned = readonly { readonly shown: Mergeable; readonly state: Mergeable }[];
type Applying = { readonly edits: readonly Gathered[]; readonly current: SyncDocument };

const applyAll = ({ stamper }: EditedWorkspace, name: EditedCollection, { edits, current }: Applying) => {
  const learned: Learned[number][] = [];
  let document: Mergeable = current;
  for (const { shown, after } of edits) {
    const stamp = stamper(joinSeen(seenOf(shown), seenOf(document)));
    const applied = applyEdit(name, { shown, after: touched(after), current: document }, stamp);
    learned.push({ shown, state: applied.known });
    document = applied.document;
  }
  return { document: afterwards(document as SyncDocument, current), learned };
};

const touched = <T extends object>(document: T): T =>
  'updatedAt' in document ? { ...document, updatedAt: Math.max(timeOf(document) + 1, Date.now()) } : document;

const timeOf = (document: object): number => ('updatedAt' in document ? Number(document.updatedAt) : 0);

/** RxDB keeps the fields of deleted documents. */
const afterwards = (document: SyncDocument, current: SyncDocument): SyncDocument =>
  document._deleted
    ? { ...current, ...document }
    : { ...document, updatedAt: Math.max(timeOf(document), timeOf(current) + 1) };

type Change = {
  readonly first: Gathered;
  /** Repeated on the new state if somebody wrote in the meantime. */
  readonly apply: (current: SyncDocument) => SyncDocument;
  readonly drafts: readonly string[];
};

const change = async (collection: RxCollection<SyncDocument>, changing: Change): Promise<SyncDocument> => {
  const { first, apply, drafts } = changing;
  const { shown, after, isNew } = first;
  const found = await collection.findOne(shown.id).exec();
  if (found) {
    const written = await found.incrementalModify((current) => saving(apply(asState(current)), drafts, current));
    return stateOf(written.toMutableJSON(true) as unknown as StoredDocument);
  }
  const [gone] = await collection.storageInstance.findDocumentsById([shown.id], true);
  const made = gone && !isNew ? apply(stateOf(gone as StoredDocument)) : touched(after);
  if (made._deleted) return made;
  try {
    const { _deleted, ...fields } = made;
    const inserted = await collection.insert(saving(fields as SyncDocument, drafts));
    return stateOf(inserted.toMutableJSON(true) as unknown as StoredDocument);
  } catch (error) {
    // Another tab, or replication, created it in the meantime.
    if (!isConflict(error)) throw error;
    return change(collection, changing);
  }
};

/** Whether RxDB refused an insertion because the document already exists. */
export const isConflict = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'CONFLICT';
