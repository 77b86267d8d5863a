import { expect, test } from 'vitest';
import { understand } from '../../../reading/understand.ts';
import { MAX_SEARCHES, questionsOf, searchesFor } from '../questions/questions.ts';
import { answerParts } from './answer-parts.ts';

/** Answers each search with the quote for the first key that its query contains. */
const answered = (text: string, earlier: readonly string[], quotes: Readonly<Record<string, string>>) => {
  const questions = questionsOf({ text, understood: understand(text), earlier });
  const results = searchesFor(questions).map((query) => {
    const key = Object.keys(quotes).find((one) => query.toLowerCase().includes(one));
    const found = key === undefined ? [] : [{ text: quotes[key] }];
    return JSON.stringify({ extracted: { answered: found.length > 0, quotes: found } });
  });
  const { text: reply, open } = answerParts(questions, results);
  return { reply, open: open.map(({ queries: [first] }) => first) };
};

test('questions beyond the number of searches are left to a person', () => {
  const things = ['зал', 'сцена', 'экран', 'бар', 'гардероб', 'лифт', 'балкон', 'пианино', 'камин', 'мангал'];
  const text = things.map((thing, at) => `${at + 1}) есть ли ${thing}`).join(' ');
  const { reply, open } = answered(text, [], Object.fromEntries(things.map((thing) => [thing, `Есть ${thing}.`])));
  expect(reply.split('\n')).toHaveLength(MAX_SEARCHES);
  expect(open).toEqual(['есть ли камин', 'есть ли мангал']);
});

test('of two ways to understand a question the one whose quote has more of its words counts', () => {
  const earlier = ['how much is the repair of a flagship screen, original part?'];
  const { reply } = answered('and aftermarket?', earlier, {
    flagship: 'Flagship screen repair: original $329, aftermarket $179.',
    aftermarket: 'Aftermarket batteries are not sold.',
  });
  expect(reply).toBe('Flagship screen repair: original $329, aftermarket $179. [2]');
});

test('a quote about the subject alone does not answer a question about its deposit', () => {
  const quotes = { вышка: 'Вышка-тура: сутки 1 200 ₽.' };
  expect(answered('а залог?', ['сколько стоит вышка?'], quotes)).toEqual({ reply: '', open: ['вышка залог?'] });
});

test('the calculation follows the quote that it is made from', () => {
  const { reply } = answered('Сколько стоит баня на 5 часов?', [], { баня: 'Баня: 3 900 ₽ за час.' });
  expect(reply.replace(/[\u00a0\u202f]/gu, ' ')).toBe('Баня: 3 900 ₽ за час. [1]\n5 ч × 3 900 ₽ = 19 500 ₽');
});
