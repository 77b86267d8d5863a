import { Failure } from '../../contracts/errors.ts';
import { openConversation } from '../../conversations/open-conversation.ts';
import { type ReceivedMessage, receiveMessage } from '../../conversations/receive.ts';
import type { Message } from '../../entities/message.ts';
import { createNoModelProvider } from '../../models/no-model/no-model.ts';
import { createRisingClock } from '../../ports/clock.ts';
import type { DocumentCollection, DocumentStore } from '../../ports/document-store.ts';
import { openTeamDocuments, type TeamDocuments } from '../../ports/team-documents.ts';
import type { KnowledgeSearch } from '../../search/search-index.ts';
import { createFixedClock } from '../../testing/fixed-clock.ts';
import { createMemoryStore } from '../../testing/memory-store.ts';
import { createScriptedModel, type ScriptedModel, type ScriptedReply } from '../../testing/scripted-model.ts';
import { searchOver } from '../../testing/search-over.ts';
import { executeRun } from './execute-run.ts';
import type { RunDependencies } from './session.ts';

export const deposit = {
  passageId: 'prices:0',
  sourceId: 'prices',
  title: 'Прайс',
  text: 'Предоплата составляет 30 % от суммы заказа.',
};
export const delivery = {
  passageId: 'terms:4',
  sourceId: 'terms',
  title: 'Условия',
  text: 'Доставка занимает два дня.',
};

/** Knows two passages, and finds them by a word. */
export const sampleSearch: KnowledgeSearch = searchOver((query) => [
  ...(/предоплат|deposit/i.test(query) ? [deposit] : []),
  ...(/доставк|delivery/i.test(query) ? [delivery] : []),
]);

/** Creates a team on an in-memory store, with a customer who can write. */
export const createTeam = (options: Partial<RunDependencies> = {}, store: DocumentStore = createMemoryStore()) => {
  const clock = createRisingClock(createFixedClock(), () => 0);
  const documents = openTeamDocuments(store, 'crew');
  const dependencies: RunDependencies = {
    documents,
    search: sampleSearch,
    model: createNoModelProvider(),
    clock,
    ...options,
  };
  let count = 0;
  const write = async (
    text: string,
    chatId = '7',
    more: Pick<ReceivedMessage, 'attachments'> = {},
  ): Promise<Message> => {
    count += 1;
    const received = await receiveMessage(
      documents,
      customerMessage({ text, chatId, messageId: `m${count}`, ...more }),
      clock(),
    );
    await openConversation(documents, received.message);
    return received.message;
  };
  return {
    store,
    clock,
    documents,
    dependencies,
    write,
    run: (message: Message, signal = new AbortController().signal) => executeRun(dependencies, message, { signal }),
    messages: () => allMessages(documents),
  };
};

export const customerMessage = (input: Partial<ReceivedMessage> = {}): ReceivedMessage => ({
  channel: 'telegram',
  account: '42',
  chatId: '7',
  messageId: '1',
  sender: { externalId: 'u7', name: 'anna_k' },
  text: 'Здравствуйте',
  sentAt: Date.UTC(2026, 0, 15, 8),
  ...input,
});

export const allMessages = async (documents: TeamDocuments): Promise<readonly Message[]> =>
  (await documents.messages.find({ index: ['createdAt'], equals: [], limit: 1000 })).items;

/** A scripted model with one script per agent; it has finished when all are used up. */
export const scriptedModel = (script: Readonly<Record<string, readonly ScriptedReply[]>>): ScriptedModel => {
  const used = new Map<string, number>();
  return createScriptedModel(({ agent }) => {
    const at = used.get(agent) ?? 0;
    used.set(agent, at + 1);
    return script[agent]?.[at] ?? { text: '' };
  });
};

export const toolCall = (name: string, args: unknown) => ({ name, arguments: args });

/**
 * A store on which the process dies at the `at`-th write: before it (`lost`) or directly after it (`stored`). From then
 * on nothing is written.
 */
export const crashingStore = (store: DocumentStore, at: number, fate: 'lost' | 'stored') => {
  let writes = 0;
  const crash = () => new Failure('store.unavailable', 'The process died.', 'Start it again.');
  const wrap = (database: DocumentCollection): DocumentCollection => ({
    ...database,
    write: async (rows) => {
      writes += 1;
      if (writes > at || (writes === at && fate === 'lost')) throw crash();
      const results = await database.write(rows);
      if (writes === at) throw crash();
      return results;
    },
  });
  return {
    crashed: () => writes >= at,
    store: { ...store, collection: (name, options) => wrap(store.collection(name, options)) } satisfies DocumentStore,
  };
};
