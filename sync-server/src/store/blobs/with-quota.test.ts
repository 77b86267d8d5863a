import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createCouchBlobStore } from '../couch/couch-blob-store.ts';
import { startFakeCouch } from '../testing/fake-couch.ts';
import { createDiskBlobStore } from './disk-blob-store.ts';
import { withQuota } from './with-quota.ts';

const bytes = (letter: string) => Buffer.alloc(400_000, letter);

async function* streamOf(letter: string) {
  for (let at = 0; at < 4; at++) yield bytes(letter).subarray(0, 100_000);
}

const kinds = [
  [
    'on disk',
    async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'inbetwin-quota-'));
      onTestFinished(() => rm(folder, { recursive: true, force: true }));
      return createDiskBlobStore(folder);
    },
  ],
  [
    'in CouchDB, over HTTP to a stand-in',
    async () => {
      const couch = await startFakeCouch();
      onTestFinished(() => couch.close());
      return createCouchBlobStore({ url: couch.url });
    },
  ],
] as const;

test.each(kinds)('files %s: a team has its quota, whatever others keep, and gets room back', async (_kind, open) => {
  const blobs = withQuota(await open(), 1_000_000);
  expect(await blobs.usage('team1')).toBe(0);
  const first = await blobs.put('team1', bytes('a'));
  await blobs.put('team1', bytes('b'));
  await expect(blobs.put('team1', bytes('c'))).rejects.toMatchObject({
    code: 'knowledge.quota',
    hint: expect.stringContaining('TEAM_FILES_MB'),
  });
  expect(await blobs.put('team1', bytes('a'))).toBe(first);
  await expect(blobs.putStream('team1', streamOf('c'))).rejects.toMatchObject({ code: 'knowledge.quota' });
  await blobs.put('team2', bytes('c'));
  await blobs.delete('team1', first);
  await blobs.putStream('team1', streamOf('c'));
  expect(await blobs.usage('team1')).toBeGreaterThanOrEqual(800_000);
});
