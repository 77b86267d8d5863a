import { randomBytes, scrypt } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { OWNER_ONLY } from '../store/owner-only.ts';

const KEY_BYTES = 32;
const KEY_FILE = 'secret.key';
const MIN_PASSPHRASE_LENGTH = 16;
/** Fixed, because the same passphrase must give the same key on every machine of a cluster. */
const SALT = 'inbetwin secret key v1';

/** The settings that determine the server's key. */
export type SecretKeySource = {
  /** Where the key is generated if none is configured. */
  readonly dataFolder: string;
  /** `SECRET_KEY`: 32 bytes in hex or base64, or a passphrase of at least 16 characters. */
  readonly secretKey?: string;
};

/** Loads the server's 32-byte key: the configured one, or the one in `secret.key` in `dataFolder`, which is generated if missing. */
export const loadSecretKey = async ({ dataFolder, secretKey }: SecretKeySource): Promise<Uint8Array> =>
  secretKey === undefined ? loadKeyFile(dataFolder) : parseKey(secretKey);

const parseKey = async (text: string): Promise<Uint8Array> => {
  const key = decodeKey(text);
  if (key) return key;
  if (text.length >= MIN_PASSPHRASE_LENGTH) return stretch(text);
  throw new Failure(
    'request.invalid',
    `SECRET_KEY has only ${text.length} characters.`,
    'Give 32 bytes in hex or base64, or a passphrase of 16 characters or more.',
  );
};

const decodeKey = (text: string): Uint8Array | undefined => {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (/^[\w+/-]{43}=?$/.test(text)) return Buffer.from(text, 'base64');
  return undefined;
};

const scryptKey = promisify<string, string, number, { N: number; maxmem: number }, Buffer>(scrypt);

/** scrypt (RFC 7914) with N = 2^15, r = 8, p = 1: 32 MiB and about a tenth of a second. */
const stretch = (passphrase: string): Promise<Uint8Array> =>
  scryptKey(passphrase.normalize('NFKC'), SALT, KEY_BYTES, { N: 2 ** 15, maxmem: 64 * 1024 * 1024 });

const loadKeyFile = async (directory: string): Promise<Uint8Array> => {
  const file = join(directory, KEY_FILE);
  try {
    await mkdir(directory, { recursive: true, mode: OWNER_ONLY.folder });
    const text = (await readIfThere(file)) ?? (await generate(directory, file));
    await chmod(file, OWNER_ONLY.file);
    const key = decodeKey(text.trim());
    if (key) return key;
  } catch (cause) {
    throw new Failure(
      'secrets.unreadable',
      `${file} cannot be used: ${String(cause)}`,
      'Let this user read and write it.',
      {
        cause,
      },
    );
  }
  throw new Failure('secrets.unreadable', `${file} holds no key.`, 'Put the backup of this file in its place.');
};

/** Writes a temporary file and links it into place, so that processes that start together all use the key of the first. */
const generate = async (directory: string, file: string): Promise<string> => {
  const draft = join(directory, `.${KEY_FILE}.${randomBytes(8).toString('hex')}`);
  try {
    const handle = await open(draft, 'wx', OWNER_ONLY.file);
    try {
      await handle.writeFile(`${randomBytes(KEY_BYTES).toString('hex')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(draft, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(file, 'utf8');
};

const readIfThere = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
