import { expect, it } from 'vitest';
import { createSharedQueries } from './shared-queries.ts';

const never = new AbortController().signal;

const createCounter = (characters = 10_000) => {
  const queries = createSharedQueries({ characters });
  let runs = 0;
  const ask = (key: string, signal = never, value: unknown = key) =>
    queries.ask({
      key,
      signal,
      run: async (own) => {
        runs += 1;
        await new Promise(setImmediate);
        own.throwIfAborted();
        return value;
      },
    });
  return { ask, runs: () => runs };
};

it('runs what is asked at the same time once, and gives what was found to those who ask later', async () => {
  const { ask, runs } = createCounter();
  expect(await Promise.all(['a', 'a', 'b', 'a'].map((key) => ask(key)))).toEqual(['a', 'a', 'b', 'a']);
  expect(await ask('a')).toBe('a');
  expect(runs()).toBe(2);
});

it('goes on while anybody waits, and stops when nobody does', async () => {
  const { ask, runs } = createCounter();
  const gone = new AbortController();
  const left = ask('a', gone.signal);
  const stays = ask('a');
  gone.abort(new Error('typed on'));
  await expect(left).rejects.toThrow('typed on');
  expect(await stays).toBe('a');

  const alone = ask('b', AbortSignal.abort(new Error('typed on')));
  await expect(alone).rejects.toThrow('typed on');
  const last = new AbortController();
  const cancelled = ask('c', last.signal);
  last.abort(new Error('typed on'));
  await expect(cancelled).rejects.toThrow('typed on');
  expect(await ask('c')).toBe('c');
  expect(runs()).toBe(3);
});

it('keeps no failure', async () => {
  const queries = createSharedQueries({ characters: 1000 });
  const fail = queries.ask({ key: 'a', signal: never, run: () => Promise.reject(new Error('no')) });
  await expect(fail).rejects.toThrow('no');
  expect(await queries.ask({ key: 'a', signal: never, run: async () => 'yes' })).toBe('yes');
});

it('keeps the results that were used last, and none that is large', async () => {
  const { ask, runs } = createCounter(200);
  // Each is 20 characters with its key.
  for (const key of 'abcdefghij') await ask(key, never, key.repeat(17));
  await ask('a');
  expect(runs()).toBe(10);
  await ask('k', never, 'k'.repeat(17));
  await ask('a');
  expect(runs()).toBe(11);
  await ask('b');
  expect(runs()).toBe(12);
  for (let n = 0; n < 2; n++) await ask('large', never, 'x'.repeat(100));
  expect(runs()).toBe(14);
});

it('counts a result once when two runs of a query end with it', async () => {
  const queries = createSharedQueries({ characters: 200 });
  let runs = 0;
  const ask = (key: string, signal = never) =>
    queries.ask({
      key,
      signal,
      // Ends with a result although nobody waits for it any more.
      run: async () => {
        runs += 1;
        await new Promise(setImmediate);
        return key.repeat(17);
      },
    });
  // Each is 20 characters with its key.
  for (const key of 'abcdefghi') {
    const gone = new AbortController();
    const left = ask(key, gone.signal);
    gone.abort(new Error('typed on'));
    await expect(left).rejects.toThrow('typed on');
    await ask(key);
  }
  const before = runs;
  for (const key of 'abcdefghi') await ask(key);
  expect(runs).toBe(before);
});
