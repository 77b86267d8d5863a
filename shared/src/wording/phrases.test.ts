import { describe, expect, test } from 'vitest';
import { problemOfSentence, sentenceKeys } from '../entities/sentences.ts';
import type { ReplyStyle } from '../entities/setting-kinds/reply-style.ts';
import { understand } from '../reading/understand.ts';
import { defaultSentence, understoodWords } from './default-sentences.ts';
import { defaultWords, wordsOf } from './phrases.ts';

const at = Date.parse('2026-01-15T21:30:00+03:00');
const hours = {
  timeZone: 'Europe/Moscow',
  days: {
    thu: { from: '10:00', to: '19:00' },
    fri: { from: '09:00', to: '18:00' },
    mon: { from: '09:30', to: '18:00' },
  },
};
const wordsWith = (style: ReplyStyle, moment = at) => wordsOf({ style, at: moment });

describe('the built-in sentences', () => {
  const all = sentenceKeys.flatMap((key) => [
    ['ru', 'formal', key] as const,
    ['ru', 'informal', key] as const,
    ['en', 'formal', key] as const,
  ]);
  test.each(all)('%s %s %s has its placeholders', (language, address, key) => {
    expect(problemOfSentence(key, defaultSentence(key, language, address))).toBeUndefined();
  });

  /** Second person plural, and imperatives for it. */
  const FORMAL = /(?<!\p{L})(?:вы|вас|вам|вами|ваш\p{L}*|здравствуйте|извините|[а-я]+(?:ите|айте|уйте|ьте))(?!\p{L})/iu;
  const INFORMAL = /(?<!\p{L})(?:ты|тебя|тебе|тобой|тво\p{L}+)(?!\p{L})/iu;
  test.each(sentenceKeys)('%s addresses the customer in one form', (key) => {
    const formal = defaultWords('ru');
    const informal = wordsWith({ address: 'informal' })('ru');
    expect(`${defaultSentence(key, 'ru', 'informal')} ${informal.again}`).not.toMatch(FORMAL);
    expect(`${defaultSentence(key, 'ru', 'formal')} ${formal.again}`).not.toMatch(INFORMAL);
  });

  test('name words that are understood', () => {
    for (const { person } of [...Object.values(understoodWords.ru), ...Object.values(understoodWords.en)]) {
      expect(understand(person.replace(/[«»“”]/gu, '')).asksForPerson).toBe(true);
    }
  });
});

test('a team’s own words replace a sentence in their language only', () => {
  const words = wordsWith({ sentences: [{ id: 'ru:hello', text: 'Привет из «Лофта»!' }] });
  expect(words('ru').hello).toBe('Привет из «Лофта»!');
  expect(words('en').hello).toBe('Hello!');
});

test('own words that lack a placeholder, or belong to no sentence, are not said', () => {
  const sentences = [
    { id: 'ru:noted', text: 'Спасибо!' },
    { id: 'ru:once', text: 'Было' },
  ];
  expect(wordsWith({ sentences })('ru').noted('Анна')).toBe('Спасибо, вижу: Анна.');
});

describe('when a person answers', () => {
  test.each([
    ['2026-01-15T12:00', 'Вам ответят здесь, как только кто-то освободится.', 'as soon as somebody is free.'],
    ['2026-01-15T04:00', 'Вам ответят здесь сегодня с 10:00.', 'You will get an answer here today from 10:00.'],
    ['2026-01-15T21:30', 'Вам ответят здесь завтра с 9:00.', 'here tomorrow from 9:00.'],
    ['2026-01-16T20:00', 'Вам ответят здесь в понедельник с 9:30.', 'here on Monday from 9:30.'],
    ['2026-01-19T18:00', 'Вам ответят здесь в четверг с 10:00.', 'here on Thursday from 10:00.'],
  ])('is said at %s', (local, ru, en) => {
    const words = wordsWith({ hours }, Date.parse(`${local}:00+03:00`));
    expect(words('ru').handedOver).toBe(`Уточню у коллег: вопрос уже у них. ${ru}`);
    expect(words('en').passedOn.endsWith(en)).toBe(true);
  });

  test('a week ahead is a date, because the weekday is today’s', () => {
    const monday = { timeZone: 'Europe/Moscow', days: { mon: { from: '09:00', to: '18:00' } } };
    const words = wordsWith({ hours: monday }, Date.parse('2026-01-19T18:00:00+03:00'));
    expect(words('ru').sorry).toContain('26 января с 9:00');
    expect(words('en').sorry).toContain('January 26 from 9:00');
  });

  test('goes into the team’s own words, which may leave it out', () => {
    const own = (text: string) => wordsWith({ hours, sentences: [{ id: 'ru:handedOver', text }] })('ru').handedOver;
    expect(own('Спрошу. {when}')).toBe('Спрошу. Вам ответят здесь завтра с 9:00.');
    expect(own('Спрошу и вернусь.')).toBe('Спрошу и вернусь.');
  });

  test('without hours no time is promised', () => {
    expect(defaultWords('ru').handedOver).toContain('как только кто-то освободится');
  });
});
