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
import { type Giver, lacks, stateToGiveBack } from './give-back.ts';
import { changedSince, isClean, type StoredDocument, type SyncMark, stateOf } from './sync-mark.ts';

/** A collection as replication writes it: what the server holds, without the marks of a person's changes. */
export type RemoteWriter = {
  /**
   * The server's present states, in the order in which it made them. What this device changed meanwhile is merged with them.
   * Answers those that it leaves aside: what this device has from the server includes edits that they do not.
   */
  apply(documents: readonly SyncDocument[]): Promise<readonly SyncDocument[]>;
  /** The same for documents that are most likely not here yet: nothing is read first. */
  fill(documents: readonly SyncDocument[]): Promise<readonly SyncDocument[]>;
  /** Of what the server lost, what this device has of it is a change again, and is sent. What is changed already is on its way. */
  giveBack(losses: readonly Loss[], by: Giver): Promise<void>;
  /** What became of documents that were sent, unless the server was heard of them meanwhile. */
  acknowledge(answers: readonly Acknowledgement[]): Promise<void>;
  /** Gives up what this device changed: the server's state again, or nothing where it had none. */
  discard(id: string): Promise<void>;
};

export type Acknowledgement = {
  /** As it was stored here when it was sent. */
  readonly sent: StoredDocument;
  /** What the server holds now: all of `sent`, merged with what others had changed. */
  readonly state: SyncDocument;
};

/** `told`: what the server has of the document now; absent when it has nothing. */
export type Loss = { readonly id: string; readonly told?: SyncDocument };

export type RemoteWriters = { readonly [N in ReplicatedCollection]: RemoteWriter };

type Row = BulkWriteRow<SyncDocument>;

/** What is stored, and what shall be; undefined: nothing needs to be written. */
type Decision = (present: StoredDocument | undefined) => Next | undefined;
type Next = { readonly state: SyncDocument; readonly mark: SyncMark };

export const createRemoteWriter = (
  name: ReplicatedCollection,
  collection: RxCollection<SyncDocument>,
): RemoteWriter => {
  const read = async (ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>> => {
    const found = await collection.storageInstance.findDocumentsById([...ids], true);
    return new Map(found.map((document) => [document.id, document as StoredDocument]));
  };

  /** Tries again what somebody else wrote in between, on what is there then. */
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

  type Present = ReadonlyMap<string, StoredDocument>;
  const adopt = async (
    documents: readonly SyncDocument[],
    readPresent: (ids: readonly string[]) => Promise<Present>,
  ) => {
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

  return {
    apply: (documents) => adopt(documents, read),
    fill: (documents) => adopt(documents, async () => new Map()),
    giveBack: async (losses, by) => {
      const decisions = new Map<string, Decision>(
        losses.map(({ id, told }) => [id, (present) => restore(name, present, { told, by })]),
      );
      await write(decisions, await read([...decisions.keys()]));
    },
    acknowledge: async (answers) => {
      const decisions = new Map<string, Decision>(
        answers.map(({ sent, state }) => [sent.id, (present) => settle(name, present, { sent, state })]),
      );
      // Most are still as they were sent; the others are read then.
      await write(decisions, new Map(answers.map(({ sent }) => [sent.id, sent])));
    },
    discard: async (id) => {
      await write(new Map([[id, giveUp]]), await read([id]));
    },
  };
};

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
  // What the server answered may be here before what it had told earlier.
  if (known && isBefore(seenOf(remote), seenOf(known))) return undefined;
  if (isClean(present)) return isSameState(local, remote) ? undefined : clean(remote);
  const merged = mergeDocuments(name, { base: present._meta.base, local, remote });
  return isSameState(merged, remote) ? clean(remote) : changed(merged, present, remote);
};

/** Where deletions say nothing of what they knew, they are what the server wants. */
const lacksWhatWasThere = (present: StoredDocument | undefined, remote: SyncDocument): boolean => {
  if (!present || !isClean(present)) return false;
  const seen = seenOf(remote);
  if (remote._deleted && Object.keys(seen).length === 0) return false;
  return lacks(seen, seenOf(stateOf(present)));
};

/** What may not be given back is taken from the server all the same, unless the server has merely been put back. */
const restore = (
  name: ReplicatedCollection,
  present: StoredDocument | undefined,
  { told, by }: { readonly told: SyncDocument | undefined; readonly by: Giver },
): Next | undefined => {
  if (!present || !isClean(present)) return undefined;
  // Both deleted: nothing is lost. What was told may be old news, and the server answers for living ones alone.
  if (told?._deleted && present._deleted) return undefined;
  if (told && !lacksWhatWasThere(present, told)) return undefined;
  const state = stateToGiveBack(name, { local: stateOf(present), told }, by);
  if (state && !(told && isSameState(state, told))) return { state, mark: { clean: false, base: told, since: now() } };
  return told && adoptRemote(name, present, told);
};

/** The server has all of what was sent, so what this device changed since then is changed from that. */
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

/** A form is ended by what was saved here, whatever the server makes of it. */
const withDrafts = (mark: SyncMark, previous: StoredDocument | undefined): SyncMark =>
  previous?._meta.drafts ? { ...mark, drafts: previous._meta.drafts } : mark;

/** Past RxDB's own layer, which would put a mark of its own in place of ours. Answers the ids that were changed in between. */
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
