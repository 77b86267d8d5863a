import type { TableKind } from '../entities/source.ts';
import { isQuestion } from '../reading/asking.ts';
import { isHeader } from './collect-rows.ts';
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

/** The pairs of a table: in the columns that are named so (question and answer, вопрос and ответ), else in the first two. */
export const pairsOf = (rows: readonly Row[]): PairTable => {
  const columns = rows[0] && namedColumns(rows[0].cells);
  if (columns) return { columns, rows: rows.slice(1) };
  const hasNames = rows[0] !== undefined && isHeader(rows[0], rows.slice(1));
  const width = Math.max(2, withoutEmptyTail(rows[0]?.cells ?? []).length);
  return { columns: { question: 0, answer: 1, width }, rows: hasNames ? rows.slice(1) : rows };
};

/** What a table is taken for, and whether its columns say so or it is a guess. */
export type TableJudgment = { readonly kind: TableKind; readonly isClear: boolean };

/**
 * A table is clear when its first row names a question and an answer, or names columns of prices or of other numbers, or when it has more than
 * two columns. In two columns without names most first cells that ask make pairs likely: a price list answers nobody's question by being taken
 * for pairs.
 */
export const judgeTable = (rows: readonly Row[]): TableJudgment => {
  const [first, ...others] = rows;
  if (first && namedColumns(first.cells)) return { kind: 'pairs', isClear: true };
  if (first && isHeader(first, others)) return { kind: 'rows', isClear: true };
  const sample = rows.slice(0, SAMPLE).filter(({ fault }) => fault === undefined);
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
