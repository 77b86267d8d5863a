import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linesToGoOn, readStatements } from './read-statements.ts';

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
  expect(statements[0]).toMatchObject({ kind: 'row', head: '«Домашнее»', cells: { length: 3 } });
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

it('reads a line in bold as the label of what follows', () => {
  expect(brief('**Opening hours**', '', '- Monday: 9 to 5', '- Sunday: closed')).toEqual([
    ['item', 'Opening hours', 'Monday: 9 to 5'],
    ['item', 'Opening hours', 'Sunday: closed'],
  ]);
  expect(brief('**Parking**', '', 'Nine spaces.')).toEqual([['sentence', 'Parking', 'Nine spaces.']]);
});

it('reads the words before a colon as the label of the sentences up to the next one', () => {
  expect(brief('Screens: 40 minutes. While you wait. Back glass: same day.')).toEqual([
    ['sentence', 'Screens', 'Screens: 40 minutes.'],
    ['sentence', 'Screens', 'While you wait.'],
    ['sentence', 'Back glass', 'Back glass: same day.'],
  ]);
});

it('reads a question within a paragraph with its answer, and never the question alone', () => {
  expect(brief('Остаток вносят в день праздника. Ребёнок заболел? Перенесём бесплатно. Сообщите накануне.')).toEqual([
    ['sentence', '', 'Остаток вносят в день праздника.'],
    ['answer', 'Ребёнок заболел?', 'Перенесём бесплатно. Сообщите накануне.'],
  ]);
  expect(brief('Больно? Нет.', 'Долго? Час.')).toEqual([
    ['answer', 'Больно?', 'Нет.'],
    ['answer', 'Долго?', 'Час.'],
  ]);
});

it.each([
  ['Late check-out until 14:00 is €25.', 'Late check-out until'],
  ['- Мойка ковра — 300 ₽', 'Мойка ковра'],
  ['Dogs are welcome in the garden.', 'Dogs are welcome in'],
  ['€9 a bag.', ''],
])('«%s» is about «%s»', (text, head) => {
  expect(read(text).statements.map((one) => one.head)).toEqual([head]);
});

it.each([
  ['Цены:\n\n| Окно | Цена |\n|---|---|\n| Одно | 500 ₽ |', '| Два | 900 ₽ |', 'Цены:\n\n| Окно | Цена |\n|---|---|\n'],
  ['Чай.\n\nВозьмите:\n\n- паспорт', '- снимки', 'Возьмите:\n\n'],
  ['Возьмите:', '- снимки', 'Возьмите:\n\n'],
  ['Возьмите:', 'Снимки.', ''],
  ['- паспорт', '| Два | 900 ₽ |', ''],
  ['| Окно |\n|---|\n| Одно |', '| Дверь |\n|---|\n| Одна |', ''],
])('after %j, %j needs the lines %j', (text, next, lines) => {
  expect(linesToGoOn(text, next)).toBe(lines);
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

it('reads names and values with dots between them as items of what stands above them', () => {
  expect(
    brief(
      'Лодочный прокат',
      'Каяк ............ 900, весло входит',
      'Сап с насосом .. 700',
      'минимум час',
      '',
      'The Attic ...... up to 6 people ..... £20 / £70',
    ),
  ).toEqual([
    ['item', 'Лодочный прокат', 'Каяк — 900, весло входит'],
    ['item', 'Лодочный прокат', 'Сап с насосом — 700'],
    ['item', 'Лодочный прокат', 'минимум час'],
    ['item', '', 'The Attic — up to 6 people — £20 / £70'],
  ]);
});

it('reads several lines without marks at their ends as a list', () => {
  expect(brief('Kayak - $20', 'Canoe - $30', 'Paddle board - $15')).toEqual([
    ['item', '', 'Kayak - $20'],
    ['item', '', 'Canoe - $30'],
    ['item', '', 'Paddle board - $15'],
  ]);
});

it('does not join lines that were not broken to fit a width, and reads what their beginning names', () => {
  const { statements } = read(
    'Branches:',
    '3 Dyer Row (cutting and repairs). Mon to Fri 8 to 6, Sat 9 to 1. Two parking spaces behind the house, please use the gate.',
    '17 Hill Road (repairs only). Mon to Thu 9 to 5. No parking.',
  );
  expect(statements.map(({ label, readable, block }) => [label, readable, block])).toEqual([
    ['Branches 3 Dyer Row (cutting and repairs)', '3 Dyer Row (cutting and repairs).', 0],
    ['Branches 3 Dyer Row (cutting and repairs)', 'Mon to Fri 8 to 6, Sat 9 to 1.', 0],
    ['Branches 3 Dyer Row (cutting and repairs)', 'Two parking spaces behind the house, please use the gate.', 0],
    ['Branches 17 Hill Road (repairs only)', '17 Hill Road (repairs only).', 1],
    ['Branches 17 Hill Road (repairs only)', 'Mon to Thu 9 to 5.', 1],
    ['Branches 17 Hill Road (repairs only)', 'No parking.', 1],
  ]);
});

it('joins lines that were broken to fit a width', () => {
  expect(
    brief(
      'We repair bicycles of all makes in two days and lend you another',
      'one meanwhile. Brakes are checked free.',
    ),
  ).toEqual([
    ['sentence', '', 'We repair bicycles of all makes in two days and lend you another one meanwhile.'],
    ['sentence', '', 'Brakes are checked free.'],
  ]);
});

it('leaves out a struck-out price', () => {
  expect(brief('- Lilac ~~$12~~ $9', '', '| Rose | ~~$20~~ $15 |')).toEqual([
    ['item', '', 'Lilac $9'],
    ['row', '', 'Rose: $15'],
  ]);
});
