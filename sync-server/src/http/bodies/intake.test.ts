import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeFolder } from '../../testing/make-folder.ts';
import { type Api, readProblem, startApi } from '../testing/start-api.ts';
import { type Intake, openIntake } from './intake.ts';

const limits = { own: 0, perTeam: 3, inAll: 5, atOnce: 2 };

/** Something that is received at once and is worked on until `finish` is called. */
const begin = (intake: Intake, teamId: string, log: string[] = []) => {
  const { promise, resolve: finish } = Promise.withResolvers<void>();
  const outcome = intake.take(teamId, {
    receive: (file) => writeFile(file, teamId),
    work: async () => {
      log.push(teamId);
      await promise;
    },
  });
  return { outcome, finish };
};

test('a few are worked on at once, one of each team, and the others wait on the disk', async () => {
  const folder = path.join(makeFolder(), 'uploads');
  const intake = await openIntake(folder, limits);
  const log: string[] = [];
  const taken = [];
  for (const teamId of ['a', 'a', 'b', 'c']) {
    taken.push(begin(intake, teamId, log));
    await vi.waitFor(() => expect(readdirSync(folder)).toHaveLength(taken.length));
  }
  await vi.waitFor(() => expect(log).toHaveLength(2));
  expect(log).toContain('a');
  const [, , third, fourth] = taken;
  for (const each of [third, fourth]) each?.finish();
  await Promise.all([third?.outcome, fourth?.outcome]);
  expect(log.toSorted()).toEqual(['a', 'b', 'c']);
  for (const { finish } of taken) finish();
  await Promise.all(taken.map(({ outcome }) => outcome));
  expect(log.at(-1)).toBe('a');
  expect(readdirSync(folder)).toEqual([]);
});

test('no team and nobody together sends more than there is room for, and room that is left is used', async () => {
  const intake = await openIntake(path.join(makeFolder(), 'uploads'), limits);
  const refusals = async (teamId: string) =>
    intake.take(teamId, { receive: async () => undefined, work: async () => undefined }).then(
      () => 'taken',
      (error: unknown) => hasCode(error, 'request.too_many') && error.retryAfter,
    );
  const taken = ['a', 'a', 'a', 'b', 'b'].map((teamId) => begin(intake, teamId));
  expect([await refusals('a'), await refusals('b'), await refusals('c')]).toEqual([5, 5, 5]);
  for (const { finish } of taken) finish();
  await Promise.all(taken.map(({ outcome }) => outcome));
  expect(await refusals('a')).toBe('taken');
});

test('what fails leaves no file and takes nobody’s turn', async () => {
  const folder = path.join(makeFolder(), 'uploads');
  const intake = await openIntake(folder, { ...limits, atOnce: 1 });
  const fail = () => Promise.reject(new Error('on purpose'));
  const receive = (file: string) => writeFile(file, 'x');
  await expect(intake.take('a', { receive, work: fail })).rejects.toThrow('on purpose');
  await expect(intake.take('a', { receive: fail, work: async () => 1 })).rejects.toThrow('on purpose');
  expect(await intake.take('a', { receive, work: async () => 1 })).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
});

test('a start removes what killed processes left, and nothing of those that run', async () => {
  const folder = path.join(makeFolder(), 'uploads');
  mkdirSync(folder);
  const [old, dead, own, running] = [`${process.ppid}.old`, '999999999.x', `${process.pid}.y`, `${process.ppid}.z`];
  for (const name of [old, dead, own, running]) writeFileSync(path.join(folder, name), 'x');
  utimesSync(path.join(folder, old), 0, 0);
  await openIntake(folder);
  expect(readdirSync(folder)).toEqual([running]);
});

const start = async () => {
  const folder = path.join(makeFolder(), 'uploads');
  const api = await startApi({ intake: await openIntake(folder) });
  onTestFinished(() => api.close());
  const { accessToken } = await api.register('anna');
  return { api, folder, token: accessToken };
};

/** Sends the beginning of a body that is to be a megabyte longer, and leaves once it has arrived. */
const sendAndLeave = async (api: Api, at: string, headers: Record<string, string>, body: string, folder: string) => {
  const sent = request(`${api.url}${at}`, { method: 'POST', headers: { ...headers, 'content-length': '3000000' } });
  sent.on('error', () => undefined); // It is cut on purpose.
  sent.write(body);
  await vi.waitFor(() => expect(readdirSync(folder)).toHaveLength(1));
  sent.destroy();
};

test.each([
  [
    'of a form',
    '/api/v1/rag/sources',
    'multipart/form-data; boundary=x',
    '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n',
  ],
  ['of JSON', '/api/v1/rag/sources', 'application/json', '{"text":"'],
])('an upload %s that is cut off leaves nothing behind', async (_form, at, type, head) => {
  const { api, folder, token } = await start();
  const headers = { authorization: `Bearer ${token}`, 'content-type': type };
  await sendAndLeave(api, at, headers, `${head}${'x'.repeat(100_000)}`, folder);
  await vi.waitFor(() => expect(readdirSync(folder)).toEqual([]));
});

test('large JSON is read from the disk as it would be from the line', async () => {
  const { api, folder, token } = await start();
  const text = `Зал 🎪 ${'слово '.repeat(200_000)}`;
  const body = JSON.stringify({ title: 'Зал', text, mediaType: 'text/plain' });
  const answer = await api.send('POST', '/api/v1/rag/sources', {
    token,
    body: { title: 'Зал', text, mediaType: 'text/plain' },
  });
  expect(answer.status).toBe(201);
  const send = (raw: string, more: Record<string, string> = {}) =>
    api.send('POST', '/api/v1/rag/sources', {
      token,
      body: raw,
      headers: { 'content-type': 'application/json', ...more },
    });
  expect(await readProblem(await send(body.slice(0, -1)))).toMatchObject({ code: 'request.malformed' });
  expect(await readProblem(await send(JSON.stringify({ text: 'x'.repeat(7_000_000) })))).toMatchObject({
    status: 413,
    code: 'request.too_large',
  });
  const deep = `{"title":${'['.repeat(600_000)}${']'.repeat(600_000)}}`;
  expect(await readProblem(await send(deep))).toMatchObject({ code: 'request.malformed' });
  expect(existsSync(folder) && readdirSync(folder)).toEqual([]);
});
