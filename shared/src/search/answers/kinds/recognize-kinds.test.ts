import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recognizeKinds } from './recognize-kinds.ts';
import { questionKinds } from './registry.ts';
import { phrasings } from './testing/phrasings.ts';

const MIN_PHRASINGS = 8;
const idsOf = (text: string) => recognizeKinds(text).map(({ kind }) => kind.id);
const phrasingsOf = (id: string) => [phrasings[id]?.ru ?? '', phrasings[id]?.en ?? ''].map((all) => all.split('; '));

describe.each(questionKinds)('$id', ({ id }) => {
  it('is recognized however people ask it, and before any other kind', () => {
    const [ru = [], en = []] = phrasingsOf(id);
    expect(ru.length).toBeGreaterThanOrEqual(MIN_PHRASINGS);
    expect(en.length).toBeGreaterThanOrEqual(MIN_PHRASINGS);
    const missed = [...ru, ...en].filter((text) => idsOf(text)[0] !== id);
    expect(missed.map((text) => `${text} => ${idsOf(text).join(', ')}`)).toEqual([]);
  });
});

it.each([
  'чините часы?',
  'do you repair watches?',
  'спасибо',
  'hello',
  'сколько стоит борщ',
  'i want a blue dress',
  '?',
  '',
])('sees no kind in «%s»', (text) => {
  expect(idsOf(text)).toEqual([]);
});

it.each([
  ['а у вас случайно нет парковочки рядом?', 'parking'],
  ['gde vy nahodites', 'address'],
  ['скажите плиз гарантею какую даете', 'guarantee'],
  ['Здравствуйте, хотела узнать, можно ли к вам прийти с маленькой собачкой?', 'pets'],
])('recognizes «%s» in spite of its words in between and its spelling', (text, id) => {
  expect(idsOf(text)[0]).toBe(id);
});

it('returns parts of the text, none twice, whatever it is', () => {
  const word = fc.constantFrom(
    'где',
    'вы',
    'парковка',
    'how',
    'long',
    'доставка',
    'can',
    'i',
    '🦄',
    'pay',
    '  ',
    '?',
    "what's",
    'ё',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 6 })), { maxLength: 30 }), (words) => {
      const text = words.join(' ');
      const places = recognizeKinds(text).flatMap((one) => one.words);
      for (const { start, end } of places) expect(text.slice(start, end)).toMatch(/^[\p{L}\p{N}'’]+$/u);
      expect(new Set(places.map(({ start }) => start)).size).toBe(places.length);
    }),
  );
});
