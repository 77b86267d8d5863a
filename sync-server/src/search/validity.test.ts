import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { signInByLink } from '../testing/api-client.ts';
import { startServer } from '../testing/server-process.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const priceList = (until: string, price: string): string =>
  `---\nproduct: Фейерверк\nдействует до: ${until}\n---\n\nФейерверк на десять минут стоит ${price} рублей.\n`;

test('an expired price is quoted to nobody, and found by those who look for it', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'inbetwin-validity-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  const server = await startServer({ INBETWIN_DATA: folder });
  cleanUps.push(() => server.stop());
  const { api } = await signInByLink(server.link);
  const question = 'Сколько стоит фейерверк?';
  const ask = async () => (await api('answerQuestion', { body: { question } })).answer;
  const add = async (title: string, text: string) =>
    api('createSource', { body: { title, text, mediaType: 'text/markdown' } });

  await add('Прайс прошлого года', priceList('2020-12-31', '11 000'));
  const search = async (query: Record<string, string>) =>
    (await api('searchKnowledge', { query: { q: 'фейерверк', limit: '5', ...query } })).results.map(({ text }) => text);
  await vi.waitFor(async () => expect((await search({ validAt: 'any' })).join()).toContain('11 000'));
  expect(await search({})).toEqual([]);
  expect(await ask()).not.toContain('11 000');

  await add('Прайс', priceList('2199-12-31', '25 000'));
  await vi.waitFor(async () => expect(await ask()).toContain('25 000'));
  expect((await search({ product: 'Фейерверк' })).join()).not.toContain('11 000');
  expect((await search({ validAt: '2020-06-01', product: 'Фейерверк' })).length).toBe(2);
});
