import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadSecretKey } from './secret-key.ts';

const root = await mkdtemp(join(tmpdir(), 'inbetwin-key-'));
afterAll(() => rm(root, { recursive: true, force: true }));

const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex');
const given = async (secretKey: string): Promise<string> => hex(await loadSecretKey({ dataFolder: root, secretKey }));

describe('secret key', () => {
  it('is the configured one, in hex, base64 or base64url', async () => {
    const bytes = Buffer.from(Array.from({ length: 32 }, (_, n) => 255 - n));
    for (const text of [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')]) {
      expect(await given(text)).toBe(bytes.toString('hex'));
    }
  });

  it('is stretched from a passphrase, the same on every machine', async () => {
    const first = await given('корректная лошадь батарея');
    expect(first).toHaveLength(64);
    expect(
      await loadSecretKey({ dataFolder: join(root, 'elsewhere'), secretKey: 'корректная лошадь батарея' }),
    ).toEqual(Buffer.from(first, 'hex'));
    expect(await given('корректная лошадь батареи')).not.toBe(first);
  });

  it('is refused when it is too short to be safe', async () => {
    await expect(given('short')).rejects.toMatchObject({ code: 'request.invalid', message: /SECRET_KEY/ });
  });

  it('is generated once, for its owner alone, also when several processes start together', async () => {
    const directory = join(root, 'new', 'folder');
    const keys = await Promise.all(Array.from({ length: 12 }, () => loadSecretKey({ dataFolder: directory })));
    expect(new Set(keys.map(hex)).size).toBe(1);
    expect(hex(await loadSecretKey({ dataFolder: directory }))).toBe(hex(keys[0] ?? new Uint8Array()));
    expect(await readdir(directory)).toEqual(['secret.key']);
    expect((await stat(join(directory, 'secret.key'))).mode & 0o777).toBe(0o600);
  });

  it('closes a key file that others could read', async () => {
    const directory = join(root, 'open');
    await loadSecretKey({ dataFolder: directory });
    await chmod(join(directory, 'secret.key'), 0o644);
    await loadSecretKey({ dataFolder: directory });
    expect((await stat(join(directory, 'secret.key'))).mode & 0o777).toBe(0o600);
  });

  it('says so when the file is damaged or the folder cannot be used, and never overwrites it', async () => {
    const directory = await mkdtemp(join(root, 'damaged-'));
    await writeFile(join(directory, 'secret.key'), 'half a k');
    await expect(loadSecretKey({ dataFolder: directory })).rejects.toMatchObject({ code: 'secrets.unreadable' });
    expect((await stat(join(directory, 'secret.key'))).size).toBe(8);
    const nested = join(directory, 'secret.key', 'below');
    await expect(loadSecretKey({ dataFolder: nested })).rejects.toMatchObject({ code: 'secrets.unreadable' });
  });
});
