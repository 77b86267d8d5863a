import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeText } from './merge-text.ts';

const base = 'Зал на сорок гостей, вид на реку, ужин';

test.each([
  ['one changed', base, `${base} и музыка`, `${base} и музыка`],
  [
    'both went different ways',
    `Срочно: ${base}`,
    base.replace('реку', 'парк'),
    `Срочно: ${base.replace('реку', 'парк')}`,
  ],
  ['both changed alike', base.replace('сорок', '40'), base.replace('сорок', '40'), base.replace('сорок', '40')],
  [
    'lines were added',
    `${base}\nзвонить после 18`,
    base.replace('Зал', 'Терраса'),
    `${base.replace('Зал', 'Терраса')}\nзвонить после 18`,
  ],
])('%s', (_case, a, b, merged) => {
  expect(mergeText(base, a, b)).toBe(merged);
});

test.each([
  ['the same word', base.replace('сорок', '40'), base.replace('сорок', 'пятьдесят')],
  ['words side by side', base.replace('сорок', '40'), base.replace('гостей,', 'человек,')],
  ['both went on at the end', `${base} и музыка`, `${base} и танцы`],
  ['one emptied what the other changed', '', base.replace('сорок', '40')],
])('%s: no word is put together from two changes', (_case, a, b) => {
  expect(mergeText(base, a, b)).toBeUndefined();
});

test('is the same from either side; no word that one added is missing, and none that both left out is there', () => {
  const words = fc.array(fc.constantFrom('а', 'б', 'в', 'г', 'д'), { maxLength: 8 }).map((list) => list.join(' '));
  fc.assert(
    fc.property(words, words, words, (was, a, b) => {
      const merged = mergeText(was, a, b);
      expect(mergeText(was, b, a)).toBe(merged);
      expect(mergeText(was, a, was)).toBe(a);
      if (merged === undefined) return;
      const has = (text: string, word: string) => text.split(' ').includes(word);
      for (const word of ['а', 'б', 'в', 'г', 'д']) {
        if (!has(was, word) && (has(a, word) || has(b, word))) expect(has(merged, word)).toBe(true);
        if (!has(a, word) && !has(b, word)) expect(has(merged, word)).toBe(false);
      }
    }),
  );
});
