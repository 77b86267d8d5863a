import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { safeStorage } from 'electron';
import { z } from 'zod';

const keptSchema = z.object({ serverUrl: z.string(), refreshToken: z.string() });

/** The session of one server, sealed by the system's keychain. */
export type SessionVault = {
  /** Undefined when there is none, it is another server's, or this keychain cannot open it. */
  load(): Promise<string | undefined>;
  /** On disk when it resolves; a crash in between leaves the one before. */
  save(refreshToken: string): Promise<void>;
  clear(): Promise<void>;
};

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

/** On Linux without a keyring Electron would "seal" with a key that everybody knows. */
const canSeal = async (): Promise<boolean> =>
  (await safeStorage.isAsyncEncryptionAvailable()) &&
  !(process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text');

const unseal = async (sealed: Buffer): Promise<unknown> => {
  try {
    return JSON.parse((await safeStorage.decryptStringAsync(sealed)).result);
  } catch {
    return undefined; // Sealed by another keychain, or broken: the person signs in again.
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
