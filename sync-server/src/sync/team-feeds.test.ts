import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { storedName } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, test, vi } from 'vitest';
import { createTeamFeeds } from './team-feeds.ts';

const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };

/** A store that counts who follows. */
const createCountedStore = () => {
  const memory = createMemoryStore();
  const followed: AbortSignal[] = [];
  const store: DocumentStore = {
    ...memory,
    database: (name) => {
      const database = memory.database(name);
      return {
        ...database,
        follow: (query) => {
          followed.push(query.signal);
          return database.follow(query);
        },
      };
    },
  };
  return { store, followed };
};

const listenTo = (feeds: ReturnType<typeof createTeamFeeds>, teamId: string) => {
  const ids: string[] = [];
  const listener = {
    onChanges: (changes: readonly { readonly id: string }[]) => ids.push(...changes.map(({ id }) => id)),
    onRestart: () => undefined,
  };
  return { ids, ...feeds.follow(teamId, listener) };
};

test('a team is followed once for all its listeners, for as long as there is one', async () => {
  const { store, followed } = createCountedStore();
  const feeds = createTeamFeeds({ store, log });
  const [first, second, other] = [listenTo(feeds, 'a'), listenTo(feeds, 'a'), listenTo(feeds, 'b')];
  await Promise.all([first.started, second.started, other.started]);
  const leads = store.collection(storedName('a', 'leads'));
  await leads.write([{ id: '1', body: {} }]);
  await vi.waitFor(() => expect([first.ids, second.ids, other.ids]).toEqual([['1'], ['1'], []]));
  expect(followed).toHaveLength(2);

  first.stop();
  await leads.write([{ id: '2', body: {} }]);
  await vi.waitFor(() => expect(second.ids).toEqual(['1', '2']));
  expect(first.ids).toEqual(['1']);
  expect(followed.map(({ aborted }) => aborted)).toEqual([false, false]);
  for (let time = 0; time < 2; time++) second.stop();
  expect(followed.filter(({ aborted }) => aborted)).toHaveLength(1);

  const third = listenTo(feeds, 'a');
  await third.started;
  await leads.write([{ id: '3', body: {} }]);
  await vi.waitFor(() => expect(third.ids).toEqual(['3']));
  expect(second.ids).toEqual(['1', '2']);
  for (const { stop } of [third, other]) stop();
  expect(followed.every(({ aborted }) => aborted)).toBe(true);
});

test('a team that cannot be followed is tried again by the next listener', async () => {
  const { store } = createCountedStore();
  const down = vi.fn().mockRejectedValueOnce(new Error('the store is down'));
  const feeds = createTeamFeeds({
    store: {
      ...store,
      database: (name) => ({ ...store.database(name), sequence: () => down(name) ?? store.database(name).sequence() }),
    },
    log,
  });
  const first = listenTo(feeds, 'a');
  await expect(first.started).rejects.toThrow('the store is down');
  first.stop();
  const second = listenTo(feeds, 'a');
  await second.started;
  await store.collection(storedName('a', 'leads')).write([{ id: '1', body: {} }]);
  await vi.waitFor(() => expect(second.ids).toEqual(['1']));
  second.stop();
});
