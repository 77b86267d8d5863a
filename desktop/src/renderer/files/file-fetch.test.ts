import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { FILES_PATH } from '@inbetwin/shared/contracts/files.ts';
import { SYNC_VERSION } from '@inbetwin/shared/contracts/sync.ts';
import { afterEach, expect, test } from 'vitest';
import type { SessionSnapshot } from '../session/session-state.ts';
import { createFileFetch } from './file-fetch.ts';

const address = (path: string): string => `http://server.invalid${FILES_PATH}${path}`;

let stopServer: () => Promise<void> = async () => undefined;
afterEach(() => stopServer());

/** A server that answers like this, the way there on a session, and what was asked of it. */
const reach = async (answer: (response: ServerResponse, request: IncomingMessage) => void) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['x-inbetwin-sync']}`);
    answer(response, request);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stopServer = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  const place = server.address();
  const port = typeof place === 'object' ? place?.port : undefined;
  let userId = 'anna';
  const stopping = new AbortController();
  const session = {
    snapshot: (): SessionSnapshot => ({ state: 'signed-in', user: { id: userId, name: userId } }),
    authorizedFetch: (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init),
  };
  return {
    asked,
    fetchFile: createFileFetch({ session, signal: stopping.signal }),
    signInAs: (id: string) => {
      userId = id;
    },
    stop: () => stopping.abort(new Error('Stopped.')),
  };
};

test('asks the path on the session, says which form it speaks, and gives back the whole answer', async () => {
  const { asked, fetchFile } = await reach((response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    response.write('first ');
    response.end('second');
  });
  const answer = await fetchFile(address('/abc/original?rev=1-x'));
  expect(await answer.text()).toBe('first second');
  expect(answer.headers.get('content-type')).toBe('application/octet-stream');
  expect(asked).toEqual([`GET ${FILES_PATH}/abc/original?rev=1-x ${SYNC_VERSION}`]);
});

test('rejects with the reason where the server says no, and for an answer that breaks off', async () => {
  const problem = { type: '', title: '', status: 507, code: 'store.full', detail: 'Full.', hint: 'Free some.' };
  const full = await reach((response) => response.writeHead(507).end(JSON.stringify(problem)));
  const body = JSON.stringify({ docs: [] });
  await expect(full.fetchFile(address('/_bulk_docs'), { method: 'POST', body })).rejects.toMatchObject({
    code: 'store.full',
    message: 'Full.',
  });
  await stopServer();
  const half = await reach((response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half', () => response.destroy());
  });
  await expect(half.fetchFile(address('/abc/original'))).rejects.toThrow();
});

test('a large body arrives as it is', async () => {
  const arrived: Buffer[] = [];
  const { fetchFile } = await reach((response, request) => {
    request.on('data', (chunk: Buffer) => arrived.push(chunk));
    request.on('end', () => response.end('{}'));
  });
  const body = JSON.stringify({ docs: [{ data: 'Шатёр 🎪 '.repeat(200_000) }] });
  await fetchFile(address('/_bulk_docs'), { method: 'POST', body });
  expect(Buffer.concat(arrived).toString() === body).toBe(true);
});

test('sends nothing once somebody else has signed in, and nothing that is not about files', async () => {
  const { asked, fetchFile, signInAs } = await reach((response) => response.end('{}'));
  expect(await (await fetchFile('http://server.invalid/sync/v1/')).json()).toEqual({});
  signInAs('boris');
  await expect(fetchFile(address('/'))).rejects.toMatchObject({ code: 'auth.required' });
  expect(asked).toEqual([]);
});

test('gives up when it is stopped', async () => {
  const { fetchFile, asked, stop } = await reach(() => undefined);
  const waiting = fetchFile(address('/'));
  await expect.poll(() => asked.length).toBe(1);
  stop();
  await expect(waiting).rejects.toThrow('Stopped.');
});
