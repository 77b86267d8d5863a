import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type StreamEvent, streamEventSchema } from '@inbetwin/shared/contracts/sync.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { storedName, teamDatabaseName } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openEmbeddedStore } from '../store/embedded/embedded-store.ts';
import { createStreamHub, type StreamClient } from './stream-hub.ts';
import { createTeamFeeds } from './team-feeds.ts';

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const TEAM = 't';
const LEADS = storedName(TEAM, 'leads');

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'inbetwin-stream-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const eventOf = (frame: Uint8Array): StreamEvent =>
  streamEventSchema.parse(JSON.parse(Buffer.from(frame).toString().replace('data: ', '')));

const createClient = () => {
  const events: StreamEvent[] = [];
  const client: StreamClient = {
    id: randomUUID(),
    sessionId: 's1',
    send: (frame) => events.push(eventOf(frame)),
    end: () => undefined,
  };
  const ids = () => events.flatMap((event) => (event.type === 'changes' ? event.documents.map(({ id }) => id) : []));
  return { client, events, ids };
};

/** Moments within a turn of the event loop and between two: where a wake-up could be missed. */
const delays = {
  none: async () => undefined,
  microtask: () => Promise.resolve(),
  turn: () => nextTurn(),
  turns: async () => {
    await nextTurn();
    await nextTurn();
  },
  timer: () => new Promise<void>((resolve) => setTimeout(resolve, 0)),
};
const delayArbitrary = fc.constantFrom(...Object.values(delays));

test('whatever is written while a client joins is there for its first pull or reaches it, with nothing written after', async () => {
  const store = openEmbeddedStore({ directory });
  const leads = store.collection(LEADS);
  let round = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(delayArbitrary, { minLength: 1, maxLength: 4 }),
      delayArbitrary,
      fc.boolean(),
      async (beforeWrites, beforeJoin, isSecond) => {
        round += 1;
        const hub = createStreamHub(createTeamFeeds({ store, log }));
        if (isSecond) await hub.join(TEAM, createClient().client);
        const { client, ids } = createClient();
        const writing = beforeWrites.map(async (delay, at) => {
          await delay();
          await leads.write([{ id: `${round}:${at}`, body: {} }]);
          return `${round}:${at}`;
        });
        await beforeJoin();
        await hub.join(TEAM, client);
        const { changes } = await leads.changes({ limit: 100_000 });
        const pulled = new Set(changes.map(({ id }) => id));
        const later = (await Promise.all(writing)).filter((id) => !pulled.has(id));
        await vi.waitFor(() => expect(ids()).toEqual(expect.arrayContaining(later)), { interval: 2 });
        hub.close();
      },
    ),
    { numRuns: 150 },
  );
  await store.close();
});

type OtherProcess = { write(id: string): Promise<void>; end(): Promise<void> };

const startOther = (): OtherProcess => {
  const script = fileURLToPath(new URL('./testing/write-on-demand.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [script, directory], { stdio: ['pipe', 'pipe', 'inherit'] });
  const written = new Map<string, () => void>();
  if (child.stdout) createInterface(child.stdout).on('line', (id) => written.get(id)?.());
  return {
    write: (id) => {
      child.stdin?.write(`${LEADS} ${id}\n`);
      return new Promise((resolve) => written.set(id, resolve));
    },
    end: async () => {
      const exited = once(child, 'exit');
      child.stdin?.end();
      await exited;
    },
  };
};

test('a lone write of any process reaches every client of every other', async () => {
  const others = [startOther(), startOther()];
  const stores = [openEmbeddedStore({ directory }), openEmbeddedStore({ directory })];
  const clients = stores.map(createClient);
  const hubs = stores.map((store) => createStreamHub(createTeamFeeds({ store, log })));
  await Promise.all(hubs.map((hub, at) => hub.join(TEAM, clients[at]?.client ?? createClient().client)));
  await Promise.all(others.map((other, at) => other.write(`warm:${at}`)));

  for (let round = 0; round < 30; round++) {
    const ids = others.map((_, at) => `${round}:${at}`);
    await Promise.all([
      ...others.map((other, at) => other.write(`${round}:${at}`)),
      ...(round % 3 === 0 ? [stores[0]?.collection(LEADS).write([{ id: `${round}:own`, body: {} }])] : []),
    ]);
    for (const { ids: seen } of clients) {
      await vi.waitFor(() => expect(seen()).toEqual(expect.arrayContaining(ids)), { interval: 2 });
    }
  }

  for (const hub of hubs) hub.close();
  await Promise.all(others.map((other) => other.end()));
  await Promise.all(stores.map((store) => store.close()));
});

test('when another store takes the place of this one, clients are told to pull and hear what is written there', async () => {
  const store = createMemoryStore();
  let backend = 'one';
  const hub = createStreamHub(createTeamFeeds({ store: { ...store, backendId: async () => backend }, log }));
  const { client, events, ids } = createClient();
  await hub.join(TEAM, client);
  await store.collection(LEADS).write([{ id: 'a', body: {} }]);
  await vi.waitFor(() => expect(ids()).toEqual(['a']));

  backend = 'two';
  await store.collection(LEADS).write([{ id: 'b', body: {} }]);
  const resync = { type: 'resync', collection: 'leads' };
  await vi.waitFor(() => expect(events).toContainEqual(resync));
  await store.collection(LEADS).write([{ id: 'c', body: {} }]);
  await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ checkpoint: { backend: 'two' } }));
  expect(ids()).toEqual(['a', 'c']);

  const before = events.length;
  await store.deleteDatabase(teamDatabaseName(TEAM));
  await vi.waitFor(() => expect(events.slice(before)).toContainEqual(resync));
  hub.close();
});

test('a large batch goes out in small frames, each with the checkpoint behind its own documents', async () => {
  const store = openEmbeddedStore({ directory });
  const leads = store.collection(LEADS);
  const hub = createStreamHub(createTeamFeeds({ store, log }));
  const { client, events, ids } = createClient();
  await hub.join(TEAM, client);
  const rows = Array.from({ length: 100 }, (_, at) => ({ id: `${at}`, body: { text: 'x'.repeat(10_000) } }));
  await leads.write(rows);
  await vi.waitFor(() => expect(ids()).toEqual(rows.map(({ id }) => id)));
  expect(events.length).toBeGreaterThan(5);
  for (const [at, event] of events.entries()) {
    if (event.type !== 'changes') throw new Error('There are changes alone.');
    const { changes } = await leads.changes({ since: event.checkpoint.sequence, limit: 1 });
    const next = events[at + 1];
    expect(changes[0]?.id).toBe(next?.type === 'changes' ? next.documents[0]?.id : undefined);
  }
  hub.close();
  await store.close();
});

test('a client that comes while the server stops is sent away, and following ends with the store', async () => {
  const store = openEmbeddedStore({ directory });
  const late = createStreamHub(createTeamFeeds({ store, log }));
  late.close();
  await expect(late.join(TEAM, createClient().client)).rejects.toMatchObject({ code: 'server.stopping' });

  let followed = 0;
  const closing: DocumentStore = {
    ...store,
    database: (name) => ({
      ...store.database(name),
      follow: async function* () {
        followed += 1;
        await nextTurn();
        yield* [];
      },
    }),
  };
  await createStreamHub(createTeamFeeds({ store: closing, log })).join(TEAM, createClient().client);
  // Following again would take a turn.
  for (let turn = 0; turn < 100; turn++) await nextTurn();
  expect(followed).toBe(1);
  await store.close();
});
