import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { safeStorage } from 'electron';
import { z } from 'zod';

const keptSchema = z.object({ serverUrl: z.string(), refreshToken: z.string() });

/** The session of one server, encrypted with the system's keychain. */
export type SessionVault = {
  /** Undefined if there is none, if it belongs to another server, or if this keychain cannot decrypt it. */
  load(): Promise<string | undefined>;
  /** On disk when it resolves; after a crash, the previous session is kept. */
  save(refreshToken: string): Promise<void>;
  clear(): Promise<void>;
};

/** Opens the vault in a file; it stores one session, together with the server's URL. */
export const createSessionVault = (file: string, serverUrl: string): SessionVault => ({
  load: async () => {
    const sealed = await readFile(file).catch(missingIsNone);
    if (!sealed || !(await canSeal())) return undefined;
    const kept = keptSchema.safeParse(await unseal(sealed)).data;
    return kept?.serverUrl === serverUrl ? kept.refreshToken : undefined;
  },
  save: async (refreshToken) => {
    if (!(await canSeal())) throw noKeychain();
    const sealed = await safeStorage.encryptStringAsync(JSON.stringify({ serverUrl, refreshToken }));
    await writeFile(`${file}.new`, sealed, { mode: 0o600 });
    await rename(`${file}.new`, file);
  },
  clear: () => rm(file, { force: true }),
});

/** On Linux without a keyring, Electron would encrypt with a hard-coded key. */
const canSeal = async (): Promise<boolean> =>
  (await safeStorage.isAsyncEncryptionAvailable()) &&
  !(process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text');

const unseal = async (sealed: Buffer): Promise<unknown> => {
  try {
    return JSON.parse((await safeStorage.decryptStringAsync(sealed)).result);
  } catch {
    return undefined; // Encrypted with another keychain, or corrupt; the person signs in again.
  }
};

const missingIsNone = (error: unknown): undefined => {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
};

const noKeychain = (): Failure =>
  new Failure(
    'secrets.unreadable',
    'This system has no keychain that could keep the session.',
    'Unlock or install one (on Linux: gnome-keyring or kwallet); until then you sign in at each start.',
  );
