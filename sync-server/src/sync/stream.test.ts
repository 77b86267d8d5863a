import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { type StreamEvent, streamEventSchema } from '@inbetwin/shared/contracts/sync.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sampleLead, samplePassage } from './testing/sample-documents.ts';
import { type GatewayServer, startGateway } from './testing/start-gateway.ts';

let server: GatewayServer;
let follows: string[];
const listening: AbortController[] = [];

/** The memory store, which notes how often each database is followed. */
const watchedStore = (): DocumentStore => {
  const store = createMemoryStore();
  return {
    ...store,
    database: (name, options) => {
      const database = store.database(name, options);
      return {
        ...database,
        follow: (query) => {
          follows.push(name);
          return database.follow(query);
        },
      };
    },
  };
};

beforeEach(async () => {
  follows = [];
  server = await startGateway(watchedStore(), { times: { heartbeat: 30, sessionCheck: 30, stalled: 20_000 } });
});

afterEach(async () => {
  for (const controller of listening.splice(0)) controller.abort();
  await server.close();
});

const connect = (token: string, signal?: AbortSignal): Promise<Response> =>
  fetch(`${server.url}/sync/v1/stream`, {
    headers: { authorization: `Bearer ${token}` },
    ...(signal && { signal }),
  });

/** Gathers events; `ended` when the server closes the stream. */
const listen = async (token: string) => {
  const controller = new AbortController();
  listening.push(controller);
  const response = await connect(token, controller.signal);
  const events: StreamEvent[] = [];
  const heard = { events, beats: 0, ended: false };
  const read = async (): Promise<void> => {
    let rest = '';
    for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const frames = (rest + text).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) {
        if (frame.startsWith(':')) heard.beats += 1;
        else events.push(streamEventSchema.parse(JSON.parse(frame.replace('data: ', ''))));
      }
    }
  };
  void read()
    .catch(() => undefined)
    .finally(() => {
      heard.ended = true;
    });
  await vi.waitFor(() => expect(events[0]).toEqual({ type: 'ready' }));
  return heard;
};

const idsIn = (events: readonly StreamEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'changes' ? event.documents.map(({ id }) => id) : []));

test('every change after `ready` reaches all clients of the team in order, through one follower per database', async () => {
  const { accessToken, team } = await server.api.register('anna');
  const clients = await Promise.all(Array.from({ length: 5 }, () => listen(accessToken)));
  const { leads } = server.documentsOf(team.id);
  const ids = Array.from({ length: 40 }, (_, at) => `lead:${at}`);
  for (const id of ids) await leads.put(sampleLead(id));
  await leads.delete(['lead:0']);
  for (const { events } of clients) await vi.waitFor(() => expect(idsIn(events)).toEqual([...ids, 'lead:0']));
  const last = clients[0]?.events.at(-1);
  expect(last).toMatchObject({ type: 'changes', collection: 'leads', documents: [{ id: 'lead:0', _deleted: true }] });
  expect(follows.length).toBe(new Set(follows).size);
});

test('a checkpoint that the stream told is good for a pull', async () => {
  const { accessToken, team } = await server.api.register('anna');
  const client = await listen(accessToken);
  const { leads } = server.documentsOf(team.id);
  await leads.put(sampleLead('lead:1'));
  await vi.waitFor(() => expect(idsIn(client.events)).toEqual(['lead:1']));
  await leads.put(sampleLead('lead:2'));
  const [, event] = client.events;
  const checkpoint = event?.type === 'changes' ? event.checkpoint : undefined;
  const answer = await server.api.send('POST', '/sync/v1/pull', {
    token: accessToken,
    body: { collection: 'leads', checkpoint, limit: 10 },
  });
  expect(await answer.json()).toMatchObject({ documents: [{ id: 'lead:2' }] });
});

test('another team hears nothing of it', async () => {
  const [anna, boris] = [await server.api.register('anna'), await server.api.register('boris')];
  const [first, second] = [await listen(anna.accessToken), await listen(boris.accessToken)];
  await server.documentsOf(anna.team.id).leads.put(sampleLead('lead:annas'));
  await server.documentsOf(boris.team.id).leads.put(sampleLead('lead:boris'));
  await vi.waitFor(() => expect([idsIn(first.events), idsIn(second.events)]).toEqual([['lead:annas'], ['lead:boris']]));
});

test('without a good token there is no stream', async () => {
  const { accessToken } = await server.api.register('anna');
  expect((await connect('nonsense')).status).toBe(401);
  server.api.clock.advance(16 * 60_000);
  const expired = await connect(accessToken);
  expect(await expired.json()).toMatchObject({ code: 'auth.token_expired' });
});

test('the heart beats, and a revoked session is cut while others go on', async () => {
  const [anna, boris] = [await server.api.register('anna'), await server.api.register('boris')];
  const [first, second] = [await listen(anna.accessToken), await listen(boris.accessToken)];
  await vi.waitFor(() => expect(first.beats).toBeGreaterThan(1));
  await server.api.services.accounts.logout(anna.refreshToken);
  await vi.waitFor(() => expect(first.ended).toBe(true));
  expect(second.ended).toBe(false);
});

test('a client that reads nothing is told to pull, holds little of the server, and the others miss nothing', async () => {
  const { accessToken, team } = await server.api.register('anna');
  const stuck = connectSocket(Number(new URL(server.api.url).port), '127.0.0.1');
  stuck.write(`GET /sync/v1/stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${accessToken}\r\n\r\n`);
  await once(stuck, 'readable');
  const lively = await listen(accessToken);
  const text = 'я'.repeat(8_000);
  const ids = Array.from({ length: 1_500 }, (_, at) => `source:1:${at}`);
  for (let from = 0; from < ids.length; from += 100) {
    const batch = ids.slice(from, from + 100).map((id, at) => samplePassage(id, from + at, text));
    await server.documentsOf(team.id).passages.insertMany(batch);
    await vi.waitFor(() => expect(idsIn(lively.events)).toHaveLength(from + 100), { timeout: 5_000 });
  }
  let received = 0;
  let end = '';
  stuck.on('data', (bytes) => {
    received += bytes.length;
    end = end.slice(-100) + bytes.subarray(-100).toString();
  });
  await vi.waitFor(() => expect(end).toContain('{"type":"resync","collection":"passages"}'), { timeout: 5_000 });
  expect(received).toBeLessThan(ids.length * text.length * 2);
  stuck.destroy();
});

test('HEAD opens no stream, another method is refused, and one session cannot take all there are', async () => {
  const { accessToken } = await server.api.register('anna');
  const send = (method: string) =>
    fetch(`${server.url}/sync/v1/stream`, { method, headers: { authorization: `Bearer ${accessToken}` } });
  const head = await send('HEAD');
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  const post = await send('POST');
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);

  const clients = await Promise.all(Array.from({ length: 20 }, () => listen(accessToken)));
  expect(clients).toHaveLength(20);
  const refused = await connect(accessToken);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
  expect(await refused.json()).toMatchObject({ code: 'request.too_many' });
  listening.pop()?.abort();
  await vi.waitFor(async () => expect((await connect(accessToken, listening[0]?.signal)).status).toBe(200));
});

test('a store that fails for a moment leaves no gap', async () => {
  await server.close();
  const store = createMemoryStore();
  let failing = 0;
  const flaky: DocumentStore = {
    ...store,
    database: (name, options) => {
      const database = store.database(name, options);
      return {
        ...database,
        follow: async function* (query) {
          for await (const batch of database.follow(query)) {
            if (failing-- > 0) throw new Error('The store does not answer.');
            yield batch;
          }
        },
      };
    },
  };
  server = await startGateway(flaky);
  const { accessToken, team } = await server.api.register('anna');
  const client = await listen(accessToken);
  failing = 1;
  await server.documentsOf(team.id).leads.put(sampleLead('lead:1'));
  await server.documentsOf(team.id).leads.put(sampleLead('lead:2'));
  await vi.waitFor(() => expect(idsIn(client.events)).toEqual(['lead:1', 'lead:2']), { timeout: 5_000 });
});
