import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { followFromNow } from './follow-from-now.ts';

const begin = async (failing: (id: string) => boolean = () => false) => {
  const store = createMemoryStore();
  const letters = store.collection('server/letters');
  const write = async (id: string) => expect(await letters.write([{ id, body: {} }])).toMatchObject([{ ok: true }]);
  await write('before');
  const stopping = new AbortController();
  onTestFinished(() => stopping.abort());
  const handled: string[] = [];
  const failures: string[] = [];
  const following = await followFromNow(letters, {
    handle: async (changes) => {
      const ids = changes.map(({ id }) => id);
      if (ids.some(failing)) throw new Error(`cannot handle ${ids}`);
      handled.push(...ids);
    },
    onFailed: (error) => failures.push(String(error)),
    signal: stopping.signal,
  });
  return { store, write, handled, failures, following, stopping };
};

test('handles what is written from now on, until it is aborted', async () => {
  const { write, handled, following, stopping } = await begin();
  await write('a');
  await write('b');
  await vi.waitFor(() => expect(handled).toEqual(['a', 'b']));
  stopping.abort();
  await following.ended;
  await write('c');
  expect(handled).toEqual(['a', 'b']);
});

test('handles again what could not be handled, and nothing behind it is lost', async () => {
  let isDown = true;
  const { write, handled, failures } = await begin((id) => isDown && id === 'b');
  await write('a');
  await vi.waitFor(() => expect(handled).toEqual(['a']));
  await write('b');
  await vi.waitFor(() => expect(failures).toHaveLength(1));
  isDown = false;
  await write('c');
  await vi.waitFor(() => expect(handled).toEqual(['a', 'b', 'c']), { timeout: 10_000 });
});

test('begins anew with a database that takes the place of the followed one', async () => {
  const { store, write, handled } = await begin();
  await store.deleteDatabase('server');
  await write('first of the new one');
  await write('second of the new one');
  await vi.waitFor(() => expect(handled).toEqual(['first of the new one', 'second of the new one']), {
    timeout: 10_000,
  });
});
