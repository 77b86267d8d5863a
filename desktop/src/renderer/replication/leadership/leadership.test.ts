import { afterEach, expect, test, vi } from 'vitest';
import { leadInTurn } from './leadership.ts';

type Tab = { readonly name: string; readonly close: () => Promise<void> };

const tabs: Tab[] = [];
/** Who leads, and who stopped, in order. */
let history: string[] = [];
let workspace = crypto.randomUUID();

afterEach(async () => {
  for (const tab of tabs.splice(0)) await tab.close();
  history = [];
  workspace = crypto.randomUUID();
});

const livenessCheck = { askMs: 20, missing: 3 };

const openTab = (name: string, multiInstance = true): Tab => {
  const closing = new AbortController();
  const ended = leadInTurn({
    database: { name: workspace, multiInstance, waitForLeadership: async () => true },
    signal: closing.signal,
    livenessCheck,
    lead: async (signal) => {
      history.push(`${name} leads`);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      history.push(`${name} ends`);
    },
  });
  const tab = {
    name,
    close: async () => {
      closing.abort();
      await ended;
    },
  };
  tabs.push(tab);
  return tab;
};

test('one tab leads at a time, and the next begins when it has ended', async () => {
  const [first, second, third] = [openTab('first'), openTab('second'), openTab('third')];
  await vi.waitFor(() => expect(history).toEqual(['first leads']));
  await second.close();
  await first.close();
  await vi.waitFor(() => expect(history).toEqual(['first leads', 'first ends', 'third leads']));
  await third.close();
  expect(history.at(-1)).toBe('third ends');
});

test('a leader that answers is left alone, however long it leads', async () => {
  openTab('first');
  openTab('second');
  const asked = vi.fn();
  const channel = new BroadcastChannel(`inbetwin.leader.${workspace}`);
  channel.onmessage = ({ data }) => data === 'ask' && asked();
  await vi.waitFor(() => expect(asked.mock.calls.length).toBeGreaterThan(livenessCheck.missing * 4));
  channel.close();
  expect(history).toEqual(['first leads']);
});

test('a leader that hangs is deposed, and ends as soon as it runs again', async () => {
  let revive: () => void = () => undefined;
  const hanging = navigator.locks.request(`inbetwin.leader.${workspace}`, () => {
    return new Promise<void>((resolve) => {
      revive = resolve;
    });
  });
  const deposed = expect(hanging).rejects.toMatchObject({ name: 'AbortError' });
  openTab('second');
  openTab('third');
  await vi.waitFor(() => expect(history.filter((entry) => entry.endsWith('leads')).length).toBeGreaterThan(0));
  await deposed;
  revive();
  const leaders = () => history.filter((entry) => entry.endsWith('leads')).length;
  const ended = () => history.filter((entry) => entry.endsWith('ends')).length;
  await vi.waitFor(() => expect(leaders() - ended()).toBe(1));
});

test('without other tabs to think of there is nothing to wait for', async () => {
  openTab('first', false);
  openTab('second', false);
  expect(history).toEqual(['first leads', 'second leads']);
});
