import { expect, test } from 'vitest';
import { reloadWhenUpdated } from './reload-when-updated.ts';

const openPage = (page: string | undefined, entry = 'index-old.js') => {
  const kept = new Map<string, string>();
  let reloads = 0;
  const parts = {
    entry,
    readPage: async () => page,
    storage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    },
    reload: () => {
      reloads += 1;
    },
  };
  return { parts, reloads: () => reloads };
};

test('a page of a build that the server has replaced is reloaded, but only once', async () => {
  const { parts, reloads } = openPage('<script src="./assets/index-new.js">');
  expect(await reloadWhenUpdated(parts)).toBe(true);
  expect(await reloadWhenUpdated(parts)).toBe(false);
  expect(reloads()).toBe(1);
  expect(await reloadWhenUpdated({ ...parts, entry: 'index-new.js' })).toBe(false);
  expect(await reloadWhenUpdated({ ...parts, entry: 'index-other.js' })).toBe(true);
});

test('a page stays when the server is away, or still has its build', async () => {
  for (const page of [undefined, '<script src="./assets/index-old.js">']) {
    const { parts, reloads } = openPage(page);
    expect(await reloadWhenUpdated(parts)).toBe(false);
    expect(reloads()).toBe(0);
  }
});
