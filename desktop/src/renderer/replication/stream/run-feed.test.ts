import type { RunWatch } from '@inbetwin/shared/contracts/sync.ts';
import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import { afterEach, expect, test, vi } from 'vitest';
import { createRunFeed, type TabFeed } from './run-feed.ts';

const tabs: TabFeed[] = [];
const ending = new Set<AbortController>();
afterEach(() => {
  for (const controller of ending) controller.abort();
  ending.clear();
  for (const tab of tabs.splice(0)) tab.close();
});

const openTab = (name: string): TabFeed => {
  const tab = createRunFeed(name);
  tabs.push(tab);
  return tab;
};

const lead = (tab: TabFeed, subscribe: (stream: string, watch: RunWatch) => Promise<void> = async () => undefined) => {
  const controller = new AbortController();
  ending.add(controller);
  const told: [string, RunWatch][] = [];
  const leading = tab.lead({
    subscribe: async (stream, watch) => {
      await subscribe(stream, watch);
      told.push([stream, watch]);
    },
    backoff: createBackoff({ firstRetryMs: 1, longestRetryMs: 2 }),
    signal: controller.signal,
  });
  return { leading, told, end: () => controller.abort() };
};

const listen = () => ({ onLive: vi.fn(), onNews: vi.fn() });
const until = (check: () => unknown) => vi.waitFor(check, { interval: 2 });
const nameOf = () => crypto.randomUUID();

test('the server hears what all tabs want, and each listener when it is told of everything', async () => {
  const name = nameOf();
  const [first, second] = [openTab(name), openTab(name)];
  const [a, b, all] = [listen(), listen(), listen()];
  second.watch({ conversationId: 'c:2' }, b);
  const { leading, told } = lead(first);
  const letGo = first.watch({ conversationId: 'c:1' }, a);
  leading.ready('s1');
  await until(() => expect(told.at(-1)).toEqual(['s1', ['c:1', 'c:2']]));
  await until(() => expect(b.onLive).toHaveBeenCalledOnce());
  expect(a.onLive).toHaveBeenCalledOnce();

  const leaveAll = second.watch({ all: true }, all);
  await until(() => expect(all.onLive).toHaveBeenCalledOnce());
  expect(told.at(-1)).toEqual(['s1', 'all']);
  leading.news({ runs: [], removed: ['run:1'] });
  for (const { onNews } of [a, b, all])
    await until(() => expect(onNews).toHaveBeenCalledWith({ runs: [], removed: ['run:1'] }));

  leaveAll();
  letGo();
  await until(() => expect(told.at(-1)).toEqual(['s1', ['c:2']]));
  // Those who heard of everything before have missed nothing.
  expect(b.onLive).toHaveBeenCalledOnce();
});

test('after another stream has begun, or something was missed, all are told to read again', async () => {
  const tab = openTab(nameOf());
  const listener = listen();
  tab.watch({ all: true }, listener);
  const { leading, told } = lead(tab);
  leading.ready('s1');
  await until(() => expect(listener.onLive).toHaveBeenCalledTimes(1));
  leading.missed();
  expect(listener.onLive).toHaveBeenCalledTimes(2);
  leading.lost();
  leading.ready('s2');
  await until(() => expect(listener.onLive).toHaveBeenCalledTimes(3));
  expect(told).toEqual([
    ['s1', 'all'],
    ['s2', 'all'],
  ]);
});

test('while the server cannot be told, listeners read what there is, and again once they are live', async () => {
  const warned = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  const tab = openTab(nameOf());
  const listener = listen();
  let failures = 2;
  const { leading, told } = lead(tab, async () => {
    failures -= 1;
    if (failures >= 0) throw new Error('Not now.');
  });
  leading.ready('s1');
  expect(told).toEqual([]);
  tab.watch({ conversationId: 'c:1' }, listener);
  await until(() => expect(told).toEqual([['s1', ['c:1']]]));
  await until(() => expect(listener.onLive.mock.calls.length).toBeGreaterThanOrEqual(2));
  expect(warned).toHaveBeenCalledTimes(2);
  warned.mockRestore();
});

test('what a tab wanted that was closed by force is asked for no more on the next stream', async () => {
  const name = nameOf();
  const tab = openTab(name);
  const crashed = new BroadcastChannel(`inbetwin.runs.${name}`);
  const { leading, told } = lead(tab);
  tab.watch({ conversationId: 'c:1' }, listen());
  leading.ready('s1');
  crashed.postMessage({ kind: 'wants', tab: 'crashed', topics: [{ conversationId: 'c:2' }] });
  await until(() => expect(told.at(-1)).toEqual(['s1', ['c:1', 'c:2']]));
  crashed.close();
  leading.ready('s2');
  await until(() => expect(told.at(-1)).toEqual(['s2', ['c:1']]));
});

test('a listener that joins what is heard already is live at once, and a tab that takes the lead hears of the others', async () => {
  const name = nameOf();
  const [first, second] = [openTab(name), openTab(name)];
  const one = lead(first);
  const [early, late] = [listen(), listen()];
  second.watch({ all: true }, early);
  one.leading.ready('s1');
  await until(() => expect(early.onLive).toHaveBeenCalledTimes(1));
  first.watch({ conversationId: 'c:1' }, late);
  await until(() => expect(late.onLive).toHaveBeenCalledTimes(1));
  expect(one.told).toHaveLength(1);

  one.end();
  const two = lead(second);
  two.leading.ready('s2');
  await until(() => expect(late.onLive).toHaveBeenCalledTimes(2));
  expect(early.onLive).toHaveBeenCalledTimes(2);
  expect(one.told).toHaveLength(1);
});
