import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { ReplicatedEntity } from '@inbetwin/shared/entities/declaring/define-entity.ts';
import { movedFrom } from '@inbetwin/shared/entities/moved-collections.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { RxCollection } from 'rxdb';
import { fromDexieToStorage, getBooleanIndexes } from 'rxdb/plugins/storage-dexie';
import { deleteDatabase } from '../../storage/idb.ts';
import { openLocalDocument } from '../local-document.ts';
import { type KeptRefusals, REFUSED_ROWS, type RefusedChange } from '../marks/refused-rows.ts';
import { createRemoteWriter, type Next } from '../marks/remote-writer.ts';
import { changedSince, isClean, type StoredDocument, stateOf } from '../marks/sync-mark.ts';
import { listStored, type StoredDatabase } from '../stored-databases.ts';
import { visitRecords } from '../stored-records.ts';
import type { WorkspaceCollections, WorkspaceDatabase } from '../workspace-collections.ts';
import { rxSchemaOf } from './rx-schema.ts';

type Opened = { readonly database: WorkspaceDatabase; readonly collections: WorkspaceCollections };

/**
 * Moves documents that a former version stored in another collection to the present one, bypassing RxDB, together with their marks and
 * refused changes. A former database is deleted once everything in it has been moved; after a crash it is repeated, which changes nothing
 * that is already there.
 */
export const carryMoved = async (workspace: string, opened: Opened): Promise<void> => {
  const stored = await listStored(workspace);
  // An interrupted migration leaves a document in two versions.
  for (const one of stored.toSorted((a, b) => b.version - a.version)) {
    try {
      await carry(one, opened);
    } catch (error) {
      // Another tab has carried and deleted it in the meantime.
      const isThere = (await listStored(workspace)).some(({ name }) => name === one.name);
      if (isThere) throw error;
    }
  }
};

const carry = async ({ name, part }: StoredDatabase, { database, collections }: Opened): Promise<void> => {
  const moved = movedFrom(part);
  const target = moved && (collections[moved.into] as RxCollection | undefined);
  if (!target) return;
  const documents: Next[] = [];
  const unreadable = await visitRecords(name, (records) => {
    documents.push(...records.flatMap((record) => carriedOf(moved.into, record, moved.convert)));
  });
  await createRemoteWriter(moved.into, target).adopt(documents);
  await carryRefusals(database, target, { former: part, ...moved });
  if (unreadable === 0) await deleteDatabase(name);
};

type Convert = <T extends Readonly<Record<string, unknown>>>(document: T) => T;

/** Undefined for a record that is not a document. */
const carriedOf = (into: ReplicatedCollection, record: unknown, convert: Convert): readonly Next[] => {
  const entity: ReplicatedEntity = entities[into];
  const document = fromDexieToStorage<StoredDocument>(getBooleanIndexes(rxSchemaOf(entity)), record);
  if (typeof document?.id !== 'string' || typeof document._meta !== 'object') return [];
  const { clean: _, base, drafts } = document._meta;
  const mark = isClean(document)
    ? { clean: true }
    : { clean: false, base: base && convert(base), since: changedSince(document) };
  return [{ state: convert(stateOf(document)), mark: { ...mark, ...(drafts && { drafts }) } }];
};

type Moved = { readonly former: string; readonly into: ReplicatedCollection; readonly convert: Convert };

/** A refused change follows its document, which has a different revision here. */
const carryRefusals = async (
  database: WorkspaceDatabase,
  { storageInstance }: RxCollection<SyncDocument>,
  { former, into, convert }: Moved,
): Promise<void> => {
  const kept = openLocalDocument<KeptRefusals>(database, REFUSED_ROWS);
  const rows = Object.entries((await kept.read())?.rows ?? {}).filter(([key]) => key.startsWith(`${former}/`));
  if (rows.length === 0) return;
  const stored = await storageInstance.findDocumentsById(
    rows.map(([, { id }]) => id),
    true,
  );
  const revisions = new Map(stored.map(({ id, _rev }) => [id, _rev]));
  const carried = rows.map(([, change]): [string, RefusedChange] => [
    `${into}/${change.id}`,
    {
      ...change,
      collection: into,
      rev: revisions.get(change.id) ?? change.rev,
      document: convert(change.document),
      base: change.base && convert(change.base),
    },
  ]);
  await kept.change((current) => {
    const others = Object.entries(current?.rows ?? {}).filter(([key]) => !key.startsWith(`${former}/`));
    return { rows: Object.fromEntries([...others, ...carried]) };
  });
};
