import { Failure } from '../contracts/errors.ts';
import { type Row, readCsvRows } from './csv-rows.ts';
import { decodeText } from './decode-text.ts';
import type { FileFormat, Piece, ReadResult, ReadWarning } from './file-format.ts';

const MAX_QUESTION = 2000;
const MAX_ANSWER = 8000;
const PREVIEW_LINES = 20;

const questionNames = new Set(['вопрос', 'вопросы', 'question', 'questions', 'q']);
const answerNames = new Set(['ответ', 'ответы', 'answer', 'answers', 'a']);

/** Which cells hold the pair; `width` is how many cells a row may have. */
type Columns = { readonly question: number; readonly answer: number; readonly width: number };

/**
 * A table of question-answer pairs: columns named question and answer (or вопрос and ответ), else two columns without
 * names; separated by commas, semicolons or tabs. A bad row becomes a warning with its line, the others are kept.
 * Throws `knowledge.bad_csv` when no row can be used. The extracted text is each question with its answer below.
 */
export const csvPairs: FileFormat = {
  mediaTypes: ['text/csv', 'text/tab-separated-values', 'application/csv'],
  extensions: ['csv', 'tsv'],
  read: (bytes) => {
    const text = decodeText(bytes);
    const rows = readCsvRows(text, likelyDelimiter(text));
    const named = rows[0] && namedColumns(rows[0].cells);
    const result = collectPairs(named ? rows.slice(1) : rows, named ?? { question: 0, answer: 1, width: 2 });
    if (result.pieces.length === 0) throw noPairs(result.warnings);
    return result;
  },
};

const likelyDelimiter = (text: string): string => {
  const preview = text.split('\n', PREVIEW_LINES).join('\n');
  const scored = [';', '\t', ','].map((delimiter) => {
    const rows = readCsvRows(preview, delimiter);
    const named = rows[0] && namedColumns(rows[0].cells) ? PREVIEW_LINES : 0;
    return { delimiter, score: named + rows.filter(({ cells }) => withoutEmptyTail(cells).length === 2).length };
  });
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).delimiter;
};

const namedColumns = (cells: readonly string[]): Columns | undefined => {
  const names = cells.map((cell) => cell.toLowerCase().replace(/[^\p{L}]/gu, ''));
  const question = names.findIndex((name) => questionNames.has(name));
  const answer = names.findIndex((name) => answerNames.has(name));
  return question < 0 || answer < 0 ? undefined : { question, answer, width: cells.length };
};

const collectPairs = (rows: readonly Row[], columns: Columns): ReadResult => {
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

const withoutEmptyTail = (cells: readonly string[]): readonly string[] =>
  cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);

const noPairs = ([first]: readonly ReadWarning[]): Failure =>
  new Failure(
    'knowledge.bad_csv',
    first
      ? `No row could be used. Line ${first.line}: ${first.message}`
      : 'The table holds no question with an answer.',
    'Give the table two columns, question and answer, separated by commas, semicolons or tabs.',
  );
