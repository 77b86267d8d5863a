import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { expect, test } from 'vitest';
import { createStoreCheck } from './store-check.ts';

const full = new Failure('store.full', 'The disk is full.', 'Free disk space.');
const down = new Failure('store.unavailable', 'No answer.', 'Try again.');

/** A store whose reads and writes fail on demand, at a time of its own. */
const openStore = () => {
  const state: { now: number; read?: Failure | undefined; write?: Failure | undefined; writes: number } = {
    now: 0,
    writes: 0,
  };
  const store = createStoreCheck(
    {
      read: async () => {
        if (state.read) throw state.read;
      },
      write: async () => {
        state.writes += 1;
        store.noteWrite(state.write);
        if (state.write) throw state.write;
      },
    },
    () => state.now,
  );
  return { store, state };
};

test('writes once to find out whether it can, and then only reads', async () => {
  const { store, state } = openStore();
  for (let n = 0; n < 20; n++) await store.check();
  expect(state.writes).toBe(1);
});

test('does not write at all when something was written already', async () => {
  const { store, state } = openStore();
  store.noteWrite();
  await store.check();
  expect(state.writes).toBe(0);
});

test('remembers that a write failed, and tries one now and then until one succeeds', async () => {
  const { store, state } = openStore();
  store.noteWrite();
  store.noteWrite(full);
  state.write = full;
  for (const now of [0, 400, 999, 1000, 1001]) {
    state.now = now;
    await expect(store.check()).rejects.toBe(full);
  }
  expect(state.writes).toBe(2);
  state.write = undefined;
  await expect(store.check()).rejects.toBe(full);
  state.now = 2000;
  await store.check();
  expect(state.writes).toBe(3);
});

test('is well again as soon as anybody could write', async () => {
  const { store, state } = openStore();
  store.noteWrite(full);
  store.noteWrite();
  await store.check();
  expect(state.writes).toBe(0);
});

test('fails while the store cannot be read, whatever was written', async () => {
  const { store, state } = openStore();
  store.noteWrite();
  state.read = down;
  await expect(store.check()).rejects.toBe(down);
  state.read = undefined;
  await store.check();
});

test('asks the store once for all who ask at the same time', async () => {
  const { store, state } = openStore();
  await Promise.all(Array.from({ length: 10 }, () => store.check()));
  expect(state.writes).toBe(1);
});
