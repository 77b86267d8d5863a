import { analyzeText } from '@inbetwin/shared/search/language/analyze-text.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { markWords, stemsIn } from './mark-words.ts';

const stemsOf = (text: string) => new Set(analyzeText(text).map(({ stem }) => stem));
const hits = (text: string, stems: ReadonlySet<string>) =>
  markWords(text, stems).flatMap((part) => (part.isHit ? [part.text] : []));

it('marks every form of the words that met, and nothing else', () => {
  const text = 'Аренда шатра стоит 240 000 рублей. Шатёр, шатры — да; шахта — нет.';
  expect(hits(text, stemsOf('шатёр аренда'))).toEqual(['Аренда', 'шатра', 'Шатёр', 'шатры']);
});

it('marks nothing when nothing is known of why', () => {
  expect(stemsIn(undefined).size).toBe(0);
  expect(markWords('Аренда шатра', stemsIn({ fused: 1 }))).toEqual([{ text: 'Аренда шатра', isHit: false, start: 0 }]);
});

it('gives the text back in parts, whatever it holds', () => {
  const word = fc.constantFrom('шатра', 'Шатёр', 'tent', '240', ' ', ', ', '—', '\n', '🙂', '\ud83d', "tent's", 'a.b');
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const text = words.join('');
      const parts = markWords(text, stemsOf('шатёр tent 240'));
      expect(parts.map((part) => part.text).join('')).toBe(text);
      for (const part of parts) expect(text.slice(part.start, part.start + part.text.length)).toBe(part.text);
    }),
  );
});
