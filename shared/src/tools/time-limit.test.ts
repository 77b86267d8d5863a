import { expect, test } from 'vitest';
import { withTimeLimit } from './time-limit.ts';

const { signal } = new AbortController();

test('quick work gives its result', async () => {
  expect(await withTimeLimit(async () => 5, { ms: 1000, signal, what: 'work' })).toBe(5);
});

test('slow work is called off and reported, whether or not it heeds the signal', async () => {
  let given: AbortSignal | undefined;
  const work = (inner: AbortSignal) => {
    given = inner;
    return Promise.withResolvers<never>().promise;
  };
  await expect(withTimeLimit(work, { ms: 5, signal, what: 'work' })).rejects.toMatchObject({ code: 'run.limit' });
  expect(given?.aborted).toBe(true);
});

test('a stopping server calls it off at once', async () => {
  const stopping = new AbortController();
  const work = withTimeLimit(() => Promise.withResolvers<never>().promise, {
    ms: 60_000,
    signal: stopping.signal,
    what: 'work',
  });
  stopping.abort();
  await expect(work).rejects.toMatchObject({ code: 'server.stopping' });
});
