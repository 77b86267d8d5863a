import { listStored } from '../stored-databases.ts';

/** What this device held of a workspace when it was last heard of. */
export type HeldCopy = { readonly unsent: number };

type Standing = {
  state(): { readonly pending: number; readonly refused: readonly unknown[] };
  subscribe(listener: () => void): () => void;
};

const keyOf = (workspace: string): string => `inbetwin.held:${workspace}`;

/** Kept apart from the databases, so that it is still there when a browser deletes them: broken ones, or for want of room. */
export const keepHeld = (workspace: string, { state, subscribe }: Standing): (() => void) => {
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

/** It was deleted on purpose. */
export const forgetHeld = (workspace: string): void => localStorage.removeItem(keyOf(workspace));

/** Asked before the workspace is opened: what was here and is not any more, though nobody of ours deleted it. */
export const findLostCopy = async (workspace: string): Promise<HeldCopy | undefined> => {
  const held = localStorage.getItem(keyOf(workspace));
  if (held === null || (await listStored(workspace)).length > 0) return undefined;
  return { unsent: Number(held) || 0 };
};
