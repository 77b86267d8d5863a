import { isQuestion } from '../models/no-model/understanding/asking.ts';
import { type Row, withoutEmptyTail } from './csv-rows.ts';
import type { Piece, ReadResult, ReadWarning } from './file-format.ts';

const MAX_QUESTION = 2000;
const MAX_ANSWER = 8000;
/** Rows by which a table without names is judged. */
const SAMPLE = 200;

const questionNames = new Set(['вопрос', 'вопросы', 'question', 'questions', 'q']);
const answerNames = new Set(['ответ', 'ответы', 'answer', 'answers', 'a']);

/** Which cells hold the pair; `width` is how many cells a row may have. */
type Columns = { readonly question: number; readonly answer: number; readonly width: number };

/** Question-answer pairs as a table has them: `rows` are those without the names of its columns. */
export type PairTable = { readonly columns: Columns; readonly rows: readonly Row[] };

/**
 * The pairs of a table whose columns say so (question and answer, вопрос and ответ), or whose two columns have no names and mostly
 * questions first. Undefined for any other table: a price list answers nobody's question by being taken for pairs.
 */
export const findPairs = (rows: readonly Row[]): PairTable | undefined => {
  const columns = rows[0] && namedColumns(rows[0].cells);
  if (columns) return { columns, rows: rows.slice(1) };
  const sample = rows.slice(0, SAMPLE).filter(({ fault }) => fault === undefined);
  const asking = sample.filter(({ cells }) => withoutEmptyTail(cells).length === 2 && isQuestion(cells[0] ?? ''));
  return 2 * asking.length > sample.length ? { columns: { question: 0, answer: 1, width: 2 }, rows } : undefined;
};

export const namedColumns = (cells: readonly string[]): Columns | undefined => {
  const names = cells.map((cell) => cell.toLowerCase().replace(/[^\p{L}]/gu, ''));
  const question = names.findIndex((name) => questionNames.has(name));
  const answer = names.findIndex((name) => answerNames.has(name));
  return question < 0 || answer < 0 ? undefined : { question, answer, width: cells.length };
};

/** The extracted text is each question with its answer below. A bad row becomes a warning with its line, the others are kept. */
export const collectPairs = ({ rows, columns }: PairTable): ReadResult => {
  const pieces: Piece[] = [];
  const warnings: ReadWarning[] = [];
  let text = '';
  for (const row of rows) {
    const fault = faultOf(row, columns);
    if (fault) {
      warnings.push({ line: row.line, message: fault });
      continue;
    }
    const question = row.cells[columns.question] ?? '';
    const answer = row.cells[columns.answer] ?? '';
    const start = text.length + question.length + 1;
    text += `${question}\n${answer}\n\n`;
    pieces.push({ start, end: start + answer.length, headings: [], question });
  }
  return { text, pieces, warnings };
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
