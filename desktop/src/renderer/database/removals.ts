import { forgetHeld } from './held-copy.ts';
import { deleteStored } from './stored-databases.ts';

const KEY = 'inbetwin.removals';
const WORKSPACE = /^inbetwin-[\w-]+$/;

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
  for (const workspace of listRemovals()) {
    await deleteStored(workspace);
    forgetHeld(workspace);
    keepRemovals(listRemovals().filter((name) => name !== workspace));
  }
};
