import { type Workspace, workspaceNameOf } from '../database/workspace-database.ts';
import type { Session } from '../session/create-session.ts';
import type { LocalPerson, LocalWorkspace } from '../session/session-storage.ts';
import { hasFileDatabase } from '../storage/file-database.ts';
import type { AdoptProgress } from './adopt-workspace.ts';
import { finishRemovals, planRemoval } from './removals.ts';

/** Not a possible server address. */
const NOWHERE = 'local';
const LOCK = 'inbetwin.local-workspace';

/** The database name of the workspace without a server. */
export const localNameOf = ({ id }: LocalPerson): string =>
  workspaceNameOf({ server: NOWHERE, teamId: NOWHERE, userId: id });

/** Prevents other windows from taking the workspace over while this one has it open. Resolves to a function that releases it. */
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

/** `waiting`: other windows have not closed the workspace yet. */
export type Adopting = AdoptProgress | 'waiting';

type Parts = {
  readonly workspace: Workspace;
  readonly session: Pick<Session, 'snapshot' | 'local' | 'keepLocal'>;
  readonly tell: (adopting: Adopting) => void;
};

/**
 * Takes a workspace without a server over into the team that its person has joined, if there is one, and then deletes it. If interrupted,
 * it is repeated at the next opening. Resolves to the number of unreadable records; if there are any, the local workspace is not deleted.
 */
export const adoptLocal = async ({ workspace, session, tell }: Parts): Promise<number> => {
  if (!joiningOf(session)) return 0;
  tell('waiting');
  return whileNobodyHasIt(async () => {
    // Another window may have done it in the meantime.
    const joining = joiningOf(session);
    if (!joining) return 0;
    const { local, userId } = joining;
    const from = localNameOf(local);
    const person = { localId: local.id, userId };
    const { adoptWorkspace } = await import('./adopt-workspace.ts');
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

/** Rejects if not all files could be copied; it is retried at the next opening. */
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
