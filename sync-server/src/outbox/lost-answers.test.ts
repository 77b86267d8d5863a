import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { DocumentCollection, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { describe, expect, test } from 'vitest';
import { createConnection, startLife, until } from './outbox.suite.ts';

/** One write is made and answered with a failure, as when a flush fails or an answer is lost; the process lives on. */
const storeThatLosesAnswer = (store: DocumentStore, at: number) => {
  let writes = 0;
  const wrap = (database: DocumentCollection): DocumentCollection => ({
    ...database,
    write: async (rows) => {
      const results = await database.write(rows);
      writes += 1;
      if (writes === at) throw new Failure('store.unavailable', 'It may be kept or not.', 'Try again.');
      return results;
    },
  });
  return {
    hasLost: () => writes >= at,
    store: { ...store, collection: (name, options) => wrap(store.collection(name, options)) } satisfies DocumentStore,
  };
};

type Life = ReturnType<typeof startLife>;

/** As a channel does: what was not acknowledged comes again. */
const receiveSurely = async (life: Life, message: Parameters<Life['receive']>[0]): Promise<void> => {
  try {
    await life.receive(message);
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    await receiveSurely(life, message);
  }
};

describe.each(['resend', 'resend-once-marked'] as const)('where an unknown outcome means %s', (unknownOutcome) => {
  test('whichever write is made and answered with a failure, a customer has one reply to each message', async () => {
    for (let at = 1; ; at++) {
      const { connection, sent } = createConnection();
      const { store, hasLost } = storeThatLosesAnswer(createMemoryStore(), at);
      const life = startLife({ store, connectionOf: () => connection, unknownOutcome });
      const asked = ['Добрый день, меня зовут Анна', 'Какая предоплата?'];
      for (const [count, text] of asked.entries()) {
        await receiveSurely(life, { messageId: `m${count}`, text });
        await until(async () =>
          expect((await life.replies()).map(({ delivery }) => delivery.state)).toEqual(Array(count + 1).fill('sent')),
        );
      }
      await until(async () => {
        const { items } = await life.documents.runs.find({ index: ['updatedAt'], equals: [], limit: 10 });
        expect(items.map(({ state }) => state)).toEqual(['done', 'done']);
      });
      await life.dispatcher.stop();
      expect([at, sent.length]).toEqual([at, asked.length]);
      if (!hasLost()) break;
    }
  });
});
