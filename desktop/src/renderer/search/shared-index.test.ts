import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { afterEach, expect, test } from 'vitest';
import { createKeptIndex, type KeptIndex } from './kept-index.ts';
import { type AskedIndex, createSharedIndex, type SharedIndex } from './shared-index.ts';

const tabs: SharedIndex[] = [];
let name = crypto.randomUUID();

afterEach(() => {
  for (const tab of tabs.splice(0)) tab.close();
  name = crypto.randomUUID();
});

const openTab = (): SharedIndex => {
  const tab = createSharedIndex(name);
  tabs.push(tab);
  return tab;
};

const indexWith = async (text: string): Promise<KeptIndex> => {
  const index = createKeptIndex();
  const passage = { id: 'p', sourceId: 's', position: 0, title: '', text, language: 'ru' as const };
  await index.apply({ changed: [passage], gone: [] });
  return index;
};

const textsIn = async (tab: SharedIndex): Promise<readonly string[]> =>
  (await tab.search('курьер', 5)).map(({ text }) => text);

test('every tab asks the one index, the tab that has it too', async () => {
  const [first, second, third] = [openTab(), openTab(), openTab()];
  const index = await indexWith('Курьер привозит заказ.');
  first.serve(index);
  for (const tab of [first, second, third]) expect(await textsIn(tab)).toEqual(['Курьер привозит заказ.']);
  expect((await second.answer('кто привозит заказ?')).quotes[0]?.text).toBe('Курьер привозит заказ.');
});

test('what was asked before there was an index, or of one that is gone, is answered by the next', async () => {
  const [first, second] = [openTab(), openTab()];
  const early = textsIn(second);
  const deaf: AskedIndex = { search: () => new Promise(() => undefined), answer: () => new Promise(() => undefined) };
  const stop = first.serve(deaf);
  const unheard = textsIn(second);
  stop();
  second.serve(await indexWith('Курьер звонит заранее.'));
  expect(await early).toEqual(['Курьер звонит заранее.']);
  expect(await unheard).toEqual(['Курьер звонит заранее.']);
  expect(await textsIn(first)).toEqual(['Курьер звонит заранее.']);
});

test('a failure reaches the tab that asked, and a closed workspace leaves nobody waiting', async () => {
  const [first, second] = [openTab(), openTab()];
  const failing = () => Promise.reject(new Failure('store.unavailable', 'Search stopped.', 'Reload.'));
  const stop = first.serve({ search: failing, answer: failing });
  await expect(textsIn(second)).rejects.toMatchObject({ code: 'store.unavailable', hint: 'Reload.' });
  stop();
  const unanswered = textsIn(second);
  second.close();
  await expect(unanswered).rejects.toMatchObject({ code: 'store.unavailable' });
});
