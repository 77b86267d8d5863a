import { type Row, withoutEmptyTail } from './csv-rows.ts';
import { leftOut, type TableReader } from './table.ts';

const MAX_ROW = 4000;

/** Each row becomes a passage that names its values: "Услуга: Лофт; Цена: 5 000 ₽". Without column names it contains only the values. */
export const rowReader: TableReader = ([first, ...others]) => {
  const names = first && isHeader(first, others) ? first.cells : undefined;
  return {
    from: names ? 1 : 0,
    read: (row) => {
      const text = sayRow(row, names);
      const fault = row.fault ?? faultOf(row, text, names);
      if (fault) return leftOut(row, fault);
      return [
        { kind: 'entry', text },
        { kind: 'aside', text: '\n\n' },
      ];
    },
  };
};

/** Column names contain no numbers, and either there is a column of numbers below them or they are common names. */
export const isHeader = ({ cells, fault }: Row, others: readonly Row[]): boolean => {
  if (fault !== undefined) return false;
  const names = withoutEmptyTail(cells);
  if (names.length < 2 || names.some((name) => name === '' || /\d/.test(name))) return false;
  // A single row is data, unless it can only be column names.
  if (others.length === 0) return names.every(isColumnName);
  return names.some((name, at) => isColumnName(name) || hasNumbers(others, at));
};

/** Cells that begin with a number, such as prices, sizes, and amounts. */
const hasNumbers = (rows: readonly Row[], column: number): boolean => {
  const filled = rows.slice(0, 50).flatMap(({ cells }) => cells[column] || []);
  return filled.length > 0 && 2 * filled.filter((cell) => /^[^\p{L}\d]*\d/u.test(cell)).length > filled.length;
};

const isColumnName = (name: string): boolean =>
  /^(?:цен[аы]|стоимость|прайс|тариф|услуг[аи]|товар(?:ы)?|наименование|название|артикул|описание|price|cost|rate|service|product|item|name|description|sku)(?!\p{L})/iu.test(
    name,
  );

const sayRow = ({ cells }: Row, names: readonly string[] | undefined): string => {
  if (!names)
    return cells
      .filter((cell) => cell !== '')
      .map(inOneLine)
      .join(' — ');
  const said = cells.flatMap((cell, at) => (cell === '' ? [] : [names[at] ? `${names[at]}: ${cell}` : cell]));
  return said.map(inOneLine).join('; ');
};

const inOneLine = (text: string): string => text.replace(/\s+/gu, ' ');

const faultOf = ({ cells }: Row, said: string, names: readonly string[] | undefined): string | undefined => {
  const filled = withoutEmptyTail(cells).length;
  if (names && filled > names.length) {
    return `There are ${filled} cells where ${names.length} are expected; put text with a separator in quotes.`;
  }
  if (cells.filter((cell) => cell !== '').length < 2) return 'The row has one value only.';
  return said.length > MAX_ROW ? `The row is longer than ${MAX_ROW} characters.` : undefined;
};
