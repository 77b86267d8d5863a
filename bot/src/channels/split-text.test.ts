import { cpuTimeOf } from '@inbetwin/shared/testing/cpu-time.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitText } from './split-text.ts';

const unit = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('а', 'b', ' ', '.', '! ', '\n', '\n\n', ', ') },
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom('👩‍👩‍👧‍👦', '🇷🇺', 'е́', '\ud83d', '\udc69') },
);
const text = fc.array(unit, { maxLength: 200 }).map((units) => units.join(''));
const withoutSpace = (value: string) => value.replaceAll(/\s/g, '');

test('every part fits, none is blank, and nothing but white space is dropped', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 40 }), (original, max) => {
      const parts = splitText(original, max);
      for (const part of parts) {
        expect(part.length).toBeLessThanOrEqual(max);
        expect(part).toBe(part.trim());
        expect(part).not.toBe('');
      }
      expect(withoutSpace(parts.join(''))).toBe(withoutSpace(original));
    }),
    { numRuns: 500 },
  );
});

test('inside a part the text is the original, white space and all', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 40 }), (original, max) => {
      let from = 0;
      for (const part of splitText(original, max)) {
        const at = original.indexOf(part, from);
        expect(original.slice(from, at).trim()).toBe('');
        from = at + part.length;
      }
      expect(original.slice(from).trim()).toBe('');
    }),
    { numRuns: 500 },
  );
});

test('a character that a person sees as one is never torn when it fits into a part', () => {
  const characters = fc.array(fc.constantFrom('👩‍👩‍👧‍👦', '🇷🇺', 'е́', 'я', '😀', '👍🏽'), { maxLength: 60 });
  fc.assert(
    fc.property(characters, fc.integer({ min: 11, max: 40 }), (units, max) => {
      const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
      const original = units.join('');
      const whole = [...segmenter.segment(original)].map(({ segment }) => segment);
      const again = splitText(original, max).flatMap((part) => [...segmenter.segment(part)].map((one) => one.segment));
      expect(again).toEqual(whole);
    }),
  );
});

test('cuts at the end of a paragraph, else of a sentence, else of a word', () => {
  expect(splitText('Первый абзац.\n\nВторой абзац. Ещё.', 22)).toEqual(['Первый абзац.', 'Второй абзац. Ещё.']);
  expect(splitText('Раз два три. Четыре пять шесть.', 20)).toEqual(['Раз два три.', 'Четыре пять шесть.']);
  expect(splitText('один два три', 8)).toEqual(['один два', 'три']);
  expect(splitText('абвгд', 2)).toEqual(['аб', 'вг', 'д']);
  expect(splitText('Он сказал: «Да.» И ушёл.', 18)).toEqual(['Он сказал: «Да.»', 'И ушёл.']);
});

test('a short text stays as it is, a blank one has no parts', () => {
  expect(splitText('Здравствуйте', 4096)).toEqual(['Здравствуйте']);
  expect(splitText(' \n ', 10)).toEqual([]);
});

test('splits a long text in no time', () => {
  const text = 'Слово. '.repeat(20_000);
  expect(cpuTimeOf(() => splitText(text, 4096))).toBeLessThan(2_000);
  expect(splitText(text, 4096).length).toBeGreaterThan(30);
});
