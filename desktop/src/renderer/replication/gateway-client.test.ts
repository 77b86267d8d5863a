import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { PullResponse } from '@inbetwin/shared/contracts/sync.ts';
import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createGatewayClient, type GatewayClient } from './gateway-client.ts';
import { createGate } from './stream/gate.ts';

let server: Server;
let url: string;
/** One way to answer per request. */
let answers: ((response: ServerResponse) => void)[];
let asked: number;
let ahead: number;
/** How often the client has looked at the clock. */
let looks: number;
let problems: (string | undefined)[];
let stop: AbortController;

beforeEach(async () => {
  [answers, asked, ahead, looks, problems, stop] = [[], 0, 0, 0, [], new AbortController()];
  server = createServer((request, response) => {
    request.resume().on('end', () => answers[asked++]?.(response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});

afterEach(async () => {
  stop.abort(new Error('The test is over.'));
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const page: PullResponse = {
  documents: [{ id: 'lead:1', _deleted: false, title: 'Свадьба 🎪 на 120 гостей' }],
  checkpoint: { backend: 'b', sequence: '1' },
  more: false,
};
const answer = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(page));
};
const keepSilent = (): void => undefined;

type Fetch = (path: string, init: RequestInit) => Promise<Response>;
const overSocket: Fetch = (path, init) => fetch(`${url}${path}`, init);

const openClient = (
  send: Fetch = overSocket,
  backoff = createBackoff({ firstRetryMs: 1, longestRetryMs: 5 }),
): GatewayClient => {
  const gate = createGate();
  gate.open();
  return createGatewayClient({
    fetch: send,
    gate,
    backoff,
    signal: stop.signal,
    onAnswer: () => undefined,
    onProblem: (problem: Failure | undefined) => problems.push(problem?.code),
    now: () => {
      looks += 1;
      return Date.now() + ahead;
    },
  });
};
const pull = (client = openClient()) => client.pull('leads', { checkpoint: null, limit: 10 });
const until = (check: () => unknown) => vi.waitFor(check, { interval: 5 });
const lookTwice = () => {
  const before = looks;
  return until(() => expect(looks).toBeGreaterThanOrEqual(before + 2));
};

test('a server that takes a request and never answers is noticed after 15 seconds, and asked again', async () => {
  answers = [keepSilent, answer];
  const pulled = pull();
  await until(() => expect(asked).toBe(1));
  ahead = 13_000;
  await lookTwice();
  expect(problems).toEqual([]);
  ahead = 15_500;
  expect((await pulled).documents).toEqual(page.documents);
  expect(problems).toEqual(['server.silent', undefined]);
});

test('an answer may take minutes as long as something of it comes', async () => {
  const whole = Buffer.from(JSON.stringify(page));
  // Cuts letters in half, too.
  const parts = Array.from({ length: 6 }, (_, at) =>
    whole.subarray((at * whole.length) / 6, ((at + 1) * whole.length) / 6),
  );
  let received = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform: (part, controller) => {
      received += part.length;
      controller.enqueue(part);
    },
  });
  const counted: Fetch = async (path, init) => {
    const { body, headers } = await overSocket(path, init);
    return new Response(body?.pipeThrough(count), { headers });
  };
  answers = [
    async (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      let sent = 0;
      for (const part of parts) {
        response.write(part);
        sent += part.length;
        await until(() => expect(received).toBe(sent));
        ahead += 20_000;
      }
      response.end();
    },
  ];
  const { documents, bytes } = await pull(openClient(counted));
  expect(documents).toEqual(page.documents);
  expect(bytes).toBe(whole.length);
  expect([ahead, asked, problems]).toEqual([120_000, 1, [undefined]]);
});

test('an answer that stops in the middle is asked for again', async () => {
  answers = [
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"documents":[');
    },
    answer,
  ];
  const pulled = pull();
  await until(() => expect(asked).toBe(1));
  await lookTwice();
  ahead = 26_000;
  expect((await pulled).documents).toEqual(page.documents);
});

test('what is large has the time of a slow line to leave', async () => {
  const nothing = { conflicts: [], refused: [] };
  answers = [keepSilent, (response) => response.writeHead(200).end(JSON.stringify(nothing))];
  const text = 'x'.repeat(300_000);
  const pushed = openClient().push('leads', [{ newDocumentState: { id: 'lead:1', _deleted: false, text } }]);
  await until(() => expect(asked).toBe(1));
  ahead = 40_000;
  await lookTwice();
  expect(asked).toBe(1);
  ahead = 46_000;
  expect(await pushed).toEqual(nothing);
  expect(asked).toBe(2);
});

test('a sign-in that is renewed for too long is noticed as well', async () => {
  answers = [answer];
  const waits: Fetch[] = [() => new Promise(() => undefined), overSocket];
  const pulled = pull(openClient((path, init) => (waits.shift() ?? overSocket)(path, init)));
  await until(() => expect(looks).toBeGreaterThan(0));
  ahead = 15_500;
  expect((await pulled).documents).toEqual(page.documents);
});

test('a device that asked too often waits as long as it is told, loses nothing, and goes on', async () => {
  const tooMany = (response: ServerResponse): void => {
    const body = { type: 'urn:inbetwin:request.too_many', title: 'Too many', status: 429, code: 'request.too_many' };
    response.writeHead(429, { 'content-type': 'application/problem+json', 'retry-after': '20' });
    response.end(JSON.stringify({ ...body, detail: 'Too many requests.', hint: 'Wait 20 s.' }));
  };
  const nothing = { conflicts: [], refused: [] };
  const store = (response: ServerResponse) => response.writeHead(200).end(JSON.stringify(nothing));
  answers = [tooMany, tooMany, store];
  const waits: unknown[] = [];
  const wait = async (_: AbortSignal, error: unknown) => void waits.push(error instanceof Failure && error.retryAfter);
  const client = openClient(overSocket, { ...createBackoff({ firstRetryMs: 1, longestRetryMs: 5 }), wait });
  expect(await client.push('leads', [{ newDocumentState: { id: 'lead:1', _deleted: false } }])).toEqual(nothing);
  expect([asked, waits, problems]).toEqual([3, [20, 20], ['request.too_many', 'request.too_many', undefined]]);
});

test('what an answer has no room for is asked for again', async () => {
  const told = (ids: readonly string[], rest?: readonly string[]) => (response: ServerResponse) => {
    const documents = ids.map((id) => ({ id, _deleted: false }));
    const checkpoint = { backend: 'b', sequence: String(asked) };
    response.writeHead(200).end(JSON.stringify({ documents, checkpoint, more: false, ...(rest && { rest }) }));
  };
  answers = [told(['a'], ['b', 'c']), told(['b'], ['c']), told(['c'])];
  const { documents, checkpoint } = await openClient().pull('leads', {
    checkpoint: null,
    limit: 10,
    ids: ['a', 'b', 'c'],
  });
  expect([documents.map(({ id }) => id), checkpoint.sequence]).toEqual([['a', 'b', 'c'], '1']);
});
