import 'fake-indexeddb/auto';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { passages as entity, type Passage, passageSchema } from '@inbetwin/shared/entities/passage.ts';
import { expose, wrap } from 'comlink';
import { createRxDatabase, type RxCollection, type RxDatabase } from 'rxdb';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { rxSchemaOf } from '../database/opening/rx-schema.ts';
import { createKeptIndex, type KeptIndex } from './kept-index.ts';
import type { OpenIndex } from './open-index.ts';
import { createRendererSearch, type RendererSearch } from './renderer-search.ts';

const passage = (id: string, text: string): Passage =>
  passageSchema.parse({
    id,
    sourceId: 'source',
    position: 0,
    title: 'Доставка',
    text,
    start: 0,
    end: text.length,
    language: 'ru',
    updatedAt: 1,
  });

let database: RxDatabase<{ passages: RxCollection<Passage> }>;
let passages: RxCollection<Passage>;
let search: RendererSearch | undefined;
let count = 0;

beforeEach(async () => {
  count += 1;
  database = await createRxDatabase({ name: `search-${count}`, storage: getRxStorageMemory(), multiInstance: false });
  ({ passages } = await database.addCollections({ passages: { schema: rxSchemaOf(entity), autoMigrate: false } }));
});

afterEach(async () => {
  search?.close();
  await database.close();
});

const never = new Promise<never>(() => undefined);

/** The engine behind Comlink and a message channel, as the worker has it. */
const openOverChannel = (index: KeptIndex = createKeptIndex()): OpenIndex => {
  const { port1, port2 } = new MessageChannel();
  expose(index, port1);
  const close = () => {
    port1.close();
    port2.close();
  };
  return { index: wrap<KeptIndex>(port2), broken: never, close };
};

const found = async (query: string): Promise<readonly string[] | undefined> =>
  (await search?.search(query, 10))?.map(({ passageId }) => passageId);

it('finds what is stored on the device, and answers from it', async () => {
  await passages.bulkInsert(
    Array.from({ length: 1300 }, (_, at) => passage(`p${at}`, `Услуга ${at} стоит ${at} рублей.`)),
  );
  search = createRendererSearch({ passages, openIndex: openOverChannel });
  expect(search.status().state).toBe('loading');
  await search.ready();
  expect(search.status()).toMatchObject({ state: 'ready', applied: 1300 });
  await expect.poll(() => search?.status().isEmbedded).toBe(true);
  expect((await found('услуга 1107'))?.[0]).toBe('p1107');
  expect((await search.answer('сколько стоит услуга 1107?')).quotes[0]?.text).toBe('Услуга 1107 стоит 1107 рублей.');
});

it('follows changes, those during the first load too', async () => {
  await passages.bulkInsert([passage('old', 'Курьер привозит заказ.'), passage('gone', 'Курьер работает ночью.')]);
  search = createRendererSearch({ passages, openIndex: openOverChannel });
  await passages.insert(passage('new', 'Курьер звонит заранее.'));
  await (await passages.findOne('gone').exec())?.remove();
  await (await passages.findOne('old').exec())?.patch({ text: 'Самовывоз со склада.' });
  await search.ready();
  await vi.waitFor(async () => expect(await found('курьер')).toEqual(['new']));
  expect(await found('самовывоз')).toEqual(['old']);
});

it('keeps a change that happens while an older state is being read', async () => {
  await passages.insert(passage('p', 'Курьер привозит заказ.'));
  const query = passages.storageInstance.query.bind(passages.storageInstance);
  vi.spyOn(passages.storageInstance, 'query').mockImplementationOnce(async (prepared) => {
    const read = await query(prepared);
    await (await passages.findOne('p').exec())?.patch({ text: 'Самовывоз со склада.' });
    return read;
  });
  search = createRendererSearch({ passages, openIndex: openOverChannel });
  await search.ready();
  expect(await found('самовывоз')).toEqual(['p']);
  expect(await found('курьер')).toEqual([]);
});

it('lets the last query win and never asks the ones that were overtaken', async () => {
  const index = createKeptIndex();
  const asked: string[] = [];
  const spied: KeptIndex = {
    ...index,
    search: (query, limit) => {
      asked.push(query);
      return index.search(query, limit);
    },
  };
  await passages.insert(passage('p', 'Курьер привозит заказ.'));
  search = createRendererSearch({ passages, openIndex: () => openOverChannel(spied) });
  await search.ready();
  const results = await Promise.all(['к', 'ку', 'кур', 'курьер'].map((query) => found(query)));
  expect(results).toEqual([undefined, undefined, undefined, ['p']]);
  expect(asked).not.toContain('кур');
});

it('asks aside what no typing overtakes, and hands filter and reasons on', async () => {
  await passages.bulkInsert([
    passage('p', 'Курьер привозит заказ.'),
    { ...passage('e', 'Курьер works at night.'), language: 'en' },
  ]);
  search = createRendererSearch({ passages, openIndex: openOverChannel });
  await search.ready();
  const aside = search.searchAside('курьер', 10);
  const typed = ['ку', 'кур', 'курьер'].map((query) => found(query));
  expect((await aside).map(({ passageId }) => passageId).toSorted()).toEqual(['e', 'p']);
  expect((await Promise.all(typed)).at(-1)?.toSorted()).toEqual(['e', 'p']);
  const results = await search.search('курьер', 10, { explain: true, filter: { languages: ['ru'] } });
  expect(results?.map(({ passageId, why }) => [passageId, why?.fullText?.rank])).toEqual([['p', 1]]);
  const answer = await search.answer('кто привозит заказ?', { filter: { languages: ['en'] } });
  expect(answer.quotes.map(({ passageId }) => passageId)).not.toContain('p');
});

it('says so, and lets no query hang, when the worker breaks', async () => {
  let breakIt: (reason: Failure) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => {
    breakIt = reject;
  });
  const deaf = (): Promise<never> => never;
  const index: KeptIndex = { ...createKeptIndex(), search: deaf, answer: deaf };
  search = createRendererSearch({ passages, openIndex: () => ({ index, broken, close: () => undefined }) });
  const asked = search.search('курьер', 1);
  breakIt(new Failure('store.unavailable', 'Search stopped.', 'Reload.'));
  await expect(asked).rejects.toMatchObject({ code: 'store.unavailable' });
  await expect(search.answer('курьер?')).rejects.toMatchObject({ code: 'store.unavailable' });
  await vi.waitFor(() => expect(search?.status().state).toBe('failed'));
});
