import { type SyncDocument, syncDocumentSchema } from '@inbetwin/shared/contracts/sync.ts';
import type { Entity } from '@inbetwin/shared/entities/declaring/define-entity.ts';
import { movedFrom } from '@inbetwin/shared/entities/moved-collections.ts';
import { entities, type ReplicatedCollection, replicatedNames } from '@inbetwin/shared/entities/registry.ts';
import { mergeDocuments } from '@inbetwin/shared/merge/merge-documents.ts';
import { isSameState } from '@inbetwin/shared/merge/same-state.ts';
import type { RxCollection } from 'rxdb';
import { fromDexieToStorage, getBooleanIndexes } from 'rxdb/plugins/storage-dexie';
import { type StoredDocument, stateOf } from '../database/marks/sync-mark.ts';
import { checkStoredVersion } from '../database/opening/check-stored-version.ts';
import { rxSchemaOf } from '../database/opening/rx-schema.ts';
import { listStored } from '../database/stored-databases.ts';
import { storedFormDraftSchema } from '../database/stored-form-drafts.ts';
import type { Workspace } from '../database/workspace-database.ts';
import { readChanges, type StoredChange, visitUnsent } from './read-unsent.ts';

/** The number of documents copied, and of all documents to copy. */
export type AdoptProgress = { readonly done: number; readonly total: number };

type Adoption = {
  /** A workspace that never had a server and that no window has open. */
  readonly from: string;
  readonly into: Workspace;
  /** The local id of the person who made it, and the id by which the server knows them. */
  readonly person: Person;
  readonly onProgress: (progress: AdoptProgress) => void;
};

type Person = { readonly localId: string; readonly userId: string };

const AT_ONCE = 200;

/**
 * Copies all documents in the order of their changes and merges those that already exist; repeating it changes nothing. It bypasses RxDB,
 * whose free edition cannot open two workspaces at once, and reads twice: first to list the documents, then batch by batch. Resolves when
 * everything readable in `from` is verified to be in `into`; `from` is left unchanged.
 */
export const adoptWorkspace = async ({
  from,
  into,
  person,
  onProgress,
}: Adoption): Promise<{ readonly unreadable: number }> => {
  if ((await listStored(from)).length === 0) return { unreadable: 0 };
  await checkStoredVersion(from);
  const { places, misfits, drafts, forms, unreadable } = await survey(from, person);
  const batches = batchesOf(places);
  const total = places.length;

  onProgress({ done: 0, total });
  let done = 0;
  for (const batch of batches) {
    const changes = await readChanges(from, { collection: batch.part, version: batch.version }, batch.ids);
    const documents = changes.flatMap((change) => carriedOf(change, person)?.document ?? []);
    if (documents.length < batch.ids.length) throw new Error(`${batch.collection}: a document is gone.`);
    await carry(batch.collection, into.collections[batch.collection] as RxCollection, documents);
    // Ids may have changed in the process: the id of a mark contains its person's.
    await verify(into, batch.collection, documents);
    done += documents.length;
    onProgress({ done, total });
  }
  for (const { conversationId, text } of drafts) await into.drafts.leave(conversationId, text);
  const carriedForms = forms.flatMap((draft) => storedFormDraftSchema.safeParse(renamed(draft, person)).data ?? []);
  await into.forms.leave(carriedForms);
  return { unreadable: unreadable.length + misfits + forms.length - carriedForms.length };
};

/** Where a living document is stored, and when it was first changed. */
type Place = {
  readonly collection: ReplicatedCollection;
  /** The name under which it is stored: that of a former collection, or of its present one. */
  readonly part: string;
  readonly version: number;
  readonly id: string;
  readonly since: number;
};

/** Lists what there is to copy, in order; `misfits` counts records that are not documents. */
const survey = async (from: string, person: Person) => {
  const newest = new Map<string, Place & { readonly isDeleted: boolean }>();
  let misfits = 0;
  const { drafts, forms, unreadable } = await visitUnsent(from, (changes) => {
    for (const change of changes) {
      const carried = carriedOf(change, person);
      const id = isRaw(change.document) ? change.document.id : undefined;
      if (!carried || typeof id !== 'string') {
        misfits++;
        continue;
      }
      const { collection, since, document } = carried;
      const known = newest.get(`${collection}/${id}`);
      // An interrupted migration leaves a document in two versions, or in its former collection and the present one.
      const part = change.collection;
      if (known && isNewer(known, { collection, part, version: change.version })) continue;
      const place = { collection, part, version: change.version, id, since, isDeleted: document._deleted };
      newest.set(`${collection}/${id}`, place);
    }
  });
  const living: readonly Place[] = [...newest.values()].filter(({ isDeleted }) => !isDeleted);
  return { places: living.toSorted((a, b) => a.since - b.since), misfits, drafts, forms, unreadable };
};

type Storage = Pick<Place, 'collection' | 'part' | 'version'>;

const isNewer = (a: Storage, b: Storage): boolean =>
  a.part === b.part ? a.version > b.version : a.part === a.collection;

type Carried = { readonly collection: ReplicatedCollection; readonly document: SyncDocument; readonly since: number };

/** Undefined if the record is not a document. */
const carriedOf = ({ collection, version, document }: StoredChange, person: Person): Carried | undefined => {
  const moved = movedFrom(collection);
  const name = moved?.into ?? replicatedNames.find((known) => known === collection);
  if (name === undefined || !isRaw(document) || !isRaw(document._meta)) return undefined;
  const stored = stateOf(fromDexieToStorage(booleansOf(name), document));
  const present = moved ? moved.convert(stored) : migrate(name, stored, version);
  const fields = { ...present, _deleted: stored._deleted };
  const parsed = syncDocumentSchema.safeParse(renamed(fields, person));
  return parsed.success ? { collection: name, document: parsed.data, since: sinceOf(document._meta) } : undefined;
};

const booleansOf = (name: ReplicatedCollection): string[] => getBooleanIndexes(rxSchemaOf(entities[name]));

const migrate = (name: ReplicatedCollection, document: Raw, version: number): Raw => {
  const { migrations = {}, version: present }: Entity = entities[name];
  let migrated = document;
  for (let next = version + 1; next <= present; next++) migrated = migrations[next]?.(migrated) ?? migrated;
  return migrated;
};

/**
 * Replaces the person's local id wherever a document contains it: in marks, in their ids, and in stamps. The id is unique, so nothing else
 * matches.
 */
const renamed = (document: unknown, { localId, userId }: Person): unknown => {
  const inJson = JSON.stringify(userId).slice(1, -1);
  return JSON.parse(JSON.stringify(document).replaceAll(localId, () => inJson));
};

/** The order in which replication would send them. */
const sinceOf = ({ since, lwt }: Raw): number => Number(since ?? lwt ?? 0);

type Batch = Storage & { readonly ids: readonly string[] };

/** Groups successive documents that are stored together. */
const batchesOf = (places: readonly Place[]): readonly Batch[] => {
  const batches: (Storage & { ids: string[] })[] = [];
  for (const { collection, part, version, id } of places) {
    const last = batches.at(-1);
    const fits = last?.part === part && last.version === version && last.ids.length < AT_ONCE;
    if (fits) last.ids.push(id);
    else batches.push({ collection, part, version, ids: [id] });
  }
  return batches;
};

const carry = async (
  name: ReplicatedCollection,
  collection: RxCollection<SyncDocument>,
  documents: readonly SyncDocument[],
): Promise<void> => {
  const present = await collection.findByIds(documents.map(({ id }) => id)).exec();
  const added = documents.filter(({ id }) => !present.has(id));
  const { error } = await collection.bulkInsert(added.map(({ _deleted, ...fields }) => fields as SyncDocument));
  if (error[0]) throw new Error(`${name}: a document could not be taken over.`, { cause: error[0] });

  for (const local of documents) {
    const there = present.get(local.id);
    const merge = (stored: unknown) => mergeDocuments(name, { local, remote: stateOf(stored as StoredDocument) });
    const remote = there?.toMutableJSON(true);
    if (remote && !isSameState(merge(remote), stateOf(remote as StoredDocument))) await there?.incrementalModify(merge);
  }
};

const verify = async (
  { collections }: Workspace,
  name: ReplicatedCollection,
  documents: readonly SyncDocument[],
): Promise<void> => {
  const ids = documents.map(({ id }) => id);
  const found = await collections[name].storageInstance.findDocumentsById(ids, false);
  if (found.length < ids.length) throw new Error(`${name}: not everything has been taken over.`);
};

type Raw = Readonly<Record<string, unknown>>;

const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null;
