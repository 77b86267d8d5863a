import { type Workspace, workspaceNameOf } from '../database/workspace-database.ts';
import type { Session } from '../session/create-session.ts';
import type { LocalPerson, LocalWorkspace } from '../session/session-storage.ts';
import { hasFileDatabase } from '../storage/file-database.ts';
import { type AdoptProgress, adoptWorkspace } from './adopt-workspace.ts';
import { finishRemovals, planRemoval } from './removals.ts';

/** No address of a server is like this one. */
const NOWHERE = 'local';
const LOCK = 'inbetwin.local-workspace';

/** Of the workspace that has no server. */
export const localNameOf = ({ id }: LocalPerson): string =>
  workspaceNameOf({ server: NOWHERE, teamId: NOWHERE, userId: id });

/** While this window has the workspace open, no other one takes it over. Resolves with what lets go of it. */
export const holdLocal = (): Promise<() => void> =>
  new Promise((resolve, reject) => {
    const { locks } = globalThis.navigator ?? {};
    if (!locks) return resolve(() => undefined);
    const untilLetGo = () => new Promise<void>((letGo) => resolve(letGo));
    locks.request(LOCK, { mode: 'shared' }, untilLetGo).catch(reject);
  });

const whileNobodyHasIt = async <T>(task: () => Promise<T>): Promise<T> => {
  const { locks } = globalThis.navigator ?? {};
  return locks ? await locks.request(LOCK, task) : await task();
};

/** `waiting`: until other windows have closed it. */
export type Adopting = AdoptProgress | 'waiting';

type Parts = {
  readonly workspace: Workspace;
  readonly session: Pick<Session, 'snapshot' | 'local' | 'keepLocal'>;
  readonly tell: (adopting: Adopting) => void;
};

/**
 * Takes the workspace without a server over into the one that its person has joined, if there is such a one, and then
 * deletes it. Cut off in between, it is done again with the next opening. Resolves with how much could not be read: then the
 * workspace stays on this device.
 */
export const adoptLocal = async ({ workspace, session, tell }: Parts): Promise<number> => {
  if (!joiningOf(session)) return 0;
  tell('waiting');
  return whileNobodyHasIt(async () => {
    // Another window may have done it meanwhile.
    const joining = joiningOf(session);
    if (!joining) return 0;
    const { local, userId } = joining;
    const from = localNameOf(local);
    const person = { localId: local.id, userId };
    const { unreadable } = await adoptWorkspace({ from, into: workspace, person, onProgress: tell });
    await adoptFiles(from, workspace.name);
    if (unreadable > 0) {
      session.keepLocal({ id: local.id, name: local.name });
      return unreadable;
    }
    planRemoval(from);
    session.keepLocal(undefined);
    await finishRemovals();
    return 0;
  });
};

/** Rejects when not all of them could be carried over: it is tried again with the next opening. */
const adoptFiles = async (from: string, into: string): Promise<void> => {
  if (!(await hasFileDatabase(from))) return;
  const { carryFiles } = await import('../files/carry-files.ts');
  await carryFiles(from, into);
};

type Joining = { readonly local: LocalWorkspace; readonly userId: string };

const joiningOf = (session: Parts['session']): Joining | undefined => {
  const { user, team, server } = session.snapshot();
  const local = session.local();
  const joins = local?.joins;
  if (!local || !joins || joins.userId !== user?.id) return undefined;
  return joins.teamId === team?.id && joins.server === server ? { local, userId: joins.userId } : undefined;
};
