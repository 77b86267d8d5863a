import 'fake-indexeddb/auto';
import type { IndexedPassage } from '@inbetwin/shared/search/search-index.ts';
import { expose, wrap } from 'comlink';
import { expect, test } from 'vitest';
import { createKeptIndex, type KeptIndex } from './kept-index.ts';

const passage = (at: number): IndexedPassage => ({
  id: `p${at}`,
  sourceId: `s${at}`,
  position: 0,
  title: `Услуга ${at}`,
  text: `Курьер ${at} привозит заказ за ${at} минут по городу. `.repeat(8),
  language: 'ru',
});

test('answers queries while many passages are put', async () => {
  const { port1, port2 } = new MessageChannel();
  expose(createKeptIndex(), port1);
  const index = wrap<KeptIndex>(port2);
  let isApplied = false;
  const applying = index.apply({ changed: Array.from({ length: 1500 }, (_, at) => passage(at)), gone: [] });
  const applied = applying.then(() => {
    isApplied = true;
  });
  const found = await index.search('курьер', 1, { explain: true });
  expect([found.length, isApplied]).toEqual([1, false]);
  await applied;
  port1.close();
  port2.close();
});

test('takes up what it kept, and saves nothing that is applied meanwhile', async () => {
  const home = { name: 'kept-index', identity: '1' };
  const first = createKeptIndex();
  expect(await first.begin(home)).toBeUndefined();
  await first.apply({ changed: Array.from({ length: 1200 }, (_, at) => passage(at)), gone: [] });
  await first.apply({ changed: [], gone: ['p7'] });
  const checkpoint = { id: 'p1199', lwt: 5 };
  const keeping = first.keep(checkpoint);
  await first.apply({ changed: [passage(5000)], gone: ['p8'] });
  await keeping;
  const second = createKeptIndex();
  expect(await second.begin(home)).toEqual(checkpoint);
  expect(await second.count()).toBe(1199);
  const idOf = async (at: number) =>
    (await second.search('курьер', 1, { filter: { sourceIds: [`s${at}`] } }))[0]?.passageId;
  expect(await Promise.all([7, 8, 1199, 5000].map(idOf))).toEqual([undefined, 'p8', 'p1199', undefined]);
  await second.startOver();
  expect(await second.count()).toBe(0);
  expect(await createKeptIndex().begin({ ...home, identity: '2' })).toBeUndefined();
});
