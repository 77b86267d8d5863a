import { listStored } from '../stored-databases.ts';

/** What this device held of a workspace when that was last recorded. */
export type HeldCopy = { readonly unsent: number };

type Standing = {
  state(): { readonly pending: number; readonly refused: readonly unknown[] };
  subscribe(listener: () => void): () => void;
};

const keyOf = (workspace: string): string => `inbetwin.held:${workspace}`;

/**
 * Records the number of unsent changes outside the databases, so that it survives if the browser deletes them because they are broken or to
 * free space.
 */
export const recordHeldCopy = (workspace: string, { state, subscribe }: Standing): (() => void) => {
  let known: number | undefined;
  const keep = (): void => {
    const { pending, refused } = state();
    const unsent = pending + refused.length;
    if (unsent !== known) localStorage.setItem(keyOf(workspace), String(unsent));
    known = unsent;
  };
  keep();
  return subscribe(keep);
};

/** Called when the workspace is deleted on purpose. */
export const forgetHeldCopy = (workspace: string): void => localStorage.removeItem(keyOf(workspace));

/** Called before the workspace is opened: detects that its databases have disappeared although this program did not delete them. */
export const findLostCopy = async (workspace: string): Promise<HeldCopy | undefined> => {
  const held = localStorage.getItem(keyOf(workspace));
  if (held === null || (await listStored(workspace)).length > 0) return undefined;
  return { unsent: Number(held) || 0 };
};
