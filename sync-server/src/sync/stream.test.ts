import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import type { Session } from '@inbetwin/shared/contracts/accounts.ts';
import { type StreamEvent, streamEventSchema } from '@inbetwin/shared/contracts/sync.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAccounts } from '../accounts/accounts.ts';
import { openRecords, recordId } from '../accounts/records.ts';
import { sampleLead, samplePassage, sampleRun } from './testing/sample-documents.ts';
import { type GatewayServer, startGateway } from './testing/start-gateway.ts';

const anna = { email: 'anna@example.com', password: 'long enough' };
let server: GatewayServer;
let follows: string[];
const listening: AbortController[] = [];

/** The memory store, which notes how often each database is being followed. */
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
          query.signal.addEventListener('abort', () => follows.splice(follows.indexOf(name), 1));
          return database.follow(query);
        },
      };
    },
  };
};

beforeEach(async () => {
  follows = [];
  server = await startGateway(watchedStore(), { times: { heartbeat: 30, accessCheck: 30, stalled: 20_000 } });
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
  await vi.waitFor(() => expect(events[0]).toMatchObject({ type: 'ready' }));
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
  expect(last).toMatchObject({ type: 'changes', collection: 'leads' });
  expect(last?.type === 'changes' && last.documents.at(-1)).toMatchObject({ id: 'lead:0', _deleted: true });
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

const runsIn = (events: readonly StreamEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'runs' ? event.runs.map(({ id, state }) => `${id} ${state}`) : []));

const watch = (events: readonly StreamEvent[], token: string, runs: unknown) => {
  const [ready] = events;
  const stream = ready?.type === 'ready' ? ready.stream : '';
  return server.api.send('POST', '/sync/v1/watch', { token, body: { stream, runs } });
};

test('a stream hears of runs while it watches them, in short: of all, or of a conversation', async () => {
  const { accessToken, team } = await server.api.register('anna');
  const [all, one, none] = [await listen(accessToken), await listen(accessToken), await listen(accessToken)];
  const { runs, leads } = server.documentsOf(team.id);
  const followers = () => follows.filter((name) => name === runs.database.name).length;
  expect(followers()).toBe(0);
  expect((await watch(all.events, accessToken, 'all')).status).toBe(204);
  expect((await watch(one.events, accessToken, ['c:1'])).status).toBe(204);
  expect(followers()).toBe(1);

  await runs.put({ ...sampleRun('run:1'), conversationId: 'c:1' });
  await runs.put({ ...sampleRun('run:2'), conversationId: 'c:2' });
  await runs.update('run:1', (run) => ({ ...run, state: 'done', updatedAt: run.updatedAt + 1 }));
  await vi.waitFor(() => expect(runsIn(all.events)).toEqual(['run:1 running', 'run:2 running', 'run:1 done']));
  await vi.waitFor(() => expect(runsIn(one.events)).toEqual(['run:1 running', 'run:1 done']));
  expect(JSON.stringify(all.events)).not.toContain('"steps"');

  await runs.delete(['run:2']);
  for (const { events } of [all, one]) {
    await vi.waitFor(() =>
      expect(events.findLast(({ type }) => type === 'runs')).toMatchObject({ runs: [], removed: ['run:2'] }),
    );
  }

  // Both let go of them: nothing follows the runs any more, and the stream goes on.
  await watch(all.events, accessToken, []);
  await watch(one.events, accessToken, []);
  expect(followers()).toBe(0);
  await runs.put({ ...sampleRun('run:3'), conversationId: 'c:1' });
  await leads.put(sampleLead('lead:1'));
  for (const { events } of [all, one, none]) await vi.waitFor(() => expect(idsIn(events)).toEqual(['lead:1']));
  expect(runsIn(all.events)).toHaveLength(3);
  expect(runsIn(none.events)).toEqual([]);
});

test('what a stream watches ends with it', async () => {
  const { accessToken, team } = await server.api.register('anna');
  const { events } = await listen(accessToken);
  await watch(events, accessToken, 'all');
  const { name } = server.documentsOf(team.id).runs.database;
  expect(follows).toContain(name);
  listening.at(-1)?.abort();
  await vi.waitFor(() => expect(follows).not.toContain(name));
  const problem = await (await watch(events, accessToken, 'all')).json();
  expect(problem).toMatchObject({ code: 'resource.not_found' });
});

test('nobody says what the stream of another team or of another session hears', async () => {
  const anna = await server.api.register('anna');
  const boris = await server.api.register('boris');
  const again = await server.api.services.accounts.login({ email: 'anna@example.com', password: 'long enough' });
  const mine = await listen(anna.accessToken);
  for (const token of [boris.accessToken, again.accessToken]) {
    expect((await watch(mine.events, token, 'all')).status).toBe(404);
  }
  await watch(mine.events, anna.accessToken, 'all');
  await server.documentsOf(boris.team.id).runs.put(sampleRun('run:b'));
  await server.documentsOf(anna.team.id).runs.put(sampleRun('run:a'));
  await vi.waitFor(() => expect(runsIn(mine.events)).toEqual(['run:a running']));
  const tooMany = Array.from({ length: 51 }, (_, at) => `c:${at}`);
  expect((await watch(mine.events, anna.accessToken, tooMany)).status).toBe(422);
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

test('the heart beats', async () => {
  const { accessToken } = await server.api.register('anna');
  const client = await listen(accessToken);
  await vi.waitFor(() => expect(client.beats).toBeGreaterThan(1));
});

test('a stream is cut within 5 s after its session ended or its person left the team or has another role', async ({
  annotate,
}) => {
  await server.close();
  server = await startGateway(createMemoryStore());
  const { store, clock, services } = server.api;
  const elsewhere = createAccounts({ store, clock, secretKey: new Uint8Array(32).fill(7), log: services.log });
  const { memberships } = openRecords(store);
  const membershipOf = async ({ accessToken }: Session) => {
    const { userId, teamId } = await services.accounts.verifyAccess(accessToken);
    return recordId.membership(userId, teamId);
  };
  const cuts: Record<string, (session: Session) => Promise<unknown>> = {
    'signed out': ({ refreshToken }) => services.accounts.logout(refreshToken),
    'signed out in another process': ({ refreshToken }) => elsewhere.logout(refreshToken),
    'left the team': async (session) => memberships.delete([await membershipOf(session)]),
    'another role': async (session) =>
      memberships.update(await membershipOf(session), (current) => ({ ...current, role: 'viewer' })),
  };
  const people = await Promise.all(
    Object.entries(cuts).map(async ([reason, cut], at) => {
      const session = await server.api.register(`person${at}`);
      return { reason, cut, session, stream: await listen(session.accessToken) };
    }),
  );
  const untouched = await listen((await server.api.register('boris')).accessToken);

  // The server's clock, by which it believes what it has read, runs with real time.
  let passed = 0;
  const running = setInterval(() => {
    clock.advance(50);
    passed += 50;
  }, 50);
  await Promise.all(
    people.map(async ({ reason, cut, session, stream }) => {
      await cut(session);
      const before = passed;
      await vi.waitFor(() => expect(stream.ended).toBe(true), { interval: 10 });
      const took = passed - before;
      await annotate(`${reason}: cut after ${took} ms`);
      expect(took).toBeLessThan(5_000);
      expect((await connect(session.accessToken)).status).toBe(401);
    }),
  );
  clearInterval(running);
  expect(untouched.ended).toBe(false);
});

test('a stream ends with its token, and a new token goes on without a gap', async () => {
  const session = await server.api.register('anna');
  const { leads } = server.documentsOf(session.team.id);
  const first = await listen(session.accessToken);
  await leads.put(sampleLead('lead:1'));
  await vi.waitFor(() => expect(idsIn(first.events)).toEqual(['lead:1']));
  server.api.clock.advance(15 * 60_000);
  await vi.waitFor(() => expect(first.ended).toBe(true));
  await leads.put(sampleLead('lead:2'));

  const { accessToken } = await server.api.services.accounts.refresh(session.refreshToken);
  const second = await listen(accessToken);
  const last = first.events.at(-1);
  const answer = await server.api.send('POST', '/sync/v1/pull', {
    token: accessToken,
    body: { collection: 'leads', checkpoint: last?.type === 'changes' ? last.checkpoint : null, limit: 10 },
  });
  expect(await answer.json()).toMatchObject({ documents: [{ id: 'lead:2' }] });
  await leads.put(sampleLead('lead:3'));
  await vi.waitFor(() => expect(idsIn(second.events)).toEqual(['lead:3']));
});

/** A connection of which nothing is read until it is asked to. */
const connectStuck = async (token: string) => {
  const socket = connectSocket(Number(new URL(server.api.url).port), '127.0.0.1');
  socket.write(`GET /sync/v1/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  await once(socket, 'readable');
  return socket;
};

const KERNEL_BYTES = 6_500_000;

/** Counts documents and looks at nothing else, so that twenty of them read as fast as they can. */
const countDocuments = async (token: string) => {
  const controller = new AbortController();
  listening.push(controller);
  const response = await connect(token, controller.signal);
  const heard = { documents: 0 };
  const read = async (): Promise<void> => {
    let rest = '';
    for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const known = rest + text;
      heard.documents += known.split('"_deleted":false').length - 1;
      rest = known.slice(Math.max(known.lastIndexOf('"_deleted":false') + 1, known.length - 20));
    }
  };
  void read().catch(() => undefined);
  return heard;
};

test('a client that reads nothing is told to pull, holds little of the server, and 20 others miss nothing', async () => {
  const { accessToken, team } = await server.api.register('anna');
  const stuck = await connectStuck(accessToken);
  const others = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const { accessToken: own } = await server.api.services.accounts.login(anna);
      return countDocuments(own);
    }),
  );
  const text = 'я'.repeat(8_000);
  const ids = Array.from({ length: 600 }, (_, at) => `source:1:${at}`);
  for (let from = 0; from < ids.length; from += 50) {
    const batch = ids.slice(from, from + 50).map((id, at) => samplePassage(id, from + at, text));
    await server.documentsOf(team.id).passages.insertMany(batch);
    for (const heard of others) {
      await vi.waitFor(() => expect(heard.documents).toBe(from + 50), { interval: 5 });
    }
  }
  let received = 0;
  let end = '';
  stuck.on('data', (bytes) => {
    received += bytes.length;
    end = end.slice(-100) + bytes.subarray(-100).toString();
  });
  await vi.waitFor(() => expect(end).toContain('{"type":"resync","collection":"passages"}'));
  // Of 10 MB: what the two ends of the connection take in the kernel, and a megabyte of the server's own.
  expect(received).toBeLessThan(KERNEL_BYTES + 1_500_000);
  stuck.destroy();
});

test('a client that takes nothing for too long is cut', async () => {
  await server.close();
  server = await startGateway(watchedStore(), { times: { heartbeat: 30, accessCheck: 5_000, stalled: 200 } });
  const { accessToken, team } = await server.api.register('anna');
  const stuck = await connectStuck(accessToken);
  const text = 'я'.repeat(8_000);
  for (let from = 0; from < 1_000; from += 100) {
    const batch = Array.from({ length: 100 }, (_, at) => samplePassage(`source:1:${from + at}`, from + at, text));
    await server.documentsOf(team.id).passages.insertMany(batch);
  }
  expect(follows).not.toEqual([]);
  await vi.waitFor(() => expect(follows).toEqual([]));
  stuck.destroy();
});

test('HEAD opens no stream, and another method is refused', async () => {
  const { accessToken } = await server.api.register('anna');
  const send = (method: string) =>
    fetch(`${server.url}/sync/v1/stream`, { method, headers: { authorization: `Bearer ${accessToken}` } });
  const head = await send('HEAD');
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  const post = await send('POST');
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
});

test('of one session the ten newest streams are kept, so that those left half open never lock a device out', async () => {
  const { accessToken, team } = await server.api.register('anna');
  const clients: Awaited<ReturnType<typeof listen>>[] = [];
  for (let at = 0; at < 12; at++) clients.push(await listen(accessToken));
  await vi.waitFor(() => expect(clients.map(({ ended }) => ended)).toEqual([true, true, ...Array(10).fill(false)]));
  await server.documentsOf(team.id).leads.put(sampleLead('lead:1'));
  for (const { events } of clients.slice(2)) await vi.waitFor(() => expect(idsIn(events)).toEqual(['lead:1']));
});

test('of one person the fifty newest streams are kept, in however many sessions', async () => {
  await server.api.register('anna');
  const clients: Awaited<ReturnType<typeof listen>>[] = [];
  for (let session = 0; session < 6; session++) {
    const { accessToken } = await server.api.services.accounts.login(anna);
    for (let at = 0; at < 9; at++) clients.push(await listen(accessToken));
  }
  await vi.waitFor(() => {
    expect(clients.map(({ ended }) => ended)).toEqual([...Array(4).fill(true), ...Array(50).fill(false)]);
  });
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
  await vi.waitFor(() => expect(idsIn(client.events)).toEqual(['lead:1', 'lead:2']));
});
