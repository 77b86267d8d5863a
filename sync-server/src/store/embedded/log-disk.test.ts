import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { openEmbeddedStore } from './embedded-store.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const openStore = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'inbetwin-log-'));
  cleanUps.push(() => rm(directory, { recursive: true, force: true }));
  const store = openEmbeddedStore({ directory });
  cleanUps.push(store.close);
  return { directory, documents: store.collection('test/docs') };
};

/** Stands in for the disk when a file is flushed. */
const flushesOf = async (directory: string, flush: () => Promise<void>) => {
  const handle = await open(join(directory, 'store.sqlite'), 'r');
  const spy = vi.spyOn(Object.getPrototypeOf(handle) as typeof handle, 'datasync').mockImplementation(flush);
  await handle.close();
  cleanUps.push(() => spy.mockRestore());
  return spy;
};

const isSettled = async (promise: Promise<unknown>): Promise<boolean> => {
  const open = Symbol('open');
  return (await Promise.race([promise, new Promise((resolve) => setImmediate(resolve, open))])) !== open;
};

test('neither a write nor a reading of what it wrote is answered before the log is on disk', async () => {
  const { directory, documents } = await openStore();
  await documents.write([{ id: 'a', body: {} }]);
  const disk = Promise.withResolvers<void>();
  const flushes = await flushesOf(directory, () => disk.promise);
  const writing = documents.write([{ id: 'b', body: {} }]);
  await vi.waitFor(() => expect(flushes).toHaveBeenCalled());
  const reading = [documents.get('b'), documents.changes({ limit: 10 }), documents.sequence(), documents.count()];
  for (const answer of [writing, ...reading]) expect(await isSettled(answer)).toBe(false);
  disk.resolve();
  expect(await writing).toMatchObject([{ ok: true }]);
  expect((await Promise.all(reading))[0]).toMatchObject({ id: 'b' });
});

test('a write whose log cannot be flushed is not acknowledged, and neither is a reading until it can be', async () => {
  const { directory, documents } = await openStore();
  await documents.write([{ id: 'a', body: {} }]);
  const flushes = await flushesOf(directory, () => Promise.reject(new Error('i/o error')));
  await expect(documents.write([{ id: 'b', body: {} }])).rejects.toMatchObject({ code: 'store.unavailable' });
  await expect(documents.get('b')).rejects.toMatchObject({ code: 'store.unavailable' });
  flushes.mockResolvedValue();
  expect(await documents.get('b')).toMatchObject({ id: 'b' });
});

test('after a flush that failed nothing is read on the word of another flush: the log is moved into the file first', async () => {
  const { directory, documents } = await openStore();
  await documents.write([{ id: 'first', body: {} }]);
  const sizeOfLog = async () => (await stat(join(directory, 'store.sqlite-wal'))).size;
  const flushes = await flushesOf(directory, () => Promise.resolve());
  flushes.mockRejectedValueOnce(new Error('i/o error'));
  await expect(documents.write([{ id: 'a', body: {} }])).rejects.toMatchObject({
    message: expect.stringContaining('may be kept or not'),
  });
  expect(await sizeOfLog()).toBeGreaterThan(0);
  expect(await documents.get('a')).toMatchObject({ id: 'a' });
  expect(await sizeOfLog()).toBe(0);
  expect(await documents.write([{ id: 'a', body: {} }])).toMatchObject([{ ok: false, code: 'conflict' }]);
  expect(await documents.write([{ id: 'b', body: {} }])).toMatchObject([{ ok: true }]);
});

test('who follows the changes is told of one that could not be flushed, once it is on disk', async () => {
  const { directory, documents } = await openStore();
  await documents.write([{ id: 'a', body: {} }]);
  const ending = new AbortController();
  const followed = documents.follow({ limit: 10, signal: ending.signal })[Symbol.asyncIterator]();
  expect((await followed.next()).value).toMatchObject({ changes: [{ id: 'a' }] });
  const next = followed.next();
  const flushes = await flushesOf(directory, () => Promise.resolve());
  flushes.mockRejectedValueOnce(new Error('i/o error'));
  await expect(documents.write([{ id: 'b', body: {} }])).rejects.toMatchObject({ code: 'store.unavailable' });
  expect((await next).value).toMatchObject({ changes: [{ id: 'b' }] });
  ending.abort();
});

test('the log is emptied beside the process while much is written', async () => {
  const { directory, documents } = await openStore();
  const text = 'x'.repeat(2000);
  for (let batch = 0; batch < 20; batch++) {
    await documents.write(Array.from({ length: 500 }, (_, at) => ({ id: `${batch}:${at}`, body: { text } })));
  }
  const sizeOf = async (name: string) => (await stat(join(directory, name))).size;
  expect(await sizeOf('store.sqlite-wal')).toBeLessThan(10_000_000);
  expect(await sizeOf('store.sqlite')).toBeGreaterThan(15_000_000);
});
