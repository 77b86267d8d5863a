import { expect, test } from 'vitest';
import { openConversation } from '../conversations/open-conversation.ts';
import { receiveMessage } from '../conversations/receive.ts';
import type { Passage } from '../entities/passage.ts';
import { openTeamDocuments } from '../ports/team-documents.ts';
import type { AnswerOptions, KnowledgeSearch } from '../search/search-index.ts';
import { createMemoryStore } from '../testing/memory-store.ts';
import { searchOver } from '../testing/search-over.ts';
import { searchKnowledge } from './search-knowledge.ts';
import type { ToolContext } from './tool.ts';

const documents = openTeamDocuments(createMemoryStore(), 't');
const found = { passageId: 's:1', sourceId: 's', title: 'Прайс › Шатёр', text: 'Шатёр стоит 50 000 рублей.' };
const neighbor: Passage = {
  id: 's:2',
  sourceId: 's',
  position: 2,
  title: 'Прайс › Доставка',
  text: 'Доставка входит в цену.',
  start: 30,
  end: 53,
  language: 'ru',
  updatedAt: 1,
};

const { message } = await receiveMessage(
  documents,
  {
    channel: 'telegram',
    account: '42',
    chatId: '7',
    messageId: '1',
    sender: { externalId: 'u7', name: 'Anna' },
    text: 'Шатёр?',
    sentAt: 1,
  },
  1,
);
const conversation = await openConversation(documents, message);

const call = (search: KnowledgeSearch, rest: object = {}) => {
  const context: ToolContext = {
    documents,
    search,
    clock: () => 9999,
    calendar: () => Date.UTC(2026, 9, 14, 22),
    timeZone: 'Europe/Moscow',
    lastCited: async () => ['s:2'],
    run: { id: 'run:1', conversation, message },
    idempotencyKey: 'run:1#0',
    signal: new AbortController().signal,
  };
  return searchKnowledge.prepare(JSON.stringify({ query: 'шатёр', ...rest }))(context);
};

test('searches and answers with what holds at that moment', async () => {
  const asked: (AnswerOptions | undefined)[] = [];
  const search = searchOver(() => [found]);
  await call({
    ...search,
    search: (query, limit, options) => {
      asked.push(options);
      return search.search(query, limit);
    },
    answer: (question, options) => {
      asked.push(options);
      return search.answer(question);
    },
  });
  const validAt = Date.UTC(2026, 9, 14, 22);
  expect(asked.map((options) => options?.filter)).toEqual([{ validAt }, { validAt }]);
  // It is Thursday in Moscow already.
  expect(asked.map((options) => options?.today)).toEqual([undefined, 4]);
  expect(asked[1]?.lastCited).toEqual([]);
});

test('looks for what goes on from the last reply where that was cited from', async () => {
  const asked: (readonly string[] | undefined)[] = [];
  const search = searchOver(() => [found]);
  const noting: KnowledgeSearch = {
    ...search,
    answer: (question, options) => {
      asked.push(options?.lastCited);
      return search.answer(question);
    },
  };
  await call(noting, { goesOn: true });
  await call(noting);
  expect(asked).toEqual([['s:2'], []]);
});

test('gives a passage with its neighbors in reading order, each to be cited under its own heading', async () => {
  await documents.passages.put(neighbor);
  const joined = [
    { passageId: found.passageId, text: found.text },
    { passageId: neighbor.id, text: neighbor.text },
  ];
  const search = async () => [{ ...found, score: 2, joined, duplicates: [] }];
  expect(await call({ ...searchOver(() => [found]), search })).toMatchObject({
    results: [
      { ...found, score: 2 },
      { passageId: 's:2', sourceId: 's', title: 'Прайс › Доставка', text: neighbor.text, score: 2 },
    ],
    extracted: { quotes: [found] },
  });
});
