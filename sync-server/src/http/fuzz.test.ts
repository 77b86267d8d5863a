import type { Session } from '@inbetwin/shared/contracts/accounts.ts';
import { type RouteName, routes } from '@inbetwin/shared/contracts/http.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, readProblem, startApi } from './testing/start-api.ts';

let api: Api;
let owner: Session;

beforeAll(async () => {
  api = await startApi();
  owner = await api.register('owner');
});
afterAll(() => api.close());

/** Bodies that come near to the good ones: their keys, with anything in them. */
const keys = ['email', 'password', 'name', 'team', 'token', 'refreshToken', 'title', 'text', 'mediaType', 'question'];
const details = ['product', 'validFrom', 'validUntil', 'validAt', 'sourceId', 'language'];
const more = ['kind', 'apiRoot', 'id', 'collection', 'checkpoint', 'limit', 'rows', '__proto__', 'constructor'];
const near = fc.constantFrom<unknown>(
  'leads',
  'text/plain',
  50,
  null,
  [],
  [{ newDocumentState: { id: '_x' } }],
  'http://a',
);
const body = fc.oneof(
  fc.jsonValue(),
  fc.dictionary(fc.constantFrom(...keys, ...details, ...more), fc.oneof(fc.jsonValue(), near), { maxKeys: 6 }),
);
const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('_design/x', '_all_docs', '..', '%', 'a/b'),
);
const query = fc.dictionary(
  fc.constantFrom('limit', 'cursor', 'q', 'explain', ...details, 'x'),
  fc.oneof(word, fc.nat().map(String)),
);

const encode = (part: string): string => encodeURIComponent(part.toWellFormed());
const queryOf = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([key, value]) => `${encode(key)}=${encode(value)}`)
    .join('&');

for (const name of Object.keys(routes) as RouteName[]) {
  const { method, path, access, status, response: responseSchema } = routes[name];

  test(`${name}: whatever is sent, the answer is what the contract says or a problem document`, async () => {
    await fc.assert(
      fc.asyncProperty(word, query, body, async (id, search, sent) => {
        const response = await api.send(
          method.toUpperCase(),
          `${path.replace(':id', encode(id) || 'x')}?${queryOf(search)}`,
          {
            token: access === 'public' ? undefined : owner.accessToken,
            ...('body' in routes[name] && { body: sent }),
          },
        );
        expect(response.status).not.toBe(500);
        if (response.status !== status) await readProblem(response);
        else if (status !== 204) responseSchema.parse(await response.json());
      }),
      { numRuns: 40 },
    );
  });
}
