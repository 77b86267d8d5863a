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
    return { query, result: JSON.stringify({ extracted: { answered: found.length > 0, quotes: found } }) };
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

test('a price that is asked for is never looked for under the subject before', () => {
  const quotes = { парковка: 'Парковка у лофта бесплатная.', лофт: 'Лофт: 18 000 ₽ в час.' };
  expect(answered('сколько стоит лофт?', ['есть парковка?'], quotes).reply).toBe('Лофт: 18 000 ₽ в час. [1]');
});

test('a question about something of the thing before is answered in the surer way', () => {
  const answerOf = (text: string, confidence: number) =>
    JSON.stringify({ extracted: { answered: true, confidence, quotes: [{ text }] } });
  const asked = 'а подготовка нужна какая?';
  const questions = questionsOf({
    text: asked,
    understood: understand(asked),
    earlier: ['сколько стоит узи щитовидки'],
  });
  expect(searchesFor(questions)).toEqual([asked, 'узи щитовидки подготовка нужна какая?']);
  const results = [answerOf('Подготовка к МРТ: снять металл.', 0.8), answerOf('Подготовки к узи не требуется.', 0.9)];
  const searches = searchesFor(questions).map((query, at) => ({ query, result: results[at] ?? '' }));
  expect(answerParts(questions, searches).text).toBe('Подготовки к узи не требуется. [2]');
});
