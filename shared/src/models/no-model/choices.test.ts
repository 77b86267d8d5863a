import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ModelMessage } from '../model.ts';
import { createNoModelProvider } from './no-model.ts';
import { withSearches } from './testing/with-searches.ts';

const user = (content: string): ModelMessage => ({ role: 'user', content });
const choices = ['Малый зал', 'Большой зал', 'Летняя терраса, крытая'];
const asked = (text: string, names = choices): readonly ModelMessage[] => [
  user(text),
  { role: 'assistant', content: `Имеется в виду ${names.join(' или ')}?`, toolCalls: [], choices: names },
];
const found = (extracted: object): readonly ModelMessage[] => [
  { role: 'assistant', content: '', toolCalls: [{ id: 'c', name: 'search_knowledge', arguments: '{}' }] },
  { role: 'tool', toolCallId: 'c', name: 'search_knowledge', content: JSON.stringify({ results: [], extracted }) },
];
const quotes = [{ text: 'Малый зал: 3 000 ₽', passageId: 'p', title: 'Залы' }];
const several = found({ answered: true, confidence: 0.9, quotes, choices });

const ask = async (...messages: readonly ModelMessage[]) => {
  const tools = ['search_knowledge', 'call_operator'].map((name) => ({ name, description: name, arguments: z.any() }));
  const signal = new AbortController().signal;
  const complete = (said: readonly ModelMessage[]) =>
    createNoModelProvider().complete({ agent: 'rag', messages: said, tools, signal });
  const { text, toolCalls } = await complete(await withSearches(messages, complete));
  return {
    text,
    queries: toolCalls.map((call) => z.object({ query: z.string() }).safeParse(JSON.parse(call.arguments)).data?.query),
  };
};

describe('asking which thing is meant', () => {
  test('names the things in the language of the customer', async () => {
    expect((await ask(user('сколько стоит аренда?'), ...several)).text).toBe(
      'Имеется в виду «Малый зал», «Большой зал» или «Летняя терраса, крытая»?',
    );
    expect((await ask(user('Hi! How much is the rent?'), ...several)).text).toMatch(
      /^Hello! Do you mean “Малый зал”, “Большой зал” or “Летняя терраса, крытая”\?$/,
    );
  });

  test('asks once: the same question again is answered with what there is', async () => {
    const again = await ask(...asked('сколько стоит аренда?'), user('ну сколько стоит аренда'), ...several);
    expect(again.text).toBe('Малый зал: 3 000 ₽ [1]');
    const unclear = await ask(...asked('сколько стоит аренда?'), user('да'), ...several);
    expect(unclear.text).toBe('Малый зал: 3 000 ₽ [1]');
  });

  test('answers the other question of a message first', async () => {
    const parking = found({ answered: true, confidence: 0.9, quotes: [{ text: 'Парковка есть.', title: 'Место' }] });
    const { text } = await ask(user('Парковка есть? И сколько стоит аренда зала?'), ...parking, ...several);
    expect(text).toBe('Парковка есть. [1]\nИмеется в виду «Малый зал», «Большой зал» или «Летняя терраса, крытая»?');
  });
});

describe('an answer to it', () => {
  test.each([
    ['Малый зал', 'сколько стоит аренда Малый зал?'],
    ['второй', 'сколько стоит аренда Большой зал?'],
    ['террасса', 'сколько стоит аренда Летняя терраса крытая?'],
    ['малый и большой', 'сколько стоит аренда Малый зал Большой зал?'],
    ['любой', 'сколько стоит аренда?'],
  ])('completes the question: «%s»', async (text, query) => {
    expect((await ask(...asked('сколько стоит аренда?'), user(text))).queries).toEqual([query]);
  });

  test.each([
    ['а парковка у вас есть?', 'парковка'],
    ['на летней террасе можно курить?', 'курить'],
  ])('is not what asks something else: «%s»', async (text, word) => {
    const { queries } = await ask(...asked('сколько стоит аренда?'), user(text));
    expect(queries[0]).toContain(word);
    expect(queries[0]).not.toMatch(/^сколько стоит аренда/);
  });

  test('is remembered: what follows is about the thing chosen', async () => {
    const before = [
      ...asked('сколько стоит аренда?'),
      user('первый'),
      { role: 'assistant', content: '3 000 ₽', toolCalls: [] } as const,
    ];
    const { queries } = await ask(...before, user('а на выходных?'));
    expect(queries[0]).toMatch(/аренда Малый зал.*выходных/);
    expect((await ask(...before, user('а большой?'))).queries).toEqual(['сколько стоит аренда Большой зал?']);
    expect((await ask(...before, user('спасибо'))).text).toContain('Пожалуйста');
    expect((await ask(...before, user('да'))).queries).toEqual([]);
  });

  test('does not change the language of the conversation', async () => {
    const messages = [...asked('How much is the rent?'), user('Малый зал')];
    const none = found({ answered: false, confidence: 0, quotes: [] });
    const called = (await ask(...messages, ...none)).queries;
    expect(called).toEqual([undefined]);
    const { text } = await ask(...messages, ...found({ answered: true, confidence: 0.9, quotes }));
    expect(text).toMatch(/^Our information about this is in Russian:/);
  });
});
