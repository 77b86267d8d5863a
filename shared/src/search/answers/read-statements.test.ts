import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readStatements } from './read-statements.ts';

const read = (...lines: readonly string[]) => readStatements(lines.join('\n'));
const brief = (...lines: readonly string[]) =>
  read(...lines).statements.map(({ kind, label, readable }) => [kind, label, readable]);

it('reads a row with the names of its columns, and never the header as an answer', () => {
  const { statements, rest } = read(
    '| Меню | Будни | Выходные |',
    '|---|:-:|---|',
    '| «Домашнее» | 2 300 ₽ | 2 600 ₽ |',
    '| «Детское» | 1 200 ₽ | — |',
  );
  expect(statements.map(({ readable }) => readable)).toEqual([
    '«Домашнее»: Будни — 2 300 ₽; Выходные — 2 600 ₽',
    '«Детское»: Будни — 1 200 ₽',
  ]);
  expect(statements[0]).toMatchObject({ kind: 'row', columns: 'Будни Выходные' });
  expect(rest).toBe('Меню Будни Выходные');
});

it('says the single value of a row without its column', () => {
  expect(brief('| Услуга | Цена |', '| --- | --- |', '| КТ | 1 900 ₽ |')).toEqual([['row', '', 'КТ: 1 900 ₽']]);
});

it('reads rows whose header is in another passage', () => {
  expect(brief('| КТ | 1 900 ₽ |')).toEqual([['row', '', 'КТ: 1 900 ₽']]);
});

it('reads items with their lead-in, and the lines that go on with them', () => {
  expect(brief('Что взять с собой:', '', '- **паспорт**', '- снимки', '  не старше полугода', '', 'Ждём вас.')).toEqual(
    [
      ['sentence', '', 'Что взять с собой:'],
      ['item', 'Что взять с собой', 'паспорт'],
      ['item', 'Что взять с собой', 'снимки не старше полугода'],
      ['sentence', '', 'Ждём вас.'],
    ],
  );
});

it.each([
  [['В: Что взять?', 'О: Сменную обувь.', 'В: Клоун есть?', 'О: Нет.']],
  [['**Что взять?** Сменную обувь.', '', '**Клоун есть?** Нет.']],
  [['Что взять? Сменную обувь.', '', 'Клоун есть? Нет.']],
])('reads the questions and answers of %j', (lines) => {
  expect(brief(...lines)).toEqual([
    ['answer', 'Что взять?', 'Сменную обувь.'],
    ['answer', 'Клоун есть?', 'Нет.'],
  ]);
});

it('reads the sentences of a paragraph under its bold beginning', () => {
  expect(brief('**Parking.** Nine spaces. Bicycles [free](https://a.example).')).toEqual([
    ['sentence', 'Parking.', 'Parking. Nine spaces.'],
    ['sentence', 'Parking.', 'Bicycles free.'],
  ]);
});

it('gives statements in the order of the text that do not overlap, whatever the text', () => {
  const line = fc.constantFrom(
    '| a | b |',
    '|---|---|',
    '- item',
    'В: Да?',
    'О: Нет.',
    '**A?** B. C',
    'A. B? C:',
    '',
    '|',
    '-',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const text = lines.join('\n');
      let at = 0;
      for (const { start, end } of readStatements(text).statements) {
        expect(start).toBeGreaterThanOrEqual(at);
        expect(end).toBeGreaterThan(start);
        expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
        at = end;
      }
    }),
  );
});
