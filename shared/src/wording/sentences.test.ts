import { describe, expect, test } from 'vitest';
import { problemOfSentence } from '../entities/sentences.ts';
import { fillSentence } from './fill-sentence.ts';

describe('a text in place of a sentence', () => {
  test.each([
    ['hello', 'Доброго дня!', undefined],
    ['noted', 'Спасибо! Записала: {details}', undefined],
    ['noted', 'Спасибо! Записала: { details }', undefined],
    ['handedOver', 'Спрошу. {when}', undefined],
    ['handedOver', 'Спрошу и вернусь.', undefined],
    ['noted', 'Спасибо!', 'reply_style.placeholder_missing details'],
    ['wayOut', 'Больше не писать?', 'reply_style.placeholder_missing stop'],
    ['hello', 'Здравствуйте, {name}!', 'reply_style.placeholder_unknown name'],
    ['ask', 'Уточните {missing} и {constructor}', 'reply_style.placeholder_unknown constructor'],
    ['hello', '  \n', 'reply_style.sentence_empty '],
  ] as const)('%s: %s', (key, text, problem) => {
    const found = problemOfSentence(key, text);
    expect(found && `${found.code} ${found.name}`).toBe(problem);
  });
});

test('a value that ends a sentence needs no second period, and a value is never filled in itself', () => {
  expect(fillSentence('Вижу: {details}.', { details: 'г. Тверь' })).toBe('Вижу: г. Тверь.');
  expect(fillSentence('Вижу: {details}.', { details: 'в 2026 г.' })).toBe('Вижу: в 2026 г.');
  expect(fillSentence('Вижу: {details}.', { details: '{stop}', stop: 'стоп' })).toBe('Вижу: {stop}.');
  expect(fillSentence('Спрошу. {when}', { when: '' })).toBe('Спрошу.');
});
