import { forgetHeldCopy } from '../database/opening/held-copy.ts';
import { deleteStored } from '../database/stored-databases.ts';
import { answerOf, completionOf } from '../storage/idb.ts';

const KEY = 'inbetwin.removals';
const WORKSPACE = /^inbetwin-[\w-]+$/;

/**
 * Names of workspaces whose deletion has begun, stored in IndexedDB. A browser writes `localStorage` to disk seconds later; after a power
 * failure in between, a half-deleted workspace would be taken for a complete one. The database's name contains a dot, which no workspace
 * name does.
 */
const BEGUN = 'inbetwin.removals';
const NAMES = 'workspaces';

const withBegun = async <T>(mode: IDBTransactionMode, use: (names: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
  const opening = indexedDB.open(BEGUN, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(NAMES);
  const database = await answerOf(opening);
  try {
    const transaction = database.transaction(NAMES, mode, { durability: 'strict' });
    const completed = completionOf(transaction);
    const [answer] = await Promise.all([answerOf(use(transaction.objectStore(NAMES))), completed]);
    return answer;
  } finally {
    database.close();
  }
};

const listBegun = async (): Promise<readonly string[]> => {
  const known = await indexedDB.databases();
  if (!known.some(({ name }) => name === BEGUN)) return [];
  return (await withBegun('readonly', (names) => names.getAllKeys())).map(String);
};

/** Workspaces that are planned for deletion. */
const listRemovals = (): readonly string[] =>
  (localStorage.getItem(KEY) ?? '').split(' ').filter((name) => WORKSPACE.test(name));

const keepRemovals = (names: readonly string[]): void => {
  if (names.length === 0) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, names.join(' '));
};

/**
 * Plans the deletion of everything that this device stores for a workspace; it happens at the latest before the workspace is opened again.
 */
export const planRemoval = (workspace: string): void => keepRemovals([...new Set([...listRemovals(), workspace])]);

/** Deletes the planned workspaces: documents, drafts, unsent changes, and the search snapshot. Other windows close them on request. */
export const finishRemovals = async (): Promise<void> => {
  for (const workspace of new Set([...(await listBegun()), ...listRemovals()])) {
    await withBegun('readwrite', (names) => names.put(true, workspace));
    await deleteStored(workspace);
    forgetHeldCopy(workspace);
    keepRemovals(listRemovals().filter((name) => name !== workspace));
    await withBegun('readwrite', (names) => names.delete(workspace));
  }
};
