import fc from 'fast-check';
import { expect, it } from 'vitest';
import { digestText } from './digest-text.ts';

/** Half surrogates, too. */
const anyText = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));

it('is the same on every machine and in every version', () => {
  // Stored in documents: a change here would part every mark from its passage.
  expect(['', 'a', 'Доставка по городу — 500 ₽.'].map(digestText)).toMatchInlineSnapshot(`
    [
      "6541cf94da995cfe",
      "43e689a6398005d5",
      "b882863cbf055e58",
    ]
  `);
});

it('tells texts apart, those of one letter’s difference too', () => {
  const digests = new Set<string>();
  for (let at = 0; at < 100_000; at += 1) digests.add(digestText(`Отрывок номер ${at} из базы знаний.`));
  expect(digests.size).toBe(100_000);
});

it('takes any text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(digestText(text)).toMatch(/^[0-9a-f]{16}$/);
    }),
  );
});
