import { describe, expect, it } from 'vitest';
import { createSearchIndex } from '../../create-search-index.ts';
import type { IndexedPassage } from '../../search-index.ts';
import { createTermIndex } from '../../terms/term-index.ts';
import { extractAnswer } from '../extract-answer.ts';
import { readQuestion } from '../read-question.ts';
import { weighSentences } from './weigh-sentences.ts';

const passage = (id: string, text: string): IndexedPassage => ({
  id,
  sourceId: 's',
  position: 0,
  title: '',
  text,
  language: /[а-я]/.test(text) ? 'ru' : 'en',
});

const alone = () => undefined;

const quotesOf = async (question: string, ...texts: readonly string[]): Promise<readonly string[]> => {
  const index = createSearchIndex();
  await index.put(texts.map((text, at) => passage(`p${at}`, text)));
  return (await index.answer(question)).quotes.map(({ text }) => text);
};

const other = 'Парковка рассчитана на 25 машин и бесплатна для гостей.';

describe('of sentences with the same words', () => {
  it.each([
    [
      'Почему мастерская закрыта в мае?',
      'Мастерская закрыта в мае дольше обычного и ждёт весну. Мастерская закрыта в мае из-за ремонта крыши и окон.',
      /из-за ремонта/,
    ],
    [
      'Кто ведёт курсы гончарного дела?',
      'Курсы гончарного дела идут весь год подряд. Курсы гончарного дела ведёт художница Анна Белова.',
      /Анна Белова/,
    ],
    [
      'Why is the workshop closed in May?',
      'The workshop is closed in May for some weeks. The workshop is closed in May because of repairs.',
      /because of repairs/,
    ],
    [
      'Сколько длится доставка мебели?',
      'Доставка мебели длится недолго и ничего не портит. Доставка мебели длится три дня, если она на складе.',
      /три дня/,
    ],
  ])('«%s» is answered by the one that holds what is asked for', async (question, text, held) => {
    const [first] = await quotesOf(question, text, other);
    expect(first).toMatch(held);
  });
});

it('counts words of one root that are no forms of one word', () => {
  const wines = passage('p', 'Импорт красных вин запрещён. Экспорт красных вин разрешён.');
  const index = createTermIndex();
  index.add(1, 'text', wines.text);
  const [best] = weighSentences(readQuestion('Вы экспортируете красные вина?', index), [wines], { before: alone });
  expect(wines.text.slice(best?.span.start, best?.span.end)).toBe('Экспорт красных вин разрешён.');
});

it('quotes a short paragraph whole, because its sentences limit each other', async () => {
  const text = 'Отменить бронь можно бесплатно. За день до встречи удержим половину. Мы об этом напомним.';
  expect(await quotesOf('Отменить бронь беседки с мангалом получится?', text, other)).toEqual([text]);
});

it('quotes a second sentence of a long paragraph when it is hardly less likely, as one quote with its neighbour', async () => {
  const rest = 'Лыжи смазываем сами. Чай всегда горячий. '.repeat(8);
  const text = `Снаряжение за прокат берём сухим. Проверка снаряжения занимает сутки. ${rest}`;
  expect(await quotesOf('Как происходит проверка и приём снаряжения за прокат?', text, other)).toEqual([
    'Снаряжение за прокат берём сухим. Проверка снаряжения занимает сутки.',
  ]);
});

it('answers the same in whatever order the search puts the passages', () => {
  const passages = ['Лыжи выдаём с девяти утра.', 'Лыжи чиним за час.', other].map((text, at) =>
    passage(`p${at}`, text),
  );
  const index = createTermIndex();
  for (const [at, { text }] of passages.entries()) index.add(at + 1, 'text', text);
  const answer = extractAnswer('Когда выдаёте лыжи?', { index, passages, before: alone });
  expect(answer.answered).toBe(true);
  expect(extractAnswer('Когда выдаёте лыжи?', { index, passages: passages.toReversed(), before: alone })).toEqual(
    answer,
  );
});
