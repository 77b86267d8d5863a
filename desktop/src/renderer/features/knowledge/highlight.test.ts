import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { highlight } from './highlight.ts';

const hits = (text: string, query: string) =>
  highlight(text, query)
    .filter(({ isHit }) => isHit)
    .map((part) => part.text);

describe('highlight', () => {
  it('marks every form of the words asked for, in both languages', () => {
    expect(hits('Доставка бесплатна. О доставке узнайте заранее.', 'доставки')).toEqual(['Доставка', 'доставке']);
    expect(hits('We deliver. Delivered today.', 'delivering')).toEqual(['deliver', 'Delivered']);
  });

  it('marks what begins with the word being typed', () => {
    expect(hits('Банкетный зал', 'банке')).toEqual(['Банкетный']);
  });

  it('leaves words alone that say nothing', () => {
    expect(hits('и в на the of', 'и the')).toEqual([]);
  });

  it('never changes a character of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, query) => {
        const parts = highlight(text, query);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        for (const part of parts) expect(text.startsWith(part.text, part.start)).toBe(true);
      }),
    );
  });
});
