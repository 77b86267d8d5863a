import { hash } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSearchIndex } from '@inbetwin/shared/search/create-search-index.ts';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSnapshot, removeSnapshot, writeSnapshot } from './snapshot-file.ts';

const origin = 'store-1/team-t1/passages';

let folder: string;
let file: string;

const save = async (sequence: string, passages = 1200): Promise<void> => {
  const index = createSearchIndex({ embedder: 'none' });
  await index.put(
    Array.from({ length: passages }, (_, at) => {
      const place = { id: `p${at}`, sourceId: 's', position: at, language: 'ru' as const };
      return { ...place, title: 'Зал', text: `Услуга ${at}`, question: at % 2 ? 'Где зал?' : undefined };
    }),
  );
  await index.remove(['p1', `p${passages - 1}`]);
  await writeSnapshot(file, { origin, sequence, snapshot: index.save() });
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inbetwin-snapshot-'));
  file = join(folder, 'search', 't1.snapshot');
});

afterEach(() => rm(folder, { recursive: true }));

it('gives back what was written, for its owner alone to read, and leaves nothing beside it', async () => {
  await save('1', 30);
  const index = createSearchIndex({ embedder: 'none' });
  await index.put([{ id: 'p', sourceId: 's', position: 0, title: '', text: 'Лофт', language: 'ru' }]);
  const snapshot = index.save();
  await writeFile(`${file}.part`, 'left by a killed process');
  await chmod(`${file}.part`, 0o644);
  await writeSnapshot(file, { origin, sequence: '2', snapshot });
  expect(await readSnapshot(file, origin)).toMatchObject({ sequence: '2', snapshot });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'search'))).mode & 0o777).toBe(0o700);
  expect(await readdir(join(folder, 'search'))).toEqual(['t1.snapshot']);
});

it('has nothing to give where nothing was written, or it was removed', async () => {
  expect(await readSnapshot(file, origin)).toBeUndefined();
  await removeSnapshot(file);
  await save('1', 2);
  await removeSnapshot(file);
  expect(await readSnapshot(file, origin)).toBeUndefined();
});

it('refuses what is of another store', async () => {
  await save('1', 2);
  await expect(readSnapshot(file, 'store-2/team-t1/passages')).rejects.toThrow('another store');
});

it('refuses what another version wrote', async () => {
  await save('1', 2);
  const bytes = (await readFile(file)).subarray(0, -32);
  const at = bytes.indexOf('version') + 'version'.length;
  // V8 writes the number 1 as I and 2.
  expect([...bytes.subarray(at, at + 2)]).toEqual(['I'.charCodeAt(0), 2]);
  bytes[at + 1] = 4;
  await writeFile(file, Buffer.concat([bytes, hash('sha256', bytes, 'buffer')]));
  await expect(readSnapshot(file, origin)).rejects.toThrow('another version');
});

it('refuses a file that was cut off or of which a bit was flipped, wherever', async () => {
  await save('1');
  const whole = await readFile(file);
  const place = fc.nat(whole.length - 1);
  await fc.assert(
    fc.asyncProperty(place, fc.nat(7), fc.boolean(), async (at, bit, cut) => {
      const damaged = Buffer.from(cut ? whole.subarray(0, at) : whole);
      if (!cut) damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
      await writeFile(file, damaged);
      await expect(readSnapshot(file, origin)).rejects.toThrow('damaged');
    }),
    {
      numRuns: 40,
      examples: [
        [0, 0, true],
        [31, 0, true],
        [32, 0, true],
        [whole.length - 1, 7, false],
      ],
    },
  );
  await writeFile(file, Buffer.concat([whole, whole]));
  await expect(readSnapshot(file, origin)).rejects.toThrow('damaged');
});

it('keeps the file before when the new one cannot be written', async () => {
  await save('1', 2);
  const unclonable: object = { terms: () => undefined, passages: [] };
  // @ts-expect-error: fails in the middle, as a full disk would
  await expect(writeSnapshot(file, { origin, sequence: '2', snapshot: unclonable })).rejects.toThrow();
  expect(await readSnapshot(file, origin)).toMatchObject({ sequence: '1' });
  expect(await readdir(join(folder, 'search'))).toEqual(['t1.snapshot']);
});
