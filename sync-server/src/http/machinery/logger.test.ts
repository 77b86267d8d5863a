import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { expect, test } from 'vitest';
import { readProblem, startApi } from '../testing/start-api.ts';
import { createLogger } from './logger.ts';

const collect = () => {
  const lines: string[] = [];
  return { lines, log: createLogger('info', { write: (line: string) => void lines.push(line) }) };
};

test('a request is one line with its id, and no secret of it is written anywhere', async () => {
  const { lines, log } = collect();
  const api = await startApi({ log });
  const session = await api.register('anna');
  const body = { email: 'anna@example.com', password: 'hunter2-hunter2' };
  await api.send('POST', '/api/v1/auth/login', { body });
  await api.send('GET', '/api/v1/rag/search?q=what-the-customer-said', {
    token: session.accessToken,
    headers: { cookie: 'session=biscuit', 'x-request-id': 'my-request-1' },
  });
  await api.send('GET', '/health');
  await api.close();

  const written = lines.join('');
  for (const secret of ['hunter2', session.accessToken, session.refreshToken, 'biscuit', 'what-the-customer-said']) {
    expect(written).not.toContain(secret);
  }
  const requests = lines.map((line) => JSON.parse(line)).filter((line) => line.req);
  expect(requests.map(({ req, res }) => [req.method, req.path, res.status])).toEqual([
    ['POST', '/api/v1/auth/login', 401],
    ['GET', '/api/v1/rag/search', 200],
  ]);
  expect(requests[1].req.id).toBe('my-request-1');
});

test('the cause of a server error is in the log under the id that the caller was told', async () => {
  const { lines, log } = collect();
  const api = await startApi({ log, team: () => Promise.reject(new TypeError('the true cause')) });
  const { accessToken } = await api.register('anna');
  const problem = await readProblem(await api.send('GET', '/api/v1/leads', { token: accessToken }));
  await api.close();
  const line = lines.map((text) => JSON.parse(text)).find((entry) => entry.req?.id === problem.requestId);
  expect(line).toMatchObject({ level: 50, err: { type: 'TypeError', message: 'the true cause' } });
});

test('redacts secrets even if they are logged', () => {
  const { lines, log } = collect();
  log.info({ token: 'aaa', caller: { accessToken: 'bbb' }, req: { headers: { authorization: 'ccc' } } }, 'careless');
  log.error({ err: new Failure('store.full', 'Disk full', 'Free space') }, 'stays');
  expect(lines.join('')).not.toMatch(/aaa|bbb|ccc/);
  expect(lines.join('')).toContain('Disk full');
});
