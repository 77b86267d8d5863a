import { inParts } from '@inbetwin/shared/contracts/in-parts.ts';
import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { mergeDocuments } from '@inbetwin/shared/merge/merge-documents.ts';
import { seenOf } from '@inbetwin/shared/merge/mergeable.ts';
import { isSameState } from '@inbetwin/shared/merge/same-state.ts';
import { isBefore } from '@inbetwin/shared/merge/version-vector.ts';
import { type BulkWriteRow, createRevision, type RxCollection, type RxDocumentData, type RxDocumentMeta } from 'rxdb';
import { now } from 'rxdb/plugins/utils';
import { putLocalKeys } from '../local-keys.ts';
import type { WorkspaceCollections } from '../workspace-collections.ts';
import { lacks, type Sender, stateToRestore } from './restore-lost-edits.ts';
import { changedSince, isClean, type StoredDocument, type SyncMark, stateOf } from './sync-mark.ts';

/** Writes a collection on behalf of replication: the server's states, without marks of local changes. */
export type RemoteWriter = {
  /**
   * Stores current states of the server in the order of their creation and merges local changes with them. Returns those that it skips
   * because this device has received states of the server that include later edits.
   */
  apply(documents: readonly SyncDocument[]): Promise<readonly SyncDocument[]>;
  /** Like `apply`, for documents that are probably not stored yet: it does not read them first. */
  fill(documents: readonly SyncDocument[]): Promise<readonly SyncDocument[]>;
  /** Turns what the server lost back into local changes, to be sent again. Documents with unsent changes are skipped. */
  restoreLost(losses: readonly Loss[], by: Sender): Promise<void>;
  /** Applies the server's answers to documents that were sent, unless newer states have arrived in the meantime. */
  acknowledge(answers: readonly Acknowledgement[]): Promise<void>;
  /** Discards local changes: restores the server's state, or removes the document if the server has none. */
  discard(id: string): Promise<void>;
  /** Stores documents that this device held elsewhere, with their marks. Those that are here already stay as they are. */
  adopt(documents: readonly Next[]): Promise<void>;
};

/** The server's answer to a sent document. */
export type Acknowledgement = {
  /** The document as it was stored here when it was sent. */
  readonly sent: StoredDocument;
  /** The server's current state: `sent` merged with the changes of others. */
  readonly state: SyncDocument;
};

/** A document that the server lost; `told` is the server's current state, absent if it has none. */
export type Loss = { readonly id: string; readonly told?: SyncDocument };

/** One writer per replicated collection. */
export type RemoteWriters = { readonly [N in ReplicatedCollection]: RemoteWriter };

type Row = BulkWriteRow<SyncDocument>;
type ReadPresent = (ids: readonly string[]) => Promise<ReadonlyMap<string, StoredDocument>>;

/**
 * Number of documents read and written at a time: IndexedDB processes them one by one on the page's thread, which must not be blocked for
 * long.
 */
const AT_ONCE = 200;

const partsOf = <T>(all: readonly T[]): readonly (readonly T[])[] => inParts(all, { room: AT_ONCE, sizeOf: () => 1 });

const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Decides what to store; undefined if nothing needs to be written. */
type Decision = (present: StoredDocument | undefined) => Next | undefined;

/** A document to store, and how it relates to the server's state. */
export type Next = { readonly state: SyncDocument; readonly mark: SyncMark };

/** Creates the writer of one collection. */
export const createRemoteWriter = (
  name: ReplicatedCollection,
  collection: RxCollection<SyncDocument>,
): RemoteWriter => {
  const read = async (ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>> => {
    const found = await collection.storageInstance.findDocumentsById([...ids], true);
    return new Map(found.map((document) => [document.id, document as StoredDocument]));
  };

  /** Repeats writes that collided with others, based on the new stored state. */
  const write = async (decisions: ReadonlyMap<string, Decision>, present: ReadonlyMap<string, StoredDocument>) => {
    let open = decisions;
    let known = present;
    while (open.size > 0) {
      const rows = [...open].flatMap(([id, decide]): Row[] => {
        const previous = known.get(id);
        const next = decide(previous);
        if (!next) return [];
        const row = rowOf(collection, next, previous);
        putLocalKeys(name, row.document);
        return [row];
      });
      if (rows.length === 0) return;
      const conflicts = await writeRows(collection, rows);
      open = new Map(conflicts.flatMap((id) => toEntry(id, decisions.get(id))));
      known = await read([...open.keys()]);
    }
  };

  const takeIn = async (documents: readonly SyncDocument[], readPresent: ReadPresent) => {
    const doubtful = new Map<string, SyncDocument>();
    const decideOn =
      (remote: SyncDocument): Decision =>
      (present) => {
        if (!lacksWhatWasThere(present, remote)) return adoptRemote(name, present, remote);
        doubtful.set(remote.id, remote);
        return undefined;
      };
    const decisions = new Map(documents.map((remote) => [remote.id, decideOn(remote)]));
    await write(decisions, await readPresent([...decisions.keys()]));
    return [...doubtful.values()];
  };

  const takeInParts = async (documents: readonly SyncDocument[]) => {
    const doubtful: SyncDocument[] = [];
    for (const part of partsOf(documents)) doubtful.push(...(await takeIn(part, read)));
    return doubtful;
  };
  /** Nothing is read first, so each part is begun while the ones before it are being written. Waits for all of them before it rejects. */
  const fillInParts = async (documents: readonly SyncDocument[]) => {
    const parts = partsOf(documents).map(async (part, at) => {
      if (at > 0) await nextTask();
      return takeIn(part, async () => new Map());
    });
    await Promise.allSettled(parts);
    return (await Promise.all(parts)).flat();
  };
  const settleAll = async (answers: readonly Acknowledgement[]): Promise<void> => {
    const decisions = new Map<string, Decision>(
      answers.map(({ sent, state }) => [sent.id, (present) => settle(name, present, { sent, state })]),
    );
    // Most documents are unchanged since they were sent; the others are read after a conflict.
    await write(decisions, new Map(answers.map(({ sent }) => [sent.id, sent])));
  };

  return {
    apply: takeInParts,
    fill: fillInParts,
    restoreLost: async (losses, by) => {
      const decisions = new Map<string, Decision>(
        losses.map(({ id, told }) => [id, (present) => restore(name, present, { told, by })]),
      );
      await write(decisions, await read([...decisions.keys()]));
    },
    acknowledge: async (answers) => {
      for (const part of partsOf(answers)) await settleAll(part);
    },
    discard: async (id) => {
      await write(new Map([[id, giveUp]]), await read([id]));
    },
    adopt: async (documents) => {
      const decisions = new Map<string, Decision>(
        documents.map((next) => [next.state.id, (present) => (present ? undefined : next)]),
      );
      await write(decisions, await read([...decisions.keys()]));
    },
  };
};

/** Creates the writers of all collections of a workspace. */
export const createRemoteWriters = ({ collections }: { readonly collections: WorkspaceCollections }): RemoteWriters =>
  Object.fromEntries(
    Object.entries(collections).map(([name, collection]) => [
      name,
      createRemoteWriter(name as ReplicatedCollection, collection as RxCollection),
    ]),
  ) as RemoteWriters;

const toEntry = <T>(id: string, value: T | undefined): readonly (readonly [string, T])[] =>
  value === undefined ? [] : [[id, value]];

const adoptRemote = (
  name: ReplicatedCollection,
  present: StoredDocument | undefined,
  remote: SyncDocument,
): Next | undefined => {
  if (!present) return remote._deleted ? undefined : clean(remote);
  const local = stateOf(present);
  const known = isClean(present) ? local : present._meta.base;
  // The server's answer to a push may arrive before the change events that preceded it.
  if (known && isBefore(seenOf(remote), seenOf(known))) return undefined;
  if (isClean(present)) return isSameState(local, remote) ? undefined : clean(remote);
  const merged = mergeDocuments(name, { base: present._meta.base, local, remote });
  return isSameState(merged, remote) ? clean(remote) : changed(merged, present, remote);
};

/** Deletions without a version vector are always accepted. */
const lacksWhatWasThere = (present: StoredDocument | undefined, remote: SyncDocument): boolean => {
  if (!present || !isClean(present)) return false;
  const seen = seenOf(remote);
  if (remote._deleted && Object.keys(seen).length === 0) return false;
  return lacks(seen, seenOf(stateOf(present)));
};

/** Restores what the server lost. If this device may not send it, the server's state is accepted instead. */
const restore = (
  name: ReplicatedCollection,
  present: StoredDocument | undefined,
  { told, by }: { readonly told: SyncDocument | undefined; readonly by: Sender },
): Next | undefined => {
  if (!present || !isClean(present)) return undefined;
  // If both are deleted, nothing is lost. The report may be outdated, and the server returns only living documents.
  if (told?._deleted && present._deleted) return undefined;
  if (told && !lacksWhatWasThere(present, told)) return undefined;
  const state = stateToRestore(name, { local: stateOf(present), told }, by);
  if (state && !(told && isSameState(state, told))) return { state, mark: { clean: false, base: told, since: now() } };
  return told && adoptRemote(name, present, told);
};

/** The server has everything that was sent, so later local changes are based on its answer. */
const settle = (
  name: ReplicatedCollection,
  present: StoredDocument | undefined,
  { sent, state }: Acknowledgement,
): Next | undefined => {
  if (!present || isClean(present) || !isSameBase(present, sent)) return undefined;
  const local = stateOf(present);
  if (isSameState(local, stateOf(sent))) return clean(state);
  const merged = mergeDocuments(name, { base: stateOf(sent), local, remote: state });
  return isSameState(merged, state) ? clean(state) : changed(merged, present, state);
};

const isSameBase = (a: StoredDocument, b: StoredDocument): boolean => {
  const [mine, theirs] = [a._meta.base, b._meta.base];
  return mine && theirs ? isSameState(mine, theirs) : mine === theirs;
};

const giveUp: Decision = (present) => {
  if (!present || isClean(present)) return undefined;
  return clean(present._meta.base ?? { id: present.id, _deleted: true });
};

const clean = (state: SyncDocument): Next => ({ state, mark: { clean: true } });

const changed = (state: SyncDocument, present: StoredDocument, base: SyncDocument): Next => ({
  state,
  mark: { clean: false, base, since: changedSince(present) },
});

const rowOf = (
  { database }: RxCollection<SyncDocument>,
  { state, mark }: Next,
  previous: StoredDocument | undefined,
): Row => {
  const document: RxDocumentData<SyncDocument> = {
    ...state,
    _attachments: {},
    _meta: { ...(withDrafts(mark, previous) as Partial<RxDocumentMeta>), lwt: now() },
    _rev: createRevision(database.token, previous),
  };
  return previous ? { previous, document } : { document };
};

/** A local save ends a form's draft, whatever the server does with the change. */
const withDrafts = (mark: SyncMark, previous: StoredDocument | undefined): SyncMark =>
  previous?._meta.drafts ? { ...mark, drafts: previous._meta.drafts } : mark;

/** Bypasses RxDB's own layer, which would replace the mark. Returns the ids that were changed in the meantime. */
const writeRows = async (
  { database, storageInstance, schema }: RxCollection<SyncDocument>,
  rows: Row[],
): Promise<readonly string[]> => {
  const { error } = await database.lockedRun(() =>
    storageInstance.originalStorageInstance.bulkWrite(rows, 'replication'),
  );
  const failed = error.find(({ status }) => status !== 409);
  if (failed) throw new Error(`${schema.jsonSchema.title}: a document could not be stored.`, { cause: failed });
  return error.map(({ documentId }) => documentId);
};
