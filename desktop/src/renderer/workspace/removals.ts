import { forgetHeld } from '../database/opening/held-copy.ts';
import { deleteStored } from '../database/stored-databases.ts';
import { answerOf, completionOf } from '../storage/idb.ts';

const KEY = 'inbetwin.removals';
const WORKSPACE = /^inbetwin-[\w-]+$/;

/**
 * A browser writes `localStorage` to disk seconds late. After a power cut in between, a workspace of which half is deleted would
 * be taken for a whole one, so that what goes is on disk before the first of it goes. No workspace has a name with a dot.
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

/** Workspaces that were to be deleted, and may not be yet. */
const listRemovals = (): readonly string[] =>
  (localStorage.getItem(KEY) ?? '').split(' ').filter((name) => WORKSPACE.test(name));

const keepRemovals = (names: readonly string[]): void => {
  if (names.length === 0) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, names.join(' '));
};

/** Remembers that everything this device holds of a workspace is to go, at the latest before it is opened again. */
export const planRemoval = (workspace: string): void => keepRemovals([...new Set([...listRemovals(), workspace])]);

/** Deletes what was planned to go: documents, drafts, what was never sent, and the search snapshot. Other windows let go of it. */
export const finishRemovals = async (): Promise<void> => {
  for (const workspace of new Set([...(await listBegun()), ...listRemovals()])) {
    await withBegun('readwrite', (names) => names.put(true, workspace));
    await deleteStored(workspace);
    forgetHeld(workspace);
    keepRemovals(listRemovals().filter((name) => name !== workspace));
    await withBegun('readwrite', (names) => names.delete(workspace));
  }
};
