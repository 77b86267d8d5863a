import type { TableKind } from '../../../entities/source.ts';
import { isQuestion } from '../../../reading/asking.ts';
import { type Row, withoutEmptyTail } from './csv-rows.ts';
import { isHeader } from './rows.ts';
import { leftOut, type TableReader } from './table.ts';

const MAX_QUESTION = 2000;
const MAX_ANSWER = 8000;

const questionNames = new Set(['вопрос', 'вопросы', 'question', 'questions', 'q']);
const answerNames = new Set(['ответ', 'ответы', 'answer', 'answers', 'a']);

/** The columns of the pair; `width` is the maximum number of cells in a row. */
type Columns = { readonly question: number; readonly answer: number; readonly width: number };

/**
 * Reads question-answer pairs from the columns with such names (question and answer, вопрос and ответ), otherwise from the first two. The
 * extracted text contains each question with its answer below it.
 */
export const pairReader: TableReader = (first) => {
  const { columns, from } = columnsOf(first);
  return {
    from,
    read: (row) => {
      const fault = faultOf(row, columns);
      if (fault) return leftOut(row, fault);
      const question = row.cells[columns.question] ?? '';
      const text = row.cells[columns.answer] ?? '';
      return [
        { kind: 'aside', text: `${question}\n` },
        { kind: 'entry', text, question },
        { kind: 'aside', text: '\n\n' },
      ];
    },
  };
};

const columnsOf = (rows: readonly Row[]): { readonly columns: Columns; readonly from: number } => {
  const columns = rows[0] && namedColumns(rows[0].cells);
  if (columns) return { columns, from: 1 };
  const hasNames = rows[0] !== undefined && isHeader(rows[0], rows.slice(1));
  const width = Math.max(2, withoutEmptyTail(rows[0]?.cells ?? []).length);
  return { columns: { question: 0, answer: 1, width }, from: hasNames ? 1 : 0 };
};

/** How a table is read, and whether its columns say so or it is a guess. */
export type TableJudgment = { readonly kind: TableKind; readonly isClear: boolean };

/**
 * A table is clear if its first row names a question and an answer, or columns of prices or other numbers, or if it has more than two
 * columns. In two unnamed columns, pairs are likely if most of the first cells are questions: nothing is gained by taking a price list for
 * pairs.
 */
export const judgeTable = (rows: readonly Row[]): TableJudgment => {
  const [first, ...others] = rows;
  if (first && namedColumns(first.cells)) return { kind: 'pairs', isClear: true };
  if (first && isHeader(first, others)) return { kind: 'rows', isClear: true };
  const sample = rows.filter(({ fault }) => fault === undefined);
  const two = sample.filter(({ cells }) => withoutEmptyTail(cells).length === 2);
  const asking = two.filter(({ cells }) => isQuestion(cells[0] ?? ''));
  const kind = 2 * asking.length > sample.length ? 'pairs' : 'rows';
  return { kind, isClear: 2 * two.length <= sample.length };
};

export const namedColumns = (cells: readonly string[]): Columns | undefined => {
  const names = cells.map((cell) => cell.toLowerCase().replace(/[^\p{L}]/gu, ''));
  const question = names.findIndex((name) => questionNames.has(name));
  const answer = names.findIndex((name) => answerNames.has(name));
  return question < 0 || answer < 0 ? undefined : { question, answer, width: cells.length };
};

const faultOf = ({ cells, fault }: Row, { question, answer, width }: Columns): string | undefined => {
  if (fault) return fault;
  const filled = withoutEmptyTail(cells).length;
  if (filled > width)
    return `There are ${filled} cells where ${width} are expected; put text with a separator in quotes.`;
  if (!cells[question]) return 'The question is missing.';
  if (!cells[answer]) return 'The answer is missing.';
  if ((cells[question]?.length ?? 0) > MAX_QUESTION) return `The question is longer than ${MAX_QUESTION} characters.`;
  if ((cells[answer]?.length ?? 0) > MAX_ANSWER) return `The answer is longer than ${MAX_ANSWER} characters.`;
  return undefined;
};
