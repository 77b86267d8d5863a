import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FakeCouch, startFakeCouch } from '../testing/fake-couch.ts';
import { openCouchStore } from './couch-store.ts';
import { readCouchUrl } from './couch-url.ts';

const NAME = 'test/docs';
const byRank = { index: ['rank'], equals: [], limit: 9 };
const byGroup = { index: ['group'], equals: [], limit: 9 };
const bySize = { index: ['size'], equals: [], limit: 9 };

let couch: FakeCouch;
let before = 0;
let latency = (): number => 0;
const stores: DocumentStore[] = [];
const warned: string[] = [];
const open = (...indexes: readonly (readonly string[])[]) => {
  const log = { info: () => undefined, warn: (_: object, sentence: string) => void warned.push(sentence) };
  const store = openCouchStore({ url: couch.url, log });
  stores.push(store);
  return store.collection(NAME, { indexes });
};

beforeEach(async () => {
  latency = () => 0;
  couch = await startFakeCouch({ latency: () => latency() });
  const former = open(['rank']);
  await former.write([{ id: 'a', body: { rank: 1, group: 'x', size: 2 } }]);
  await former.find(byRank);
  await expect.poll(() => couch.requests.at(-1)).toBe('GET /test/_design/indexes');
  before = couch.requests.length;
});
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
  warned.length = 0;
  await couch.close();
});

const readDesign = async (name: string): Promise<object> => {
  const { address, authorization = '' } = readCouchUrl(couch.url);
  const response = await fetch(`${address}/test/_design/${name}`, { headers: { authorization } });
  return (await response.json()) as object;
};

const designWrites = () =>
  couch.requests.slice(before).filter((line) => /^(PUT|DELETE|POST) \/test\/_design\/indexes/.test(line));

it('builds a further index under another name before reads depend on it, and without being asked for it', async () => {
  const docs = open(['rank'], ['group']);
  await docs.find(byRank);
  const view = 'POST /test/_design/indexes/_view/docs.rank';
  await expect
    .poll(designWrites)
    .toEqual([
      view,
      'PUT /test/_design/indexes-next',
      'POST /test/_design/indexes-next/_view/ids',
      'PUT /test/_design/indexes',
      'DELETE /test/_design/indexes-next',
    ]);
  expect(await readDesign('indexes')).toMatchObject({ views: { 'docs.rank': {}, 'docs.group': {}, ids: {} } });
  expect((await docs.find(byGroup)).documents).toHaveLength(1);
});

it('reads the present indexes while further ones are being built', async () => {
  couch.spoil(/indexes-next\/_view/, 'silence');
  const docs = open(['rank'], ['group']);
  await docs.find(byRank);
  await expect.poll(designWrites).toContain('POST /test/_design/indexes-next/_view/ids');
  expect((await docs.find(byRank)).documents).toHaveLength(1);
  expect(await docs.count()).toBe(1);
  expect(designWrites()).not.toContain('PUT /test/_design/indexes');
});

it('says that building failed, and builds what a read needs when it needs it', async () => {
  couch.spoil(/indexes-next\/_view/, 'cut');
  const docs = open(['rank'], ['group']);
  await docs.find(byRank);
  await expect.poll(() => warned).toHaveLength(1);
  expect((await docs.find(byGroup)).documents).toHaveLength(1);
});

it.each([0, 3, 10])(
  'keeps the indexes of servers that build different ones at once, with latencies of up to twice %i ms',
  async (ms) => {
    let asked = 0;
    latency = () => ms * (asked++ % 3);
    const [one, another, third] = [open(['rank'], ['group']), open(['rank'], ['size']), open(['group'], ['size'])];
    const reads = [one.find(byGroup), another.find(bySize), third.find(byGroup), third.find(bySize)];
    for (const { documents } of await Promise.all(reads)) expect(documents).toHaveLength(1);
    const views = { ids: {}, 'docs.rank': {}, 'docs.group': {}, 'docs.size': {} };
    await expect.poll(() => readDesign('indexes')).toMatchObject({ views });
    await expect.poll(() => readDesign('indexes-next')).toMatchObject({ error: 'not_found' });
  },
);
