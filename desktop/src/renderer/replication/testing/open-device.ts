import type { Session as ServerSession } from '@inbetwin/shared/contracts/accounts.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { openWorkspace, type Workspace } from '../../database/workspace-database.ts';
import { createSession, type Session } from '../../session/create-session.ts';
import type { LocalWorkspace, Profile, SessionStorage } from '../../session/session-storage.ts';
import type { Replication } from '../replication.ts';
import { startReplication } from '../start-replication.ts';

/** A person's device: its storage, which survives the process, and what runs on it. */
export type Device = {
  readonly workspace: Workspace;
  readonly replication: Replication;
  readonly session: Session;
  readonly storage: SessionStorage;
  /** Restarts the process on the stored data, with other collections if another version starts. */
  restart(only?: readonly ReplicatedCollection[]): Promise<Device>;
  close(): Promise<void>;
};

export const createTestStorage = (server: string, signedIn?: ServerSession): SessionStorage => {
  let profile: Profile | undefined = signedIn && { user: signedIn.user, team: signedIn.team, server };
  let local: LocalWorkspace | undefined;
  let token = signedIn?.refreshToken;
  const devices = new Map<string, string>();
  return {
    loadProfile: () => profile,
    saveProfile: (next) => {
      profile = next;
    },
    loadLocal: () => local,
    saveLocal: (next) => {
      local = next;
    },
    loadToken: async () => token,
    saveToken: async (next) => {
      token = next;
    },
    loadDevice: (email) => devices.get(email),
    saveDevice: (email, deviceToken) => void devices.set(email, deviceToken),
    restore: async () => false,
    keep: async () => undefined,
    onChange: () => () => undefined,
  };
};

/** The real workspace, session and replication against a real server; the test installs IndexedDB. */
export const openDevice = (
  url: string,
  signedIn: ServerSession,
  // Three devices in one process.
  only: readonly ReplicatedCollection[] = ['conversations', 'leads', 'messages', 'settings'],
  wholeUpTo?: number,
): Promise<Device> =>
  startDevice(url, createTestStorage(url, signedIn), {
    name: `test-${crypto.randomUUID()}`,
    multiInstance: false,
    only,
    wholeUpTo,
  });

type DeviceOptions = Parameters<typeof openWorkspace>[0] & {
  /** The size of collections that the device holds in part. */
  readonly wholeUpTo: number | undefined;
};

const startDevice = async (
  url: string,
  storage: SessionStorage,
  { wholeUpTo, ...options }: DeviceOptions,
): Promise<Device> => {
  const session = createSession({
    fetch: (input, init) => fetch(input, init),
    baseUrl: url,
    server: async () => url,
    storage,
    exclusively: createQueue(),
  });
  const workspace = await openWorkspace(options);
  const replication = startReplication({
    workspace,
    session,
    backoff: { firstRetryMs: 20, longestRetryMs: 100 },
    ...(wholeUpTo !== undefined && { wholeUpTo }),
  });
  const close = async (): Promise<void> => {
    await replication.stop();
    await workspace.close();
  };
  return {
    workspace,
    replication,
    session,
    storage,
    restart: async (only) => {
      await close();
      return startDevice(url, storage, { ...options, wholeUpTo, ...(only && { only }) });
    },
    close,
  };
};

const createQueue = () => {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(task: () => Promise<T>): Promise<T> => {
    const result = last.then(task);
    last = result.catch(() => undefined);
    return result;
  };
};
