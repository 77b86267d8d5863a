/// <reference path="./pouchdb.d.ts" />
import { FILES_PATH } from '@inbetwin/shared/contracts/files.ts';
import PouchHttp from 'pouchdb-adapter-http';
import PouchIdb from 'pouchdb-adapter-idb';
import PouchDB from 'pouchdb-core';
import PouchReplication from 'pouchdb-replication';
import { fileNameOf } from '../storage/file-database.ts';

// Whatever imports this is loaded when originals are needed, so that the first screen does not carry PouchDB.
PouchDB.plugin(PouchIdb).plugin(PouchHttp).plugin(PouchReplication);

export type FileDatabase = PouchDB;

type HeldDatabase = {
  database(): FileDatabase;
  /** After a failed write PouchDB has closed its connection for good: whoever needs the database next opens it anew. */
  drop(): void;
  letGo(): Promise<void>;
};

const held = new Map<string, { database?: FileDatabase | undefined; users: number }>();

const openDatabase = (name: string): FileDatabase => new PouchDB(name, { adapter: 'idb', auto_compaction: true });

/** A workspace's originals on this device. Databases of one name share a connection, which the first to close would take from the others. */
export const holdDatabase = (workspace: string): HeldDatabase => {
  const name = fileNameOf(workspace);
  const entry = held.get(name) ?? { users: 0 };
  entry.users += 1;
  held.set(name, entry);
  return {
    database: () => {
      entry.database ??= openDatabase(name);
      return entry.database;
    },
    drop: () => {
      entry.database = undefined;
    },
    letGo: async () => {
      entry.users -= 1;
      if (entry.users > 0) return;
      held.delete(name);
      await entry.database?.close();
    },
  };
};

/** The team's, at the server that `fetch` leads to; the host stands for it. */
export const openRemote = (fetch: (url: string, init?: RequestInit) => Promise<Response>): FileDatabase =>
  new PouchDB(`http://server.invalid${FILES_PATH}`, { adapter: 'http', skip_setup: true, fetch });
