import type { RunSummary } from '@inbetwin/shared/contracts/runs.ts';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { RunFeed, RunListener, RunTopic } from '../../replication/stream/run-feed.ts';
import { followRuns } from './follow-runs.ts';
import type { RunFilter, RunPages } from './run-pages.ts';

const runOf = (at: number, updatedAt = at, state: RunSummary['state'] = 'done'): RunSummary => ({
  id: `run:${String(at).padStart(3, '0')}`,
  conversationId: `c:${at % 2}`,
  messageId: `m:${at}`,
  state,
  stepCount: 1,
  tokens: { input: 1, output: 1 },
  costMicros: 0,
  createdAt: 0,
  updatedAt,
});

const latestFirst = (a: RunSummary, b: RunSummary) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1);

/** A server with runs, whose answers come when they are let. */
const createServer = (runs: readonly RunSummary[]) => {
  const stored = new Map(runs.map((run) => [run.id, run]));
  const waiting: (() => void)[] = [];
  const listeners = new Map<RunListener, RunTopic>();
  const feed: RunFeed = {
    watch: (topic, listener) => {
      listeners.set(listener, topic);
      return () => listeners.delete(listener);
    },
  };
  const list = ({ state, conversationId }: RunFilter) =>
    [...stored.values()]
      .filter(
        (run) => (state ?? run.state) === run.state && (conversationId ?? run.conversationId) === run.conversationId,
      )
      .toSorted(latestFirst);
  const readPage = (filter: RunFilter) => async (from: { limit: number; cursor: string | undefined }) => {
    const [updatedAt = '', id = ''] = from.cursor?.split(' ') ?? [];
    const behind = list(filter).filter(
      (run) => from.cursor === undefined || latestFirst(run, { ...runOf(0), id, updatedAt: Number(updatedAt) }) > 0,
    );
    const items = behind.slice(0, from.limit);
    const last = items.at(-1);
    await new Promise<void>((resolve) => waiting.push(resolve));
    return { items, next: behind.length > items.length && last ? `${last.updatedAt} ${last.id}` : undefined };
  };
  const answer = async () => {
    for (const resolve of waiting.splice(0)) resolve();
    for (let turn = 0; turn < 8; turn++) await Promise.resolve();
  };
  return {
    feed,
    list,
    readPage,
    answer,
    answerAll: async () => {
      while (waiting.length > 0) await answer();
    },
    waiting,
    listeners,
    live: () => {
      for (const listener of listeners.keys()) listener.onLive();
    },
    change: (run: RunSummary) => {
      stored.set(run.id, run);
      for (const listener of listeners.keys()) listener.onNews({ runs: [run], removed: [] });
    },
    remove: (id: string) => {
      stored.delete(id);
      for (const listener of listeners.keys()) listener.onNews({ runs: [], removed: [id] });
    },
  };
};

const follow = (server: ReturnType<typeof createServer>, filter: RunFilter, rows: number) => {
  let shown: RunPages | undefined;
  const list = followRuns({
    filter,
    rows,
    feed: server.feed,
    readPage: server.readPage(filter),
    onChange: (pages) => {
      shown = pages;
    },
    onFailure: (error) => {
      throw error;
    },
  });
  return { list, shown: () => shown, ids: () => shown?.items.map(({ id }) => id) };
};

const many = Array.from({ length: 300 }, (_, at) => runOf(at));
const idsOf = (runs: readonly RunSummary[]) => runs.map(({ id }) => id);

test('nothing is read before the feed is live; then a page, and more as far as it is wanted', async () => {
  const server = createServer(many);
  const followed = follow(server, {}, 50);
  expect(server.waiting).toHaveLength(0);
  server.live();
  await server.answerAll();
  expect(followed.ids()).toEqual(idsOf(server.list({}).slice(0, 50)));
  followed.list.want(220);
  await server.answerAll();
  expect(followed.ids()).toEqual(idsOf(server.list({}).slice(0, 220)));
  expect(followed.shown()?.next).toBeDefined();
  followed.list.want(1_000);
  await server.answerAll();
  expect(followed.ids()).toEqual(idsOf(server.list({})));
  expect(followed.shown()?.next).toBeUndefined();
});

test('a list stays in sight while it is read anew, and lets go of the feed when it is left', async () => {
  const server = createServer(many);
  const followed = follow(server, {}, 40);
  server.live();
  await server.answerAll();
  const before = followed.ids();
  server.live();
  expect(followed.ids()).toEqual(before);
  followed.list.stop();
  expect(server.listeners.size).toBe(0);
  const heard = vi.fn();
  await server.answerAll();
  expect(heard).not.toHaveBeenCalled();
  expect(followed.ids()).toEqual(before);
});

const actArbitrary = fc.oneof(
  fc.record({
    kind: fc.constant('change' as const),
    at: fc.nat(40),
    state: fc.constantFrom('done', 'running', 'failed'),
  }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat(30) }),
  fc.record({ kind: fc.constant('want' as const), rows: fc.nat(60) }),
  fc.record({ kind: fc.constant('live' as const) }),
  fc.record({ kind: fc.constant('answer' as const) }),
);

test('whatever changes while pages are under way, the list ends as the beginning of what the server has', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<RunFilter>({}, { state: 'running' }, { conversationId: 'c:1' }),
      fc.array(actArbitrary, { maxLength: 25 }),
      async (filter, acts) => {
        const server = createServer(Array.from({ length: 30 }, (_, at) => runOf(at, at, at % 3 ? 'done' : 'running')));
        const followed = follow(server, filter, 5);
        let now = 100;
        server.live();
        for (const act of acts) {
          now += 1;
          if (act.kind === 'change') server.change(runOf(act.at, now, act.state as RunSummary['state']));
          if (act.kind === 'remove') server.remove(`run:${String(act.at).padStart(3, '0')}`);
          if (act.kind === 'want') followed.list.want(act.rows);
          if (act.kind === 'live') server.live();
          if (act.kind === 'answer') await server.answer();
        }
        await server.answerAll();
        const ids = followed.ids() ?? [];
        const expected = idsOf(server.list(filter));
        expect(ids).toEqual(expected.slice(0, ids.length));
        if (followed.shown()?.next === undefined) expect(ids).toEqual(expected);
      },
    ),
    { numRuns: 300, seed: 11 },
  );
});
