import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyzeText } from '../language/analyze-text.ts';
import { gistOf, mayRepeat, saysTheSame } from './near-duplicates.ts';

const same = (a: string, b: string): boolean => saysTheSame(gistOf(analyzeText(a), a), gistOf(analyzeText(b), b));

/** Long enough that one word more or less is under a tenth of it. */
const long =
  'Наш загородный клуб принимает свадьбы, юбилеи и корпоративы круглый год: банкетный зал с панорамными окнами, летняя веранда у воды, гримёрная для ведущего, сцена со светом и звуком, охраняемая парковка, отдельная кухня, проверенные подрядчики, опытные координаторы';
const longEnglish =
  'Our country club welcomes weddings, anniversaries and company parties all year round: a banquet hall with panoramic windows, a summer terrace by the lake, a dressing room, a stage with light and sound, guarded parking, a separate kitchen, proven contractors';

describe('what says the same', () => {
  it.each([
    ['the same text', long, long],
    ['other punctuation, case and ё', long, `${long.toUpperCase().replaceAll('Ё', 'Е').replaceAll(',', ';')}!!!`],
    ['one word put otherwise in a long text', long, long.replace('опытные', 'заботливые')],
    ['one word put otherwise behind a number', `5 залов. ${long}`, `5 залов. ${long.replace('опытные', 'заботливые')}`],
    ['an English word put otherwise', longEnglish, longEnglish.replace('lake', 'river')],
    ['a short text with other punctuation', 'Парковка — бесплатная.', 'Парковка бесплатная'],
  ])('is found with %s', (_, a, b) => {
    expect(same(a, b)).toBe(true);
  });

  it.each([
    ['price', 'аренда стоит 18 000 рублей', 'аренда стоит 19 000 рублей'],
    ['currency', 'аренда стоит 900 рублей', 'аренда стоит 900 долларов'],
    ['order of numbers', 'от 10 до 20 гостей', 'от 20 до 10 гостей'],
    ['number in words', 'готовим за два дня', 'готовим за три дня'],
    ['number in English words', 'it takes two days', 'it takes three days'],
    ['day', 'открытие 12 мая', 'открытие 13 мая'],
    ['month', 'открытие 12 мая', 'открытие 12 июня'],
    ['month without a day', 'скидка в январе', 'скидка в феврале'],
    ['weekday', 'выходной в понедельник', 'выходной во вторник'],
    ['English weekday', 'closed on Monday', 'closed on Tuesday'],
    ['unit of time', 'за 2 дня', 'за 2 недели'],
    ['negation', 'животных пускаем', 'животных не пускаем'],
    ['negation by a word', 'с животными можно', 'с животными нельзя'],
    ['English negation', 'pets are allowed', 'pets are not allowed'],
    ['contracted negation', 'you can bring pets', 'you can’t bring pets'],
    ['another contracted negation', 'you will pay for it', "you won't pay for it"],
    ['model number', 'колонка JBL 310', 'колонка JBL 315'],
    ['model code', 'колонка RTX-4090', 'колонка RTX-4080'],
    ['letter of a model code', 'колонка X5-A', 'колонка X5-B'],
    ['word behind a model number', 'телефон iPhone 15 Pro', 'телефон iPhone 15 Max'],
    ['longer word behind a model number', 'телефон iPhone 15 Plus', 'телефон iPhone 15 Ultra'],
    ['thing that is counted', 'в подарок 2 бокала', 'в подарок 2 фужера'],
    ['model code without digits', 'телефон iPhone XR', 'телефон iPhone XS'],
    ['percentage', 'аванс 30 %', 'аванс 50 %'],
  ])('never differs in a %s', (_, a, b) => {
    for (const body of [long, longEnglish]) {
      expect(same(`${body}. ${a}`, `${body}. ${b}`)).toBe(false);
      expect(same(`${a}. ${body}`, `${b}. ${body}`)).toBe(false);
    }
    expect(same(a, b)).toBe(false);
  });

  it('is, of short texts, only what has the same words', () => {
    expect(same('Парковка есть у входа', 'Парковка есть у озера')).toBe(false);
    expect(same('Парковка', 'Парковка есть')).toBe(false);
  });

  it('is never said by a text without words', () => {
    expect(same('', '')).toBe(false);
    expect(same('…', long)).toBe(false);
  });

  it('is told both ways alike, and of a text itself whenever it has words', () => {
    const text = fc
      .array(fc.constantFrom('зал', 'озеро', 'не', '5', '12 мая', 'JBL 310', 'гости', 'кухня', 'pets', "can't", '🦄'), {
        maxLength: 14,
      })
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(same(a, b)).toBe(same(b, a));
        expect(same(a, a)).toBe(analyzeText(a).length > 0);
      }),
      { numRuns: 150 },
    );
  });
});

it('compares only texts of about the same length', () => {
  expect(mayRepeat('а'.repeat(80), 'а'.repeat(100))).toBe(true);
  expect(mayRepeat('а'.repeat(79), 'а'.repeat(100))).toBe(false);
});
