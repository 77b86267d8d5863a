import { conversationIdOf, leadIdOf } from '@inbetwin/shared/conversations/ids.ts';
import type { DocumentCollection, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, test } from 'vitest';
import { account, createConnection, startLife, until } from './outbox.suite.ts';

/** A store in which nobody finds the leads of a contact. */
const withoutLeadsOfContacts = (store: DocumentStore): DocumentStore => {
  const silent = (database: DocumentCollection): DocumentCollection => ({
    ...database,
    find: (query) => (query.index[0] === 'contactId' ? Promise.withResolvers<never>().promise : database.find(query)),
  });
  return {
    ...store,
    collection: (name, options) => {
      const database = store.collection(name, options);
      return name === 'team-crew/leads' ? silent(database) : database;
    },
  };
};

test('no answer waits for the lead’s score, and a crash before it is computed does not lose it', async () => {
  const { connection, sent } = createConnection();
  const store = createMemoryStore();
  const first = startLife({ store: withoutLeadsOfContacts(store), connectionOf: () => connection });
  // The agent that scores leads is switched off, so that the message alone is what changes the score.
  await first.documents.settings.put({
    id: 'agent:scoring',
    value: { kind: 'agent', name: 'scoring' },
    agent: { enabled: false },
    updatedAt: 1,
  });
  await first.receive({ text: 'Сколько стоит? Какая предоплата?' });
  await until(async () => expect(sent).toHaveLength(1));
  const leadId = leadIdOf(conversationIdOf({ channel: 'telegram', account, chatId: '7' }));
  await first.dispatcher.stop();
  expect(await first.documents.leads.get(leadId)).toMatchObject({ score: 0 });
  const second = startLife({ store, connectionOf: () => connection });
  await until(async () =>
    expect((await second.documents.leads.get(leadId))?.scoreReasons.map(({ code }) => code)).toContain('asked_price'),
  );
  expect(sent).toHaveLength(1);
});
