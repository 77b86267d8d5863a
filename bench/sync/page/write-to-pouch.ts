/// <reference path="../../../desktop/src/renderer/files/pouchdb.d.ts" />
import PouchIdb from 'pouchdb-adapter-idb';
import PouchDB from 'pouchdb-core';
import { fetchLeads, requireCount } from './fetch-leads.ts';

/** The best batch size for PouchDB: 100 is about half as fast, and more gains nothing. */
const BATCH = 1_000;

PouchDB.plugin(PouchIdb);

/** Writes the same leads, also from one response, by `bulkDocs` to a new PouchDB on IndexedDB. */
export const writeToPouch = async (url: string, leads: number): Promise<number> => {
  const database = new PouchDB('pouch', { adapter: 'idb' });
  await database.info();

  const started = performance.now();
  const documents = (await fetchLeads(url)).map(({ id, ...lead }) => ({ _id: id, ...lead }));
  for (let from = 0; from < documents.length; from += BATCH) {
    const answers = await database.bulkDocs(documents.slice(from, from + BATCH));
    const refused = answers.find((answer) => 'error' in answer);
    if (refused) throw new Error(`PouchDB did not write: ${JSON.stringify(refused)}`);
  }
  const took = performance.now() - started;

  requireCount((await database.info()).doc_count, leads);
  await database.close();
  return took;
};
