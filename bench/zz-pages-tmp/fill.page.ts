import '../../desktop/src/renderer/app/configure-zod.ts';
import { entities } from '@inbetwin/shared/entities/registry.ts';
import { Dexie } from 'dexie';
import { closeDexieDb, fromStorageToDexie, getDexieDbWithTables } from 'rxdb/plugins/storage-dexie';
import { putLocalKeys } from '../../desktop/src/renderer/database/local-keys.ts';
import { rxSchemaOf } from '../../desktop/src/renderer/database/rx-schema.ts';
import { openWorkspace } from '../../desktop/src/renderer/database/workspace-database.ts';
import { contactAt, conversationAt, leadAt, messageAt } from '../sync/sample-documents.ts';

const documentAt: any = { leads: leadAt, contacts: contactAt, conversations: conversationAt, messages: messageAt };
const stored = (name: any, document: any, at: number) => {
  const d = { ...document, _deleted: false, _meta: { lwt: 1000 + at, clean: true }, _rev: '1-bench', _attachments: {} };
  putLocalKeys(name, d);
  return d;
};
const fill = async (name: any, from: number, to: number) => {
  const workspace = await openWorkspace({ name: 'big', multiInstance: false });
  const { schema, database } = (workspace.collections as any)[name];
  const storage = getDexieDbWithTables(database.name, name, {}, schema.jsonSchema);
  const { dexieTable, booleanIndexes } = await storage;
  const t = performance.now();
  for (let start = from; start < to; start += 2000) {
    await dexieTable.bulkPut(
      Array.from({ length: Math.min(2000, to - start) }, (_, i) =>
        fromStorageToDexie(booleanIndexes, stored(name, documentAt[name](start + i), start + i)),
      ),
    );
  }
  const took = performance.now() - t;
  await closeDexieDb(storage);
  await workspace.close();
  return took;
};
const costs = async (rounds: number) => {
  const base = [
    'id',
    '[_deleted+id]',
    '[_meta.lwt+id]',
    '_meta.lwt',
    '[_deleted+updatedAt+id]',
    '[_deleted+contactId+updatedAt+id]',
  ];
  const more = [
    '[_deleted+stage+updatedAt+id]',
    '[_deleted+score+updatedAt+id]',
    '[_deleted+local.amount+updatedAt+id]',
    '[_deleted+stage+score+updatedAt+id]',
  ];
  const out: any = {};
  for (let r = 0; r < rounds; r++)
    for (let n = 0; n <= more.length; n++) {
      const db = new Dexie(`cost-${r}-${n}`);
      db.version(1).stores({ docs: [...base, ...more.slice(0, n)].join(', ') });
      await db.open();
      const t = performance.now();
      for (let s = 0; s < 10000; s += 1000)
        await db
          .table('docs')
          .bulkPut(
            Array.from({ length: 1000 }, (_, i) =>
              fromStorageToDexie(['_deleted'], { ...stored('leads', leadAt(s + i), s + i), local: { amount: 300000 } }),
            ),
          );
      (out[n] ??= []).push(Math.round(performance.now() - t));
      db.close();
      await Dexie.delete(db.name);
    }
  return out;
};
(window as any).zz = { fill, costs, rxSchemaOf, entities, openWorkspace };
