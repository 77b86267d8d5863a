import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import type { Session } from '@inbetwin/shared/contracts/accounts.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, test, vi } from 'vitest';
import { createAccounts } from '../accounts/accounts.ts';
import { anna, connect, idsIn, listen, listening, stage, useGateway, watchedStore } from './stream.suite.ts';
import { sampleLead, samplePassage } from './testing/sample-documents.ts';
import { startGateway } from './testing/start-gateway.ts';

useGateway();

test('a stream is cut within 5 s after its session ended or its person left the team or has another role', async ({
  annotate,
}) => {
  await stage.server.close();
  stage.server = await startGateway(createMemoryStore());
  const { store, clock, services } = stage.server.api;
  const elsewhere = createAccounts({ store, clock, secretKey: new Uint8Array(32).fill(7), log: services.log });
  const addOwner = async (teamId: string) => {
    const owner = { userId: 'clara', teamId, role: 'owner' as const };
    await elsewhere.members.add(owner);
    return owner;
  };
  const cuts: Record<string, (session: Session) => Promise<unknown>> = {
    'signed out': ({ refreshToken }) => services.accounts.logout(refreshToken),
    'signed out in another process': ({ refreshToken }) => elsewhere.logout(refreshToken),
    'left the team': async ({ user, team }) => elsewhere.members.remove(await addOwner(team.id), user.id),
    'another role': async ({ user, team }) =>
      elsewhere.members.change(await addOwner(team.id), user.id, { role: 'viewer' }),
  };
  const people = await Promise.all(
    Object.entries(cuts).map(async ([reason, cut], at) => {
      const session = await stage.server.api.register(`person${at}`);
      return { reason, cut, session, stream: await listen(session.accessToken) };
    }),
  );
  const untouched = await listen((await stage.server.api.register('boris')).accessToken);

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
  const session = await stage.server.api.register('anna');
  const { leads } = stage.server.documentsOf(session.team.id);
  const first = await listen(session.accessToken);
  await leads.put(sampleLead('lead:1'));
  await vi.waitFor(() => expect(idsIn(first.events)).toEqual(['lead:1']));
  stage.server.api.clock.advance(15 * 60_000);
  await vi.waitFor(() => expect(first.ended).toBe(true));
  await leads.put(sampleLead('lead:2'));

  const { accessToken } = await stage.server.api.services.accounts.refresh(session.refreshToken);
  const second = await listen(accessToken);
  const last = first.events.at(-1);
  const answer = await stage.server.api.send('POST', '/sync/v1/pull', {
    token: accessToken,
    body: { collection: 'leads', checkpoint: last?.type === 'changes' ? last.checkpoint : null, limit: 10 },
  });
  expect(await answer.json()).toMatchObject({ documents: [{ id: 'lead:2' }] });
  await leads.put(sampleLead('lead:3'));
  await vi.waitFor(() => expect(idsIn(second.events)).toEqual(['lead:3']));
});

/** A connection of which nothing is read until it is asked to. */
const connectStuck = async (token: string) => {
  const socket = connectSocket(Number(new URL(stage.server.api.url).port), '127.0.0.1');
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

test('a client that reads nothing is told to pull, holds little of the stage.server, and 20 others miss nothing', async () => {
  const { accessToken, team } = await stage.server.api.register('anna');
  const stuck = await connectStuck(accessToken);
  const others = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const { accessToken: own } = await stage.server.api.services.accounts.login(anna);
      return countDocuments(own);
    }),
  );
  const text = 'я'.repeat(8_000);
  const ids = Array.from({ length: 600 }, (_, at) => `source:1:${at}`);
  for (let from = 0; from < ids.length; from += 50) {
    const batch = ids.slice(from, from + 50).map((id, at) => samplePassage(id, from + at, text));
    await stage.server.documentsOf(team.id).passages.insertMany(batch);
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
  await stage.server.close();
  stage.server = await startGateway(watchedStore(), { times: { heartbeat: 30, accessCheck: 5_000, stalled: 200 } });
  const { accessToken, team } = await stage.server.api.register('anna');
  const stuck = await connectStuck(accessToken);
  const text = 'я'.repeat(8_000);
  for (let from = 0; from < 1_000; from += 100) {
    const batch = Array.from({ length: 100 }, (_, at) => samplePassage(`source:1:${from + at}`, from + at, text));
    await stage.server.documentsOf(team.id).passages.insertMany(batch);
  }
  expect(stage.follows).not.toEqual([]);
  await vi.waitFor(() => expect(stage.follows).toEqual([]));
  stuck.destroy();
});

test('of one session the ten newest streams are kept, so that those left half open never lock a device out', async () => {
  const { accessToken, team } = await stage.server.api.register('anna');
  const clients: Awaited<ReturnType<typeof listen>>[] = [];
  for (let at = 0; at < 12; at++) clients.push(await listen(accessToken));
  await vi.waitFor(() => expect(clients.map(({ ended }) => ended)).toEqual([true, true, ...Array(10).fill(false)]));
  await stage.server.documentsOf(team.id).leads.put(sampleLead('lead:1'));
  for (const { events } of clients.slice(2)) await vi.waitFor(() => expect(idsIn(events)).toEqual(['lead:1']));
});

test('of one person the fifty newest streams are kept, in however many sessions', async () => {
  await stage.server.api.register('anna');
  const clients: Awaited<ReturnType<typeof listen>>[] = [];
  for (let session = 0; session < 6; session++) {
    const { accessToken } = await stage.server.api.services.accounts.login(anna);
    for (let at = 0; at < 9; at++) clients.push(await listen(accessToken));
  }
  await vi.waitFor(() => {
    expect(clients.map(({ ended }) => ended)).toEqual([...Array(4).fill(true), ...Array(50).fill(false)]);
  });
});
