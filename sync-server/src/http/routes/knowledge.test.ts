import type { Session } from '@inbetwin/shared/contracts/accounts.ts';
import { routes } from '@inbetwin/shared/contracts/http.ts';
import type { Source } from '@inbetwin/shared/entities/source.ts';
import { readDay } from '@inbetwin/shared/timing/days.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOpenApiDocument } from '../machinery/openapi.ts';
import { type Api, readProblem, startApi } from '../testing/start-api.ts';

const DAY = 24 * 3600_000;

let api: Api;
let owner: Session;
let now: number;

beforeAll(async () => {
  api = await startApi();
  owner = await api.register('owner');
  now = api.clock();
});
afterAll(() => api.close());

const asOwner = (method: string, path: string, body?: unknown) =>
  api.send(method, path, { token: owner.accessToken, body });

const sources = '/api/v1/rag/sources';
const at = (source: Source): string => `${sources}/${encodeURIComponent(source.id)}`;

const create = async (text: string, details: object = {}): Promise<Source> => {
  const created = await asOwner('POST', sources, { title: text, text, mediaType: 'text/plain', ...details });
  expect(created.status).toBe(201);
  return routes.createSource.response.parse(await created.json());
};

const search = async (query: string) => {
  const response = await asOwner('GET', `/api/v1/rag/search?q=${query}`);
  expect(response.status, query).toBe(200);
  return routes.searchKnowledge.response.parse(await response.json()).results;
};
const textsOf = async (query: string) => (await search(query)).map(({ text }) => text).sort();

test('a search finds what holds now, what holds at another time, or everything', async () => {
  await create('Price always');
  await create('Price expired', { validUntil: now - 1 });
  await create('Price to come', { validFrom: new Date(now + DAY).toISOString() });
  expect(await textsOf('Price')).toEqual(['Price always']);
  expect(await textsOf(`Price&validAt=${now - 1}`)).toEqual(['Price always', 'Price expired']);
  expect(await textsOf(`Price&validAt=${encodeURIComponent(new Date(now + 2 * DAY).toISOString())}`)).toEqual([
    'Price always',
    'Price to come',
  ]);
  expect(await textsOf('Price&validAt=any')).toEqual(['Price always', 'Price expired', 'Price to come']);
});

test('an answer is made from what holds now, unless another time is asked for', async () => {
  await create('Tariff expired', { validUntil: now - 1 });
  const ask = async (body: object) => (await asOwner('POST', '/api/v1/rag/answer', body)).json();
  expect(await ask({ question: 'Tariff' })).toMatchObject({ answered: false, citations: [] });
  expect(await ask({ question: 'Tariff', validAt: now - 1 })).toMatchObject({ answer: 'Tariff expired' });
  expect(await ask({ question: 'Tariff', validAt: 'any' })).toMatchObject({ answered: true });
  expect(await ask({ question: 'Tariff', validAt: 'any', product: 'Tent' })).toMatchObject({ answered: false });
  expect(await ask({ question: 'Tariff', validAt: 'any', language: ['en', 'ru'] })).toMatchObject({ answered: true });
});

test('sources, languages and products are alternatives of one another', async () => {
  const tent = await create('Rent of a tent', { product: ' Tent ' });
  const floor = await create('Rent of a floor', { product: 'Floor' });
  await create('Rent of nothing');
  expect(tent.product).toBe('Tent');
  expect(await textsOf('Rent&product=Tent')).toEqual(['Rent of a tent']);
  expect(await textsOf('Rent&product=Tent&product=Floor&product=Moon')).toEqual(['Rent of a floor', 'Rent of a tent']);
  expect(await textsOf(`Rent&sourceId=${floor.id}`)).toEqual(['Rent of a floor']);
  expect(await textsOf('Rent&language=ru')).toEqual([]);
  expect(await textsOf('Rent&language=ru&language=en')).toHaveLength(3);
});

test('results say what was joined and what repeats them, and why when asked', async () => {
  await create('Why this');
  expect(await search('Why')).toMatchObject([{ joined: [{ text: 'Why this' }], duplicates: [] }]);
  expect((await search('Why'))[0]?.why).toBeUndefined();
  expect((await search('Why&explain=true'))[0]?.why).toEqual({ fused: 1 });
});

test.each([
  ['GET', '/api/v1/rag/search?q=a&validAt=tomorrow', undefined, 'query.validAt'],
  ['GET', '/api/v1/rag/search?q=a&language=ru&language=de', undefined, 'query.language.1'],
  ['GET', '/api/v1/rag/search?q=a&explain=yes', undefined, 'query.explain'],
  ['GET', '/api/v1/rag/search?q=a&product=', undefined, 'query.product.0'],
  ['POST', '/api/v1/rag/answer', { question: 'a', validAt: -1 }, 'validAt'],
  ['POST', '/api/v1/rag/answer', { question: 'a', sourceId: [] }, 'sourceId'],
  ['POST', sources, { title: 'T', text: 't', mediaType: 'text/plain', validUntil: '2026-02-30' }, 'validUntil'],
  ['POST', sources, { title: 'T', text: 't', mediaType: 'text/plain', validFrom: 9, validUntil: 8 }, 'validUntil'],
])('%s %s names the wrong field', async (method, path, body, field) => {
  const problem = await readProblem(await asOwner(method, path, body));
  expect([problem.status, problem.code]).toEqual([422, 'request.invalid']);
  expect(problem.errors?.map((error) => error.path)).toEqual([field]);
  expect(problem.errors?.[0]?.message).not.toBe('Invalid input');
});

test('a change of a source reaches its passages; what is missing stays, and null clears', async () => {
  const source = await create('Season', { product: 'Tent' });
  const changed = await asOwner('PATCH', at(source), { title: 'Winter', validUntil: '2026-12-31' });
  expect(changed.status).toBe(200);
  const until = readDay('2026-12-31')?.until;
  expect(routes.updateSource.response.parse(await changed.json())).toMatchObject({
    title: 'Winter',
    product: 'Tent',
    validUntil: until,
  });
  const { documents } = await api.services.team(owner.team.id);
  expect(await documents.passages.get(`${source.id}:0`)).toMatchObject({
    title: 'Winter',
    product: 'Tent',
    validUntil: until,
  });

  await asOwner('PATCH', at(source), { product: null, validUntil: null });
  const passage = await documents.passages.get(`${source.id}:0`);
  expect([passage?.product, passage?.validUntil]).toEqual([undefined, undefined]);
});

test('a change that cannot be is refused: a stranger field, an end before the beginning, a source that is not read or not there', async () => {
  const source = await create('Refused', { validFrom: '2026-06-01' });
  const codeOf = async (response: Response) => (await readProblem(response)).code;
  expect(await codeOf(await asOwner('PATCH', at(source), { valid_until: 1 }))).toBe('request.invalid');
  expect(await codeOf(await asOwner('PATCH', at(source), { validUntil: '2026-05-31' }))).toBe('request.invalid');
  expect((await asOwner('PATCH', at(source), { validUntil: '2026-06-01' })).status).toBe(200);
  expect(await codeOf(await asOwner('PATCH', `${sources}/nothing`, {}))).toBe('resource.not_found');
  const { documents } = await api.services.team(owner.team.id);
  await documents.sources.update(source.id, (stored) => ({ ...stored, state: 'indexing' }));
  expect(await codeOf(await asOwner('PATCH', at(source), { product: 'Tent' }))).toBe('resource.conflict');
});

test('a change or a removal that names the version it was made to is refused when that is another by now', async () => {
  const source = await create('Version', { product: 'Tent' });
  const token = owner.accessToken;
  const change = (body: object, ifMatch: string) =>
    api.send('PATCH', at(source), { token, body, headers: { 'If-Match': ifMatch } });
  const read = async () => (await asOwner('GET', at(source))).headers.get('ETag') ?? '';
  const first = await read();
  expect(first).toMatch(/^"[\w-]{22}"$/);

  const changed = await change({ title: 'Autumn' }, first);
  expect(changed.status).toBe(200);
  const second = changed.headers.get('ETag') ?? '';
  expect([second === first, second]).toEqual([false, await read()]);

  const late = await readProblem(await change({ title: 'Winter', product: null }, first));
  expect([late.status, late.code]).toEqual([412, 'resource.changed']);
  const removal = { token, headers: { 'If-Match': first } };
  expect((await api.send('DELETE', at(source), removal)).status).toBe(412);
  const { documents } = await api.services.team(owner.team.id);
  expect(await documents.sources.get(source.id)).toMatchObject({ title: 'Autumn', product: 'Tent' });
  expect(await documents.passages.get(`${source.id}:0`)).toMatchObject({ title: 'Autumn' });

  expect((await change({ title: 'Winter' }, `"other", W/${second}`)).status).toBe(200);
  expect((await change({ title: 'Spring' }, '*')).status).toBe(200);
  expect((await api.send('DELETE', at(source), { token, headers: { 'If-Match': await read() } })).status).toBe(204);
});

test('of two changes at once that name the same version one is made', async () => {
  const source = await create('Race');
  const headers = { 'If-Match': (await asOwner('GET', at(source))).headers.get('ETag') ?? '' };
  const titles = ['A', 'B', 'C', 'D'];
  const answers = await Promise.all(
    titles.map((title) => api.send('PATCH', at(source), { token: owner.accessToken, body: { title }, headers })),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412]);
});

test('an upload takes product and days beside its file', async () => {
  const form = new FormData();
  form.append('file', new File(['Upload'], 'a.txt', { type: 'text/plain' }));
  form.append('product', 'Шатёр');
  form.append('validUntil', '31.12.2026');
  const created = await asOwner('POST', sources, form);
  expect(routes.createSource.response.parse(await created.json())).toMatchObject({
    product: 'Шатёр',
    validUntil: readDay('2026-12-31')?.until,
  });
});

test('the reference describes the parameters of a search as they are sent', () => {
  const { parameters } = createOpenApiDocument().paths?.['/api/v1/rag/search']?.get ?? {};
  expect(parameters).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'product', schema: expect.objectContaining({ type: 'array' }) }),
      expect.objectContaining({ name: 'validAt', required: false, schema: expect.anything() }),
      expect.objectContaining({ name: 'explain', schema: expect.objectContaining({ enum: ['true', 'false'] }) }),
    ]),
  );
});
