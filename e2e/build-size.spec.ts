import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

const root = path.resolve('desktop/out/renderer');
const assets = path.join(root, 'assets');

/** Sizes in bytes after gzip, each with the words of one language: the page's script, and everything that the inbox needs. */
const MAX_START = 224_000;
const MAX_INBOX = 441_000;

const read = (name: string): string => readFileSync(path.join(assets, name), 'utf8');

/** The static imports of a file; `import(…)` loads on demand and is not included. */
const importsOf = (name: string): readonly string[] =>
  [...read(name).matchAll(/(?:from|import)\s?["'`]\.\/([\w.-]+\.js)["'`]/g)].map(([, imported = '']) => imported);

const closureOf = (names: readonly string[]): ReadonlySet<string> => {
  const found = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    waiting.push(...importsOf(name));
  }
  return found;
};

const gzipped = (names: Iterable<string>): number =>
  [...names].reduce((sum, name) => sum + gzipSync(read(name), { level: 9 }).length, 0);

const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
const [, entry = ''] =
  /src="\.\/assets\/(index-[\w-]+\.js)"/.exec(readFileSync(path.join(root, 'index.html'), 'utf8')) ?? [];

test('the page starts with little script, and the other screens come when they are opened', () => {
  const start = closureOf([entry]);
  const inbox = closureOf([entry, ...scripts.filter((name) => name.startsWith('workspace-'))]);
  const words = scripts.filter((name) => /^(ru|en)-/.test(name));
  expect(words.map((name) => [name.slice(0, 2), inbox.has(name)])).toEqual([
    ['en', false],
    ['ru', false],
  ]);
  const language = Math.max(...words.map((name) => gzipped([name])));
  expect(gzipped(start) + language).toBeLessThan(MAX_START);
  expect(gzipped(inbox) + language).toBeLessThan(MAX_INBOX);
  for (const screen of ['agents', 'approvals', 'knowledge', 'leads', 'search-lab', 'settings', 'trace']) {
    const chunk = scripts.find((name) => name.startsWith(`${screen}-screen-`));
    expect([screen, chunk !== undefined, inbox.has(chunk ?? '')]).toEqual([screen, true, false]);
  }
});

test('the service worker keeps every file of the build for the time without a network', () => {
  const [list = ''] = readFileSync(path.join(root, 'service-worker.js'), 'utf8').split('\n');
  const kept = [...list.matchAll(/"path":"assets\/([^"]+)"/g)].map(([, name]) => name);
  expect(kept.sort()).toEqual(
    readdirSync(assets)
      .filter((name) => !/\.(br|gz)$/.test(name))
      .sort(),
  );
});
