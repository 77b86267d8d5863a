import { SYNC_VERSION, SYNC_VERSION_HEADER } from '@inbetwin/shared/contracts/sync.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, readProblem, startApi } from '../testing/start-api.ts';

let api: Api;
let token: string;

beforeAll(async () => {
  api = await startApi();
  token = (await api.register('owner')).accessToken;
});
afterAll(() => api.close());

const pull = (version: string | undefined): Promise<Response> =>
  fetch(`${api.url}/sync/v1/pull`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(version !== undefined && { [SYNC_VERSION_HEADER]: version }),
    },
    body: JSON.stringify({ collection: 'leads', checkpoint: null, limit: 10 }),
  });

test('a device that is too old, or says so in no form that is understood, is told to update', async () => {
  for (const version of [String(SYNC_VERSION - 1), '0', 'oldest']) {
    const response = await pull(version);
    expect(response.status).toBe(426);
    expect(await readProblem(response)).toMatchObject({ code: 'client.outdated' });
  }
});

test('the present form, a newer one, and programs that name none are served', async () => {
  for (const version of [String(SYNC_VERSION), String(SYNC_VERSION + 1), undefined]) {
    expect((await pull(version)).status).toBe(200);
  }
});
