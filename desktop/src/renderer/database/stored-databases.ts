import { movedNames } from '@inbetwin/shared/entities/moved-collections.ts';
import { replicatedNames } from '@inbetwin/shared/entities/registry.ts';
import { fileDatabaseOf } from '../storage/file-database.ts';
import { deleteDatabase } from '../storage/idb.ts';
import { forgetUnsavedRecords } from './unsaved-drafts.ts';

/** One of a workspace's IndexedDB databases; RxDB creates one per collection and schema version. */
export type StoredDatabase = {
  /** The name in IndexedDB. */
  readonly name: string;
  /** The name of a collection or of one of RxDB's own parts. */
  readonly part: string;
  readonly version: number;
};

/** RxDB's part for the values of `openLocalDocument`. */
export const LOCAL_PART = 'plugin-local-documents-';
/** The table of documents in each of RxDB's databases. */
export const DOCUMENTS = 'docs';

/** Must match the name in `search/feed-index.ts`. */
const searchSnapshotOf = (workspace: string): string => `${workspace}-search`;

/** The name of the database with the most recently opened runs. */
export const keptRunsOf = (workspace: string): string => `${workspace}-runs`;

const prefixOf = (workspace: string): string => `rxdb-dexie-${workspace}--`;

/** Lists the databases of a workspace without opening or creating any. */
export const listStored = async (workspace: string): Promise<readonly StoredDatabase[]> => {
  const prefix = prefixOf(workspace);
  return (await indexedDB.databases()).flatMap(({ name = '' }) => {
    const [, version, part] = name.startsWith(prefix) ? (/^(\d+)--(.+)$/.exec(name.slice(prefix.length)) ?? []) : [];
    return version !== undefined && part !== undefined ? [{ name, part, version: Number(version) }] : [];
  });
};

/** Whether the database contains replicated documents, under a present or former collection name. */
export const isCollection = ({ part }: StoredDatabase): boolean =>
  [...replicatedNames, ...movedNames].some((name) => name === part);

/** Deletes the search snapshot, a cache that is rebuilt from the passages. Resolves to whether there was one. */
export const dropSearchSnapshot = async (workspace: string): Promise<boolean> => {
  const name = searchSnapshotOf(workspace);
  const known = await indexedDB.databases();
  if (!known.some((database) => database.name === name)) return false;
  await deleteDatabase(name);
  return true;
};

/** Deletes all data of a workspace on this device: documents, drafts, originals, opened runs, unsent changes, and the search snapshot. */
export const deleteStored = async (workspace: string): Promise<void> => {
  const stored = await listStored(workspace);
  const others = [searchSnapshotOf(workspace), keptRunsOf(workspace), fileDatabaseOf(workspace)];
  await Promise.all([...stored.map(({ name }) => name), ...others].map(deleteDatabase));
  forgetUnsavedRecords(workspace);
  // PouchDB uses this entry to notify other windows of changes.
  localStorage.removeItem(fileDatabaseOf(workspace));
};
