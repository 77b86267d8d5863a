import { pullResponseSchema, type StreamEvent, type SyncCheckpoint } from '@inbetwin/shared/contracts/sync.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import { sampleLead } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { type GatewayServer, startGateway } from '@inbetwin/sync-server/sync/testing/start-gateway.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSession } from '../../session/create-session.ts';
import { createTestStorage } from '../testing/open-device.ts';
import { openSilentLine, type SilentLine } from '../testing/silent-line.ts';
import { followStream } from './live-stream.ts';

let server: GatewayServer;
let line: SilentLine;
let stop = new AbortController();
let following: Promise<void> = Promise.resolve();
let pulling: Promise<void> = Promise.resolve();

beforeEach(async () => {
  server = await startGateway(createMemoryStore(), { times: { heartbeat: 500, accessCheck: 50, stalled: 20_000 } });
  line = await openSilentLine(server.url);
  stop = new AbortController();
});

afterEach(async () => {
  stop.abort();
  await Promise.all([following, pulling]);
  await line.close();
  await server.close();
});

const until = (check: () => unknown) => vi.waitFor(check, { interval: 5 });

/** A device that pulls after each `ready` and takes what the stream brings; `told` is what its person would see. */
const openDevice = async (now: () => number = Date.now) => {
  const signedIn = await server.api.register('anna');
  const session = createSession({
    fetch: (input, init) => fetch(input, init),
    baseUrl: line.url,
    server: async () => line.url,
    storage: createTestStorage(line.url, signedIn),
    exclusively: (task) => task(),
  });
  const { leads } = server.documentsOf(signedIn.team.id);
  const held = new Set<string>();
  const told: string[] = [];
  let checkpoint: SyncCheckpoint | null = null;
  let patienceMs = 150;

  const take = (documents: readonly { readonly id: string }[], next: SyncCheckpoint): void => {
    for (const { id } of documents) held.add(id);
    checkpoint = next;
  };
  const pull = async (from: SyncCheckpoint | null): Promise<void> => {
    const body = JSON.stringify({ collection: 'leads', checkpoint: from, limit: 1000 });
    const headers = { 'content-type': 'application/json' };
    // On a silent connection nothing ever comes; on a busy machine an answer may be late.
    patienceMs *= 2;
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(patienceMs)]);
    const response = await session.authorizedFetch('/sync/v1/pull', { method: 'POST', headers, body, signal });
    const pulled = pullResponseSchema.parse(await response.json());
    patienceMs = 150;
    take(pulled.documents, pulled.checkpoint);
  };
  const onEvent = (event: StreamEvent): void => {
    if (event.type === 'changes') take(event.documents, event.checkpoint);
    if (event.type !== 'ready') return;
    told.push('online');
    // As the real one does: until it has an answer, since a connection that is used again may be dead, too; and always from where it was,
    // although the stream has brought later changes meanwhile.
    const from = checkpoint;
    const pullAgain = (): Promise<void> => pull(from).catch(() => (stop.signal.aborted ? undefined : pullAgain()));
    pulling = pullAgain();
  };
  following = followStream({
    fetch: session.authorizedFetch,
    backoff: createBackoff({ firstRetryMs: 20, longestRetryMs: 100 }),
    signal: stop.signal,
    onEvent,
    onLost: (reason) => told.push(reason),
    now,
  });
  await until(() => expect(told).toEqual(['online']));
  await pulling;
  return { signedIn, leads, held, told };
};

test('a stream that ends with its token goes on with a new one: unseen, and with nothing missed', async () => {
  const { leads, held, told } = await openDevice();
  const written: string[] = [];
  const write = async (): Promise<void> => {
    written.push(`lead:${written.length}`);
    await leads.put(sampleLead(written.at(-1)));
  };
  for (let at = 0; at < 20; at++) await write();
  server.api.clock.advance(16 * 60_000);
  await until(async () => {
    await write();
    expect(told).toHaveLength(2);
  });
  for (let at = 0; at < 20; at++) await write();
  await until(() => expect([...held].toSorted()).toEqual(written.toSorted()));
  expect(told).toEqual(['online', 'online']);
});

test('after a sleep in which the connection died without a word a new one is there before anybody sees it', async () => {
  let slept = 0;
  const { leads, held, told } = await openDevice(() => Date.now() + slept);
  line.fallSilent();
  await leads.put(sampleLead('lead:asleep'));
  slept = 3_600_000;
  await until(() => expect([...held]).toEqual(['lead:asleep']));
  expect(told).toEqual(['online', 'online']);
});

test('a page whose own timers are held back hears from another one that the machine woke', async () => {
  const { leads, held } = await openDevice();
  line.fallSilent();
  await leads.put(sampleLead('lead:asleep'));
  const lookedAt = new BroadcastChannel('inbetwin.awake');
  lookedAt.postMessage({ certain: true });
  await until(() => expect([...held]).toEqual(['lead:asleep']));
  lookedAt.close();
});

test('a late timer alone, as hidden pages have, does no harm to a connection on which the heart beats', async () => {
  const { leads, held } = await openDevice();
  const hidden = new BroadcastChannel('inbetwin.awake');
  const before = line.connections();
  hidden.postMessage({ certain: false });
  await leads.put(sampleLead('lead:1'));
  await until(() => expect([...held]).toEqual(['lead:1']));
  hidden.close();
  expect(line.connections()).toBe(before);
});

test('a connection that falls silent is given up, whatever the clock says', async () => {
  // Time goes ten times as fast, and the wall clock stands still.
  const steady = performance.now.bind(performance);
  const fast = vi.spyOn(performance, 'now').mockImplementation(() => steady() * 10);
  const { leads, held } = await openDevice(() => 0);
  line.fallSilent();
  await leads.put(sampleLead('lead:1'));
  await until(() => expect([...held]).toEqual(['lead:1']));
  fast.mockRestore();
});

test('a server that is away is shown at once, and so is its return', async () => {
  const { told } = await openDevice();
  await server.goAway();
  await until(() => expect(told[1]).toBe('offline'));
  await server.comeBack();
  await until(() => expect(told.at(-1)).toBe('online'));
});

test('a server that answers no connection is shown as away within seconds', async () => {
  let slept = 0;
  const { told } = await openDevice(() => Date.now() + slept);
  line.fallSilent();
  const silencing = setInterval(line.fallSilent, 1);
  slept = 3_600_000;
  await until(() => expect(told).toEqual(['online', 'offline']));
  clearInterval(silencing);
});

test('an ended session is told, for which nothing is tried again but now and then', async () => {
  const { signedIn, told } = await openDevice();
  await server.api.services.accounts.logout(signedIn.refreshToken);
  await until(() => expect(told).toContain('signed-out'));
  expect(told).not.toContain('offline');
});
