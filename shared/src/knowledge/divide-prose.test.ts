import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nastyTexts } from '../testing/nasty-texts.ts';
import { createProseDivider } from './divide-prose.ts';

const divide = (parts: readonly string[]) => {
  const divider = createProseDivider();
  return [...parts.flatMap((part) => divider.add(part)), ...divider.end()];
};

const expectAllOf = (text: string, divisions: ReturnType<typeof divide>): void => {
  let from = 0;
  for (const division of divisions) {
    expect(text.slice(division.start, division.end)).toBe(division.text);
    expect(text.slice(from, division.start).trim()).toBe('');
    expect(division.text.length).toBeLessThanOrEqual(4000);
    expect(division.text.split(/\s+/).length).toBeLessThanOrEqual(150);
    from = division.end;
  }
  expect(text.slice(from).trim()).toBe('');
};

describe('dividing a text that arrives in parts', () => {
  it('loses nothing but space, whatever the text is and wherever it is cut', () => {
    const piece = fc.constantFrom(
      'Аренда зала стоит 500 рублей. ',
      '\n',
      '\n\n',
      '- пункт\n',
      ' '.repeat(3000),
      'слово '.repeat(900),
      'x'.repeat(5000),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 80 }), (pieces) => {
        expectAllOf(pieces.join(''), divide(pieces));
      }),
      { numRuns: 60 },
    );
    for (const { make } of nastyTexts) {
      const text = make(200_000);
      expectAllOf(text, divide([text.slice(0, 70_000), text.slice(70_000, 140_000), text.slice(140_000)]));
    }
  });

  it('gives the same for a text of sentences as for all of it at once', () => {
    const text = Array.from(
      { length: 4000 },
      (_, at) => `Зал ${at} стоит ${at} руб. в день.${at % 7 ? ' ' : '\n\n'}`,
    ).join('');
    const parts = Array.from({ length: Math.ceil(text.length / 50_000) }, (_, at) =>
      text.slice(at * 50_000, (at + 1) * 50_000),
    );
    expect(divide(parts)).toEqual(divide([text]));
    expect(divide([text]).length).toBeGreaterThan(200);
  });

  it('keeps a list with the words that lead to it', () => {
    const lead = `${'Зал большой и светлый. '.repeat(16)}Возьмите с собой:`;
    const list = '- паспорт\n- сменную обувь';
    expect(divide([`${lead}\n\n${list}`]).map(({ text }) => text)).toEqual([`${lead}\n\n${list}`]);
  });
});
