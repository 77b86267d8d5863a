import { teamSchema, userSchema } from '@inbetwin/shared/contracts/accounts.ts';
import type { IpcBridge } from '@inbetwin/shared/contracts/ipc.ts';
import { z } from 'zod';
import type { DurableCopy, KeyedStorage } from './durable-copy.ts';

const memberSchema = z.object({ user: userSchema, team: teamSchema, server: z.string() });

/** A person who started without a server. */
const localPersonSchema = z.object({ id: z.string().startsWith('local-'), name: z.string() });
export type LocalPerson = z.infer<typeof localPersonSchema>;

/** The person who was signed in last. It is not secret, and lets the workspace open offline. */
export const profileSchema = z.union([memberSchema, z.object({ user: localPersonSchema, isLocal: z.literal(true) })]);
export type Profile = z.infer<typeof profileSchema>;

/** The workspace without a server on this device. `joins` names the person whose workspace is to take it over. */
const localWorkspaceSchema = localPersonSchema.extend({
  joins: z.object({ server: z.string(), teamId: z.string(), userId: z.string() }).optional(),
});
export type LocalWorkspace = z.infer<typeof localWorkspaceSchema>;

/**
 * Where a session survives the process. The refresh token rotates, so all tabs must share one place. Saved values are visible to all tabs
 * immediately, and durable once the next `keep` has resolved.
 */
export type SessionStorage = DurableCopy & {
  loadProfile(): Profile | undefined;
  saveProfile(profile: Profile | undefined): void;
  loadLocal(): LocalWorkspace | undefined;
  saveLocal(local: LocalWorkspace | undefined): void;
  loadToken(): Promise<string | undefined>;
  saveToken(token: string | undefined): Promise<void>;
  /** Proves to the server that this device has signed in to the account before; it is kept when signing out. */
  loadDevice(email: string): string | undefined;
  saveDevice(email: string, deviceToken: string): void;
  /** Another tab signed in or out. */
  onChange(listener: () => void): () => void;
};

const PROFILE_KEY = 'inbetwin.profile';
const TOKEN_KEY = 'inbetwin.refresh-token';
const LOCAL_KEY = 'inbetwin.local';
const DEVICES_KEY = 'inbetwin.devices';

/** Maximum number of accounts that a device remembers; the least recently used one is dropped first. */
const MAX_ACCOUNTS = 10;
const devicesSchema = z.array(z.object({ email: z.string(), deviceToken: z.string() }));

type Tokens = Pick<SessionStorage, 'loadToken' | 'saveToken'>;

/** The keys under which a session is stored. */
export const sessionKeys: readonly string[] = [PROFILE_KEY, TOKEN_KEY, LOCAL_KEY, DEVICES_KEY];

const tokensInBrowser = (storage: KeyedStorage): Tokens => ({
  loadToken: async () => storage.getItem(TOKEN_KEY) ?? undefined,
  saveToken: async (token) => {
    if (token === undefined) storage.removeItem(TOKEN_KEY);
    else storage.setItem(TOKEN_KEY, token);
  },
});

/** In Electron the token is stored in the system's keychain; without a keychain it lives as long as the window. */
const tokensInElectron = (bridge: IpcBridge): Tokens => {
  let kept: string | undefined;
  return {
    loadToken: async () => {
      if (kept !== undefined) return kept;
      const loaded = await bridge.request('session:load', null);
      kept = loaded.ok ? loaded.value?.refreshToken : undefined;
      return kept;
    },
    saveToken: async (token) => {
      kept = token;
      await (token === undefined
        ? bridge.request('session:clear', null)
        : bridge.request('session:save', { refreshToken: token }));
    },
  };
};

type StorageParts = {
  readonly storage: KeyedStorage;
  readonly copy: DurableCopy;
  readonly bridge: IpcBridge | undefined;
};

export const createSessionStorage = ({ storage, copy, bridge }: StorageParts): SessionStorage => ({
  ...(bridge ? tokensInElectron(bridge) : tokensInBrowser(storage)),
  ...copy,
  loadProfile: () => read(profileSchema, storage.getItem(PROFILE_KEY)),
  saveProfile: (profile) => write(storage, PROFILE_KEY, profile),
  loadLocal: () => read(localWorkspaceSchema, storage.getItem(LOCAL_KEY)),
  saveLocal: (local) => write(storage, LOCAL_KEY, local),
  loadDevice: (email) => devicesIn(storage).find((one) => one.email === email)?.deviceToken,
  saveDevice: (email, deviceToken) => {
    const others = devicesIn(storage).filter((one) => one.email !== email);
    write(storage, DEVICES_KEY, [{ email, deviceToken }, ...others].slice(0, MAX_ACCOUNTS));
  },
  onChange: (listener) => {
    const onStorage = (event: StorageEvent): void => {
      if (event.key === PROFILE_KEY || event.key === null) listener();
    };
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  },
});

const devicesIn = (storage: KeyedStorage) => read(devicesSchema, storage.getItem(DEVICES_KEY)) ?? [];

const write = (storage: KeyedStorage, key: string, value: unknown): void => {
  if (value === undefined) storage.removeItem(key);
  else storage.setItem(key, JSON.stringify(value));
};

const read = <T>(schema: z.ZodType<T>, text: string | null): T | undefined => {
  if (text === null) return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // Somebody else's value: as good as none.
  }
};
