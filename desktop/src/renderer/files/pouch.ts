/// <reference path="./pouchdb.d.ts" />
import { FILES_PATH } from '@inbetwin/shared/contracts/files.ts';
import PouchHttp from 'pouchdb-adapter-http';
import PouchIdb from 'pouchdb-adapter-idb';
import PouchDB from 'pouchdb-core';
import PouchReplication from 'pouchdb-replication';
import { fileNameOf } from '../storage/file-database.ts';

// Modules that import this are loaded on demand, so that the first screen does not include PouchDB.
PouchDB.plugin(PouchIdb).plugin(PouchHttp).plugin(PouchReplication);

/** A PouchDB database of originals. */
export type FileDatabase = PouchDB;

type HeldDatabase = {
  database(): FileDatabase;
  /** Discards the connection. PouchDB cannot use it again after a failed write, so the next access opens a new one. */
  drop(): void;
  letGo(): Promise<void>;
};

const held = new Map<string, { database?: FileDatabase | undefined; users: number }>();

const openDatabase = (name: string): FileDatabase => new PouchDB(name, { adapter: 'idb', auto_compaction: true });

/**
 * Opens a workspace's originals on this device. Databases of the same name share a connection, so it is closed only when its last user has
 * released it.
 */
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

/** The team's database on the server that `fetch` talks to; the host in the address is a placeholder. */
export const openRemote = (fetch: (url: string, init?: RequestInit) => Promise<Response>): FileDatabase =>
  new PouchDB(`http://server.invalid${FILES_PATH}`, { adapter: 'http', skip_setup: true, fetch });
