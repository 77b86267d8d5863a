import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ensureDataFolder } from './data-folder.ts';

test('makes the folder with its parents, and leaves nothing in it', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'inbetwin-folder-'));
  const folder = path.join(root, 'a', 'b');
  await Promise.all([ensureDataFolder(folder), ensureDataFolder(folder)]);
  expect(await readdir(folder)).toEqual([]);
  await rm(root, { recursive: true });
});

test('says which folder cannot be written, and what to set', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'inbetwin-folder-'));
  const file = path.join(root, 'file');
  await writeFile(file, '');
  await expect(ensureDataFolder(path.join(file, 'below'))).rejects.toMatchObject({
    code: 'store.unavailable',
    message: expect.stringContaining(file),
    hint: expect.stringContaining('INBETWIN_DATA'),
  });
  await rm(root, { recursive: true });
});

test.runIf(process.platform === 'linux')('ends on a file system that takes no folders', async () => {
  await expect(ensureDataFolder('/proc/inbetwin/data')).rejects.toMatchObject({ code: 'store.unavailable' });
});
