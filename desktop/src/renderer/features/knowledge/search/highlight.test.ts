import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt, highlight } from './highlight.ts';

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

describe('excerpt', () => {
  const shown = (text: string, query: string) =>
    excerpt(text, query)
      .map((part) => part.text)
      .join('');

  it('begins with the sentence of the first hit when that one stands far in', () => {
    const before = 'При отмене за 30 дней предоплата возвращается полностью. '.repeat(4);
    const hit = 'Дату можно перенести бесплатно.';
    expect(shown(`${before}\n\n${hit}`, 'дата')).toBe(`… ${hit}`);
    expect(shown(hit, 'дата')).toBe(hit);
  });

  it('loses no hit', () => {
    const sentence = fc.array(fc.constantFrom('зал', 'цена.', 'гости', 'Дата?', 'ведущий'), { minLength: 1 });
    fc.assert(
      fc.property(sentence, (words) => {
        const text = words.join(' ');
        const count = (parts: ReturnType<typeof highlight>) => parts.filter(({ isHit }) => isHit).length;
        expect(count(excerpt(text, 'дата'))).toBe(count(highlight(text, 'дата')));
      }),
    );
  });
});
