// @vitest-environment jsdom
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKeyedRows } from './keyed-rows.ts';

const rowArbitrary = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), signature: fc.constantFrom('1', '2') });
const listArbitrary = fc.uniqueArray(rowArbitrary, { selector: ({ key }) => key });

test('whatever comes after what, the list shows the rows in order, and unchanged ones keep their elements', () => {
  fc.assert(
    fc.property(fc.array(listArbitrary, { maxLength: 6 }), (drawings) => {
      const list = document.createElement('div');
      const rows = createKeyedRows(list);
      let before: readonly { readonly key: string; readonly signature: string }[] = [];
      for (const drawing of drawings) {
        const elements = new Map(before.map(({ key }) => [key, rows.find(key)]));
        rows.draw(
          drawing.map((row) => ({
            ...row,
            draw: () => {
              const element = document.createElement('p');
              element.textContent = `${row.key}${row.signature}`;
              return element;
            },
          })),
        );
        expect([...list.children].map(({ textContent }) => textContent)).toEqual(
          drawing.map(({ key, signature }) => key + signature),
        );
        for (const { key, signature } of drawing) {
          const known = before.find((row) => row.key === key);
          expect(rows.find(key) === elements.get(key)).toBe(known?.signature === signature);
        }
        before = drawing;
      }
    }),
    { seed: 13 },
  );
});
