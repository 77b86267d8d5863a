import type { DocumentCollection, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, test, vi } from 'vitest';
import { createConnection, startLife } from './outbox.suite.ts';

/** Counts what is asked of a team's databases; following a feed is no reading. */
const countingStore = (store: DocumentStore) => {
  const asked: string[] = [];
  const databases = new Map<string, DocumentCollection>();
  const counting = (database: DocumentCollection): DocumentCollection => {
    const note = (what: 'read' | 'write'): number => asked.push(`${what} ${database.name.replace('team-crew/', '')}`);
    return {
      ...database,
      get: (id) => {
        note('read');
        return database.get(id);
      },
      getMany: (ids) => {
        note('read');
        return database.getMany(ids);
      },
      find: (query) => {
        note('read');
        return database.find(query);
      },
      write: (rows) => {
        note('write');
        return database.write(rows);
      },
    };
  };
  const counted: DocumentStore = {
    ...store,
    collection: (name, options) => {
      const database = databases.get(name) ?? counting(store.collection(name, options));
      databases.set(name, database);
      return database;
    },
  };
  const count = (what: 'read' | 'write'): number => asked.filter((one) => one.startsWith(what)).length;
  return { store: counted, asked, count };
};

/** A server that has answered one customer already, so that what it reads once a start is read. */
const startCounting = async () => {
  const { connection, sent } = createConnection();
  const { store, asked, count } = countingStore(createMemoryStore());
  const life = startLife({ store, connectionOf: () => connection });
  let answers = 0;
  /** Until all that follows from it is stored, and how far it was handled. */
  const answer = async (text: string, chatId: string) => {
    asked.length = 0;
    answers += 1;
    await life.receive({ text, chatId });
    await vi.waitFor(
      async () => {
        expect(sent).toHaveLength(answers);
        const { sequence } = (await store.collection('server/checkpoints').get('outbox:crew'))?.body ?? {};
        asked.pop();
        expect(sequence).toBe(await life.documents.messages.stored.sequence());
      },
      { interval: 20 },
    );
    return { reads: count('read'), writes: count('write'), asked: [...asked] };
  };
  await answer('Какая предоплата?', '1');
  return answer;
};

test('the first answer to a customer takes few reads of the store', async () => {
  const answer = await startCounting();
  const { reads, writes, asked } = await answer('Какая предоплата?', '7');
  expect(reads, asked.join()).toBeLessThanOrEqual(36);
  expect(writes, asked.join()).toBeLessThanOrEqual(16);
});

test('a later answer that saves what the customer tells of themselves takes few reads, too', async () => {
  const answer = await startCounting();
  await answer('Какая предоплата?', '7');
  const { reads, writes, asked } = await answer('А предоплата на 40 человек? Меня зовут Анна, +7 911 123-45-67', '7');
  expect(reads, asked.join()).toBeLessThanOrEqual(52);
  expect(writes, asked.join()).toBeLessThanOrEqual(20);
});
