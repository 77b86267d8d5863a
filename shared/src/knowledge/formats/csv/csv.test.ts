import { describe, expect, it } from 'vitest';
import type { TableKind } from '../../../entities/source.ts';
import { readWhole } from '../../testing/read-whole.ts';

const read = async (table: string, kind?: TableKind) => {
  const { source, passages, choice } = await readWhole({ bytes: table, fileName: 'table.csv', table: kind });
  return { passages, warnings: source.warnings, table: { kind: source.table, ...(choice && { choice }) } };
};
const pairs = async (table: string): Promise<(readonly [string | undefined, string])[]> =>
  (await read(table)).passages.map(({ question, text }) => [question, text]);

describe('a table of questions and answers', () => {
  it.each([
    ['semicolons, Russian names', 'Вопрос;Ответ\nГде офис?;Москва, Лесная, 5\n'],
    ['commas, English names', 'question,answer\nГде офис?,"Москва, Лесная, 5"\n'],
    ['tabs', 'question\tanswer\nГде офис?\tМосква, Лесная, 5'],
    ['other columns, another order', 'id;Ответ:;тема;ВОПРОС\n1;Москва, Лесная, 5;офис;Где офис?\n'],
    ['no names', 'Где офис?;Москва, Лесная, 5\n'],
    ['empty lines and cells behind', '\nВопрос;Ответ;;\n\n;;;\nГде офис?;Москва, Лесная, 5;;\n\n'],
  ])('is read with %s', async (_, table) => {
    expect(await pairs(table)).toEqual([['Где офис?', 'Москва, Лесная, 5']]);
  });

  it('keeps line breaks, quotes and separators inside quotes', async () => {
    expect(await pairs('вопрос;ответ\n"Что; где?";"Первая строка\nвторая ""в кавычках"""\n')).toEqual([
      ['Что; где?', 'Первая строка\nвторая "в кавычках"'],
    ]);
  });

  it('keeps the good rows and names the line of each bad one', async () => {
    const table = [
      'вопрос;ответ', // 1
      'Один?;Первый', // 2
      'без ответа', // 3
      ';без вопроса', // 4
      '"Два', // 5
      'строки?";Второй', // 6
      'лишняя;ячейка;тут', // 7
      '', // 8
      '"не закрыта;кавычка', // 9
      'Три?;Третий', // 10
    ].join('\n');
    expect(await pairs(table)).toEqual([
      ['Один?', 'Первый'],
      ['Два\nстроки?', 'Второй'],
      ['Три?', 'Третий'],
    ]);
    expect((await read(table)).warnings.map(({ line }) => line)).toEqual([3, 4, 7, 9]);
  });

  it.each([
    ['only names', 'вопрос;ответ\n'],
    ['one column', 'просто текст\nещё текст\n'],
    ['only bad rows', 'вопрос;ответ\nбез ответа;\n'],
  ])('is refused with %s', async (_, table) => {
    await expect(read(table)).rejects.toMatchObject({ code: 'knowledge.bad_csv' });
  });

  it('goes on behind the line of a quote that is not closed, or that something follows', async () => {
    const table = 'вопрос;ответ\n"Что?"!;нет\n"Где?"  ;Тут\n"две\nстроки";"не закрыта\nКогда?;Завтра\n';
    expect(await pairs(table)).toEqual([
      ['Где?', 'Тут'],
      ['Когда?', 'Завтра'],
    ]);
    expect((await read(table)).warnings.map(({ line }) => line)).toEqual([2, 4]);
  });

  it('reads every row of a table with more rows than a call takes arguments', async () => {
    const table = `вопрос;ответ\n${'а;\n'.repeat(200_000)}Где?;Тут\n`;
    expect(await pairs(table)).toEqual([['Где?', 'Тут']]);
  });

  it('reads what stands behind more bad quotes than anybody makes', async () => {
    expect(await pairs(`вопрос;ответ\n${'"а;б\n'.repeat(1000)}Где?;Тут\n`)).toEqual([['Где?', 'Тут']]);
  });

  it('leaves out a row that is longer than a row may be, and reads those around it', async () => {
    const long = `${'a;'.repeat(400_000)}\n`;
    const table = `вопрос;ответ\nГде?;Тут\n${long}Когда?;Завтра\n"${'б'.repeat(400_000)}\nСколько?;Два\n`;
    expect(await pairs(table)).toEqual([
      ['Где?', 'Тут'],
      ['Когда?', 'Завтра'],
      ['Сколько?', 'Два'],
    ]);
    expect((await read(table)).warnings.map(({ line }) => line)).toEqual([3, 5]);
  });

  it('survives ten thousand unclosed quotes', async () => {
    await expect(read('"a;b\n'.repeat(10_000))).rejects.toMatchObject({ code: 'knowledge.bad_csv' });
  });
});

describe('a table that does not tell how it is meant', () => {
  it.each([
    ['named questions', 'Вопрос;Ответ\nГде офис?;Лесная, 5\n', 'pairs'],
    ['a price list', 'Услуга;Цена\nЛофт;5 000 ₽\n', 'rows'],
    ['three columns', 'Москва;Лесная;5\nКазань;Баумана;3\n', 'rows'],
  ])('is none with %s', async (_, table, kind) => {
    expect((await read(table)).table).toEqual({ kind });
  });

  it('is guessed, with its first entries either way', async () => {
    const { table: guessed } = await read(
      'Доставка;Бесплатно от 5000 ₽\nСамовывоз;Лесная, 5\nОплата;Картой\nВозврат;14 дней\n',
    );
    expect(guessed).toEqual({
      kind: 'rows',
      choice: {
        likely: 'rows',
        entries: {
          pairs: [
            { question: 'Доставка', text: 'Бесплатно от 5000 ₽' },
            { question: 'Самовывоз', text: 'Лесная, 5' },
            { question: 'Оплата', text: 'Картой' },
          ],
          rows: [
            { text: 'Доставка — Бесплатно от 5000 ₽' },
            { text: 'Самовывоз — Лесная, 5' },
            { text: 'Оплата — Картой' },
          ],
        },
      },
    });
    expect((await read('Где офис?;Лесная, 5\n')).table).toMatchObject({ kind: 'pairs', choice: { likely: 'pairs' } });
  });

  it('is read as it is told, names of columns left out', async () => {
    const asPairs = await read('Услуга;Цена\nЛофт;5 000 ₽\n', 'pairs');
    expect([asPairs.table, asPairs.passages.map(({ question }) => question)]).toEqual([{ kind: 'pairs' }, ['Лофт']]);
    const asRows = await read('Где офис?;Лесная, 5\n', 'rows');
    expect([asRows.table, asRows.passages.map(({ text }) => text)]).toEqual([
      { kind: 'rows' },
      ['Где офис? — Лесная, 5'],
    ]);
  });
});

describe('any other table', () => {
  it.each([
    ['only names', 'Услуга;Цена\n'],
    ['only names, in English', 'name,description,price\n\n'],
    ['empty rows', ';;\n;;\n'],
  ])('is refused as a price list without rows: %s', async (_, table) => {
    await expect(read(table)).rejects.toMatchObject({
      code: 'knowledge.bad_csv',
      message: expect.stringMatching(/ row /),
    });
  });

  it('is refused as what it was said to be', async () => {
    const asPairs = read('Услуга;Цена\n', 'pairs');
    await expect(asPairs).rejects.toMatchObject({ message: 'The table holds no question with an answer.' });
  });

  const rows = async (table: string): Promise<readonly string[]> => {
    const { passages } = await read(table);
    expect(passages.every(({ question }) => question === undefined)).toBe(true);
    return passages.map(({ text }) => text);
  };

  it.each([
    [
      'a price list',
      'Услуга;Цена\nАренда лофта;5 000 ₽\nФотограф;12 000 ₽\n',
      ['Услуга: Аренда лофта; Цена: 5 000 ₽', 'Услуга: Фотограф; Цена: 12 000 ₽'],
    ],
    [
      'prices under any names',
      'Что,Сколько\nLoft,"$5,000"\nBand,$900\n',
      ['Что: Loft; Сколько: $5,000', 'Что: Band; Сколько: $900'],
    ],
    ['no names', 'Лофт\t5000\nТерраса\t7000\n', ['Лофт — 5000', 'Терраса — 7000']],
    [
      'three columns',
      'Name;Seats;Price\nLoft;80;$500\nBar;;$90\n',
      ['Name: Loft; Seats: 80; Price: $500', 'Name: Bar; Price: $90'],
    ],
    ['two columns of words', 'Москва;Лесная, 5\nКазань;Баумана, 3\n', ['Москва — Лесная, 5', 'Казань — Баумана, 3']],
  ])('is read row by row: %s', async (_, table, expected) => {
    expect(await rows(table)).toEqual(expected);
  });

  it('with questions first is pairs, whatever its columns are called', async () => {
    expect(await pairs('Где офис?;Лесная, 5\nСколько мест;80\nЕсть ли парковка;Да\n')).toEqual([
      ['Где офис?', 'Лесная, 5'],
      ['Сколько мест', '80'],
      ['Есть ли парковка', 'Да'],
    ]);
  });

  it('names the lines that cannot be used', async () => {
    const table = 'Услуга;Цена\nЛофт;5000\nодно\nЛофт;5000;лишнее\n"не закрыта;1\n';
    expect(await rows(table)).toEqual(['Услуга: Лофт; Цена: 5000']);
    expect((await read(table)).warnings.map(({ line }) => line)).toEqual([3, 4, 5]);
  });
});
