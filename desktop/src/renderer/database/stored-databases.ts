import { replicatedNames } from '@inbetwin/shared/entities/registry.ts';
import { fileDatabaseOf } from '../storage/file-database.ts';
import { deleteDatabase } from '../storage/idb.ts';
import { forgetLeftBehind } from './left-behind.ts';

/** One of the IndexedDB databases that RxDB keeps for a workspace: each collection and schema version has its own. */
export type StoredDatabase = {
  /** In IndexedDB. */
  readonly name: string;
  /** A collection's name, or one of RxDB's own. */
  readonly part: string;
  readonly version: number;
};

/** RxDB's part for what `openLocalDocument` keeps. */
export const LOCAL_PART = 'plugin-local-documents-';
/** RxDB's table of documents, in each. */
export const DOCUMENTS = 'docs';

/** Named as `search/feed-index.ts` does. */
const searchSnapshotOf = (workspace: string): string => `${workspace}-search`;

/** Of the runs that were opened last. */
export const keptRunsOf = (workspace: string): string => `${workspace}-runs`;

const prefixOf = (workspace: string): string => `rxdb-dexie-${workspace}--`;

/** Of this workspace; none is opened, and none made. */
export const listStored = async (workspace: string): Promise<readonly StoredDatabase[]> => {
  const prefix = prefixOf(workspace);
  return (await indexedDB.databases()).flatMap(({ name = '' }) => {
    const [, version, part] = name.startsWith(prefix) ? (/^(\d+)--(.+)$/.exec(name.slice(prefix.length)) ?? []) : [];
    return version !== undefined && part !== undefined ? [{ name, part, version: Number(version) }] : [];
  });
};

export const isCollection = ({ part }: StoredDatabase): boolean => replicatedNames.some((name) => name === part);

/** A cache: what is lost with it is made anew from the passages. Resolves with whether there was one. */
export const dropSearchSnapshot = async (workspace: string): Promise<boolean> => {
  const name = searchSnapshotOf(workspace);
  const known = await indexedDB.databases();
  if (!known.some((database) => database.name === name)) return false;
  await deleteDatabase(name);
  return true;
};

/** Everything that this device holds of a workspace: documents, drafts, originals, opened runs, what was never sent, and the search snapshot. */
export const deleteStored = async (workspace: string): Promise<void> => {
  const stored = await listStored(workspace);
  const others = [searchSnapshotOf(workspace), keptRunsOf(workspace), fileDatabaseOf(workspace)];
  await Promise.all([...stored.map(({ name }) => name), ...others].map(deleteDatabase));
  forgetLeftBehind(workspace);
  // By it PouchDB tells other windows of changes.
  localStorage.removeItem(fileDatabaseOf(workspace));
};
