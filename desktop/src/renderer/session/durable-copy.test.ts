import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { createDurableCopy, type KeyedStorage } from './durable-copy.ts';

afterEach(() => vi.restoreAllMocks());

let profiles = 0;

/** A browser's profile on a disk: `localStorage` is what the page sees, of which only some has been written down. */
const openProfile = () => {
  profiles += 1;
  let seen = new Map<string, string>();
  let written = new Map<string, string>();
  let time = 1_000;
  const storage: KeyedStorage = {
    getItem: (key) => seen.get(key) ?? null,
    setItem: (key, value) => void seen.set(key, value),
    removeItem: (key) => void seen.delete(key),
  };
  const open = () => createDurableCopy({ storage, keys: ['token', 'who'], name: `kept-${profiles}`, now: () => time });
  return {
    storage,
    open,
    set: (token: string | undefined) => {
      time += 1;
      if (token === undefined) storage.removeItem('token');
      else storage.setItem('token', token);
    },
    putClockBack: () => {
      time = 1_000;
    },
    writeDown: () => {
      written = new Map(seen);
    },
    kill: () => {
      seen = new Map(written);
    },
    token: () => seen.get('token'),
  };
};

test('what was kept is there after a kill, whatever localStorage had written down by then', async () => {
  const profile = openProfile();
  profile.set('first');
  await profile.open().keep();
  profile.writeDown();
  profile.set('second');
  await profile.open().keep();
  profile.kill();
  expect(profile.token()).toBe('first');
  expect(await profile.open().restore()).toBe(true);
  expect(profile.token()).toBe('second');
  expect(await profile.open().restore()).toBe(false);
});

test('through any order of changes, kills and restarts the newest kept state is what a restart finds', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('set' as const), token: fc.option(fc.string(), { nil: undefined }) }),
    fc.record({ kind: fc.constantFrom('write down' as const, 'kill' as const, 'clock' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
      const profile = openProfile();
      let newest: string | undefined;
      for (const next of steps) {
        if (next.kind === 'set') {
          newest = next.token;
          profile.set(newest);
          await profile.open().keep();
        }
        if (next.kind === 'write down') profile.writeDown();
        if (next.kind === 'clock') profile.putClockBack();
        if (next.kind === 'kill') {
          profile.kill();
          await profile.open().restore();
          expect(profile.token()).toBe(newest);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('whoever signed out is not back after a kill', async () => {
  const profile = openProfile();
  profile.set('token');
  await profile.open().keep();
  profile.writeDown();
  profile.set(undefined);
  await profile.open().keep();
  profile.kill();
  await profile.open().restore();
  expect(profile.token()).toBeUndefined();
});

test('a slower tab does not put an older state over a newer one', async () => {
  const profile = openProfile();
  const [slow, fast] = [profile.open(), profile.open()];
  profile.set('older');
  const keeping = slow.keep();
  profile.set('newer');
  await Promise.all([fast.keep(), keeping]);
  profile.kill();
  await profile.open().restore();
  expect(profile.token()).toBe('newer');
});

test('without IndexedDB, or with one that never answers, localStorage goes on alone', async () => {
  const warned = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('It is refused.', 'SecurityError');
  });
  const profile = openProfile();
  profile.set('secret-token');
  await profile.open().keep();
  expect(await profile.open().restore()).toBe(false);
  expect(profile.token()).toBe('secret-token');

  vi.spyOn(indexedDB, 'open').mockReturnValue(Object.assign(new EventTarget()) as IDBOpenDBRequest);
  vi.useFakeTimers();
  const restoring = profile.open().restore();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await restoring).toBe(false);
  vi.useRealTimers();
  expect(profile.token()).toBe('secret-token');
  expect(warned).toHaveBeenCalledTimes(3);
  expect(JSON.stringify(warned.mock.calls.map((call) => call.map(String)))).not.toContain('secret-token');
});
