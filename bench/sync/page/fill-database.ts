import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { RxCollection } from 'rxdb';
import { closeDexieDb, fromStorageToDexie, getDexieDbWithTables } from 'rxdb/plugins/storage-dexie';
import { putLocalKeys } from '../../../desktop/src/renderer/database/local-keys.ts';
import { openWorkspace } from '../../../desktop/src/renderer/database/workspace-database.ts';
import { contactAt, conversationAt, leadAt, messageAt } from '../../stage/sample-documents.ts';

const BATCH = 2_000;

const documentAt = { leads: leadAt, contacts: contactAt, conversations: conversationAt, messages: messageAt };

/** A collection that can be filled. */
export type Filled = keyof typeof documentAt & ReplicatedCollection;

type Part = { readonly name: Filled; readonly from: number; readonly to: number };

/** Writes documents `from` to `to` to the workspace's own collection, in the form in which RxDB stores them. */
export const fillDatabase = async ({ name, from, to }: Part): Promise<void> => {
  const workspace = await openWorkspace({ name: 'big', multiInstance: false });
  const collection: RxCollection = workspace.collections[name] as unknown as RxCollection;
  const { schema, database } = collection;
  // Writes to RxDB's own table, because writing through RxDB takes a third longer: it first looks for each of the new
  // ids.
  const storage = getDexieDbWithTables(database.name, name, {}, schema.jsonSchema);
  const { dexieTable, booleanIndexes } = await storage;
  for (let start = from; start < to; start += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, to - start) }, (_, at) => documentAt[name](start + at));
    await dexieTable.bulkPut(
      batch.map((document, at) => fromStorageToDexie(booleanIndexes, stored(name, document, start + at))),
    );
  }
  await closeDexieDb(storage);
  await workspace.close();
};

/** The state that replication leaves: equal to the server's. */
const stored = <T extends object>(name: Filled, document: T, at: number) => {
  const kept = {
    ...document,
    _deleted: false,
    _meta: { lwt: 1_000 + at, clean: true },
    _rev: '1-bench',
    _attachments: {},
  };
  putLocalKeys(name, kept);
  return kept;
};
