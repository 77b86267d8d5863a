import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createThoughtFilter } from './thoughts.ts';

/** Restarts stand as `|`. */
const filter = (...pieces: readonly string[]) => {
  const told: string[] = [];
  const thoughts = createThoughtFilter({ onText: (delta) => told.push(delta), onRestart: () => told.push('|') });
  for (const piece of pieces) thoughts.push(piece);
  return { text: thoughts.end(), told: told.join('') };
};

test.each([
  [' Yes. ', 'Yes.'],
  ['<think>Hm\n</think>\n\nYes.', 'Yes.'],
  ['<THINKING>Hm</THINKING>Yes.', 'Yes.'],
  ['Yes.<thought>Hm</thought> Or no.', 'Yes. Or no.'],
  ['Hm, let me see.</think>Yes.', 'Yes.'],
  ['Yes.<think>Hm', 'Yes.'],
  ['<think>Hm', ''],
  ['1 < 2 <b>and</b> <thin', '1 < 2 <b>and</b> <thin'],
  ['', ''],
])('%j is read as %j', (written, text) => {
  expect(filter(written).text).toBe(text);
});

test('what was told before a thought turned out to be one is called back', () => {
  expect(filter('Hm, ', 'let me see.', '</think>', ' Yes.').told).toBe('Hm, let me see.|Yes.');
});

test('however it is cut, what is told is the text, and no thought is told', () => {
  const words = fc.constantFrom('<think>secret</think>', '<', 'think', '>', ' ', 'да', '🎉', '</b>', '<thi', '\n');
  const written = fc.array(words, { maxLength: 12 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(written, fc.array(fc.nat({ max: 40 }), { maxLength: 8 }), (whole, cuts) => {
      const places = [0, ...cuts.map((cut) => Math.min(cut, whole.length)), whole.length].sort((a, b) => a - b);
      const { text, told } = filter(...places.slice(1).map((end, at) => whole.slice(places[at], end)));
      expect(text).toBe(filter(whole).text);
      expect(told).toBe(text);
      expect(told).not.toContain('secret');
    }),
  );
});
