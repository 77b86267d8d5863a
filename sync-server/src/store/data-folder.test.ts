import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
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

const modeOf = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);

test.skipIf(process.platform === 'win32')(
  'a folder that others could read is closed to them, and so is all in it',
  async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'inbetwin-folder-'));
    await mkdir(path.join(folder, 'files', 'team', 'ab'), { recursive: true });
    const files = ['store.sqlite', 'store.sqlite-wal', 'secret.key', 'files/team/ab/abc'];
    for (const file of files) await writeFile(path.join(folder, file), '');
    const all = ['.', 'files', 'files/team', 'files/team/ab', ...files].map((name) => path.join(folder, name));
    for (const one of all) await chmod(one, 0o777);
    await ensureDataFolder(folder);
    const modes = await Promise.all(all.map(modeOf));
    expect(modes).toEqual([...Array(4).fill('700'), ...Array(4).fill('600')]);
    await rm(folder, { recursive: true });
  },
);

test.skipIf(process.platform === 'win32')(
  'what is not the server’s keeps its mode, and so does the folder around it',
  async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'inbetwin-folder-'));
    await mkdir(path.join(folder, 'files-of-mine'));
    const [script, store] = [path.join(folder, 'files-of-mine', 'start.sh'), path.join(folder, 'store.sqlite')];
    for (const file of [script, store]) await writeFile(file, '');
    const all = [folder, path.dirname(script), script, store];
    for (const one of all) await chmod(one, 0o755);
    await ensureDataFolder(folder);
    expect(await Promise.all(all.map(modeOf))).toEqual(['755', '755', '755', '600']);
    await rm(folder, { recursive: true });
  },
);

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
