import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import 'fake-indexeddb/auto';
import type { SyncCheckpoint, SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { sampleLead } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import type { RxCollection } from 'rxdb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openLocalDocument } from '../../database/local-document.ts';
import { createRemoteWriter, type RemoteWriter } from '../../database/marks/remote-writer.ts';
import { isClean, type StoredDocument } from '../../database/marks/sync-mark.ts';
import { openWorkspace, type Workspace } from '../../database/workspace-database.ts';
import type { PulledPage } from '../gateway-client.ts';
import { type CollectionPull, pullCollection } from './pull-collection.ts';

let workspace: Workspace;
let stopping: AbortController;
let problems: unknown[];
let behind: number[];

beforeEach(async () => {
  const name = `pull-${crypto.randomUUID()}`;
  workspace = await openWorkspace({ name, multiInstance: false, only: ['leads'] });
  stopping = new AbortController();
  problems = [];
  behind = [];
});

afterEach(async () => {
  stopping.abort(new Error('The test is over.'));
  await workspace.close();
});

type Pull = (
  checkpoint: SyncCheckpoint | null,
  count?: boolean,
  ids?: readonly string[],
) => Promise<PulledPage> | PulledPage;

const openPull = (pull: Pull, wrap: (writer: RemoteWriter) => RemoteWriter = (writer) => writer): CollectionPull =>
  pullCollection({
    workspace,
    name: 'leads',
    writer: wrap(createRemoteWriter('leads', workspace.collections.leads as unknown as RxCollection<SyncDocument>)),
    gateway: {
      pull: async (_name, { checkpoint, count, ids }) => pull(checkpoint, count, ids),
      push: () => Promise.reject(new Error('no push')),
    },
    backoff: createBackoff({ firstRetryMs: 1, longestRetryMs: 5 }),
    signal: stopping.signal,
    sender: () => ({ role: 'owner' }),
    horizon: () => undefined,
    onStored: async () => undefined,
    onLeftOut: () => undefined,
    onPage: () => undefined,
    onBehind: (_name, documents) => behind.push(documents),
    onProblem: (problem) => problems.push(problem),
  });

const lead = (id: string, title: string): SyncDocument => ({ ...sampleLead(id), title, _deleted: false });
const place = (sequence: string, cursor?: string): SyncCheckpoint => ({
  backend: 'b',
  sequence,
  ...(cursor !== undefined && { cursor }),
});
const page = (documents: readonly SyncDocument[], checkpoint: SyncCheckpoint, more = false): PulledPage => ({
  documents: [...documents],
  checkpoint,
  more,
  bytes: 1,
});
const changes = (documents: readonly SyncDocument[], sequence: string) => ({
  type: 'changes' as const,
  collection: 'leads' as const,
  documents: [...documents],
  checkpoint: place(sequence),
});
const titles = async () => {
  const found = await workspace.collections.leads.find().exec();
  return Object.fromEntries(found.map(({ id, title }) => [id, title]));
};

test('what the stream brings during a first pull is shown at once, and an older page does not put it back', async () => {
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const pull = openPull(async (checkpoint) => {
    if (checkpoint === null) return page([lead('a', 'newest')], place('5', 'after a'), true);
    if (checkpoint.cursor === 'after a') {
      await held;
      return page([lead('b', 'old'), lead('c', 'c')], place('5'));
    }
    return page([lead('b', 'new')], place('6'));
  });
  await pull.begin();
  await pull.peek();
  const filled = pull.catchUp();
  pull.receive(changes([lead('b', 'new')], '6'));
  await vi.waitFor(async () => expect(await titles()).toEqual({ a: 'newest', b: 'new' }));
  letGo();
  await filled;
  expect(await titles()).toEqual({ a: 'newest', b: 'new', c: 'c' });
});

test('a first pull that was cut goes on where it was', async () => {
  const asked: (string | undefined)[] = [];
  const first = openPull((checkpoint) => {
    asked.push(checkpoint?.cursor);
    return checkpoint === null
      ? page([lead('a', 'a')], place('5', 'after a'), true)
      : new Promise<never>(() => undefined);
  });
  await first.begin();
  await first.peek();
  void first.catchUp();
  const second = openPull((checkpoint) => {
    asked.push(checkpoint?.cursor);
    return page([lead('b', 'b')], place('5'));
  });
  await second.begin();
  await second.catchUp();
  expect(asked).toEqual([undefined, 'after a', 'after a']);
  expect(await titles()).toEqual({ a: 'a', b: 'b' });
});

test('changes that pass while a pull is under way are pulled after it; later ones follow the stream', async () => {
  const places: (string | undefined)[] = [];
  const pull = openPull((checkpoint) => {
    places.push(checkpoint?.sequence);
    if (checkpoint === null) {
      queueMicrotask(() => pull.receive(changes([lead('b', 'passed')], '2')));
      return page([lead('a', 'a')], place('1'));
    }
    return page([lead('b', 'passed')], place('2'));
  });
  await pull.begin();
  await pull.catchUp();
  expect(places).toEqual([undefined, '1']);
  pull.receive(changes([lead('a', 'live')], '3'));
  await vi.waitFor(async () => expect(await titles()).toEqual({ a: 'live', b: 'passed' }));
  pull.resync();
  await vi.waitFor(() => expect(places).toEqual([undefined, '1', '3']));
});

test('a page that cannot be stored is told of and stored later; nothing is skipped', async () => {
  let failures = 2;
  const pull = openPull(
    (checkpoint) =>
      checkpoint === null ? page([lead('a', 'a')], place('1', 'x'), true) : page([lead('b', 'b')], place('1')),
    (writer) => ({
      ...writer,
      fill: async (documents) => {
        if (failures-- > 0) throw new Error('No room.');
        return writer.fill(documents);
      },
    }),
  );
  await pull.begin();
  await pull.catchUp();
  expect(await titles()).toEqual({ a: 'a', b: 'b' });
  expect(problems.map((problem) => problem instanceof Error && problem.message)).toEqual([
    'No room.',
    'No room.',
    false,
  ]);
});

test('after a time away it tells how far behind it is, page by page', async () => {
  await workspaceKnows(place('1'));
  const asked: (boolean | undefined)[] = [];
  const pull = openPull((checkpoint, count) => {
    asked.push(count);
    if (checkpoint?.sequence === '1')
      return { ...page([lead('a', 'a'), lead('b', 'b')], place('2'), true), remaining: 3 };
    if (checkpoint?.sequence === '2') return page([lead('c', 'c'), lead('d', 'd')], place('3'), true);
    // Two more than were counted: they changed since.
    return page([lead('e', 'e'), lead('f', 'f'), lead('a', 'new')], place('4'));
  });
  await pull.begin();
  await pull.catchUp();
  expect(behind).toEqual([5, 3, 3, 0]);
  expect(asked).toEqual([true, undefined, undefined]);
});

test('of a first download, and by a server that does not count, nothing is claimed', async () => {
  const first = openPull((checkpoint) =>
    checkpoint === null ? page([lead('a', 'a')], place('1', 'x'), true) : page([lead('b', 'b')], place('1')),
  );
  await first.begin();
  await first.catchUp();
  const later = openPull((checkpoint) => page([lead('c', 'c')], place('2'), checkpoint?.sequence === '1'));
  await later.begin();
  await later.catchUp();
  expect(behind).toEqual([0, 0]);
});

const made = (id: string, by = 'user:anna'): SyncDocument => {
  const at = '001768467600000-0000-anna';
  return { ...lead(id, id), edits: { '': { at, by } }, seen: { anna: at } };
};
const waiting = async () => {
  const { storageInstance } = workspace.collections.leads;
  const found = await storageInstance.findDocumentsById(['a', 'b', 'c', 'd'], true);
  return (found as unknown as StoredDocument[]).filter((one) => !isClean(one)).map(({ id }) => id);
};

test('an older state is given back only if the server still tells it when asked again', async () => {
  const older = [lead('a', 'older'), lead('b', 'older')];
  const pull = openPull((checkpoint, _count, ids) => {
    if (ids)
      return page(
        [lead('a', 'older'), made('b')].filter(({ id }) => ids.includes(id)),
        place('9'),
      );
    return checkpoint === null ? page([made('a'), made('b')], place('1')) : page(older, place('2'));
  });
  await pull.begin();
  await pull.peek();
  await pull.catchUp();
  expect(await waiting()).toEqual(['a']);
  expect(await titles()).toEqual({ a: 'a', b: 'b' });
});

test('what a server that tells everything again does not know is given back, also by the next run', async () => {
  let isThere = false;
  const asked: string[][] = [];
  const answer: Pull = (checkpoint, _count, ids) => {
    if (checkpoint === null && !ids)
      return page([made('a'), made('b'), made('c', 'server'), lead('d', 'd')], place('7'));
    if (ids) {
      asked.push([...ids]);
      if (!isThere) throw new Error('Away.');
      return page([made('b')], place('2'));
    }
    const restarted = checkpoint?.sequence === '7' ? { restarted: true as const } : {};
    return { ...page([made('b')], place('2')), ...restarted };
  };
  const first = openPull(answer);
  await first.begin();
  await first.peek();
  void first.catchUp();
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
  expect(await waiting()).toEqual([]);
  stopping.abort(new Error('The program ends.'));
  await first.stop();

  stopping = new AbortController();
  isThere = true;
  const second = openPull(answer);
  await second.begin();
  await second.catchUp();
  expect(await waiting()).toEqual(['a']);
  expect(asked.at(-1)).toEqual(['a', 'b']);
  asked.length = 0;
  const third = openPull(answer);
  await third.begin();
  await third.catchUp();
  expect(asked).toEqual([]);
});

const workspaceKnows = (checkpoint: SyncCheckpoint) =>
  openLocalDocument<{ checkpoint: SyncCheckpoint }>(workspace.database, 'pull:leads').change(() => ({ checkpoint }));
