import { tableCells, withoutInlineMarkup } from '../../text/inline-markdown.ts';
import { type Span, splitSentences, trimSpan } from '../language/split-sentences.ts';

/** The smallest piece of a passage that may be an answer: a sentence, a table row, a list item, or a written answer. */
export type Statement = Span & {
  readonly kind: 'sentence' | 'row' | 'item' | 'answer';
  /** Names its subject in addition to its own words: the bold beginning of a paragraph, a list's lead-in, or a question. */
  readonly label: string;
  /** The column names of a row. */
  readonly columns: string;
  /** The text for a reply, without Markdown. */
  readonly readable: string;
  /** The same for all statements of one paragraph, list, or table. */
  readonly block: number;
};

/** The statements of a passage, and the text outside of them, such as the header of a table. */
export type Statements = { readonly statements: readonly Statement[]; readonly rest: string };

type Line = Span & { readonly text: string };

/** Reads the structure of Markdown or plain text. Everything that is not a table, list, or question is read as sentences. */
export const readStatements = (text: string): Statements => {
  const statements: Statement[] = [];
  const rest: string[] = [];
  let leadIn = '';
  for (const [block, lines] of blocksOf(text).entries()) {
    for (const part of partsOf(lines)) {
      const read = readers[part.kind](text, { lines: part.lines, leadIn, block });
      statements.push(...read.statements);
      if (read.rest) rest.push(read.rest);
      const last = part.lines.at(-1)?.text.trim() ?? '';
      leadIn = part.kind === 'prose' && last.endsWith(':') ? withoutInlineMarkup(lastSentence(last)).slice(0, -1) : '';
    }
  }
  return { statements, rest: rest.join('\n') };
};

const lastSentence = (line: string): string => line.slice(line.search(/[^.!?]*$/u)).trim();

/** Groups the lines between empty lines. */
const blocksOf = (text: string): readonly (readonly Line[])[] => {
  const blocks: Line[][] = [[]];
  let at = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') blocks.push([]);
    else blocks.at(-1)?.push({ text: line, start: at, end: at + line.length });
    at += line.length + 1;
  }
  return blocks.filter((lines) => lines.length > 0);
};

type Kind = 'table' | 'list' | 'pairs' | 'prose';
type Part = { readonly kind: Kind; readonly lines: Line[] };

const ROW = /^\s{0,80}\|/;
const BULLET = /^\s{0,80}(?:[-*•–—+]|\d{1,3}[.)])\s+/;
const ASKS = /^\s{0,80}(?:\*\*)?(?:В|Вопрос|Q|Question)(?:\*\*)?\s?[:.]\s*/u;
const ANSWERS = /^\s{0,80}(?:\*\*)?(?:О|Ответ|A|Answer)(?:\*\*)?\s?[:.]\s*/u;

const kindOf = (line: string): Kind => {
  if (ROW.test(line)) return 'table';
  if (ASKS.test(line)) return 'pairs';
  return BULLET.test(line) ? 'list' : 'prose';
};

/** Groups consecutive lines of one kind; a line that starts nothing new continues a list or an answer. */
const partsOf = (lines: readonly Line[]): readonly Part[] => {
  const parts: Part[] = [];
  for (const line of lines) {
    const kind = kindOf(line.text);
    const last = parts.at(-1);
    const goesOn =
      last && (kind === last.kind || (kind === 'prose' && (last.kind === 'list' || last.kind === 'pairs')));
    if (goesOn) last.lines.push(line);
    else parts.push({ kind, lines: [line] });
  }
  return parts;
};

type Reading = { readonly lines: readonly Line[]; readonly leadIn: string; readonly block: number };
type Reader = (text: string, reading: Reading) => Statements;

const readTable: Reader = (_text, { lines, leadIn, block }) => {
  const hasHeader = lines[1] !== undefined && isSeparator(lines[1].text);
  const header = hasHeader ? cellsOf(lines[0]?.text ?? '') : [];
  const rows = lines.slice(hasHeader ? 2 : 0).filter(({ text }) => !isSeparator(text));
  const statements = rows.map((line): Statement => {
    const cells = cellsOf(line.text);
    const readable = readableRow(cells, header);
    return { ...spanOf(line), kind: 'row', label: leadIn, columns: header.slice(1).join(' '), readable, block };
  });
  return { statements, rest: header.join(' ') };
};

const isSeparator = (line: string): boolean => /^[\s|:-]+$/.test(line) && line.includes('-');

const cellsOf = (line: string): readonly string[] => tableCells(line).map(withoutInlineMarkup);

/** "Courtyard double: low season €88; extra bed not possible". A single value needs no column name. */
const readableRow = ([label = '', ...values]: readonly string[], [, ...columns]: readonly string[]): string => {
  const named = values.flatMap((value, at) => {
    if (/^[—–-]?$/.test(value)) return [];
    const column = columns[at];
    return [column === undefined || column === '' || values.length === 1 ? value : `${column} — ${value}`];
  });
  return named.length === 0 ? label : `${label}: ${named.join('; ')}`;
};

const readList: Reader = (text, { lines, leadIn, block }) => {
  const statements: Statement[] = [];
  for (const line of lines) {
    const last = statements.at(-1);
    if (BULLET.test(line.text) || !last) {
      statements.push({
        ...spanOf(line),
        kind: 'item',
        label: leadIn,
        columns: '',
        readable: itemText(line.text),
        block,
      });
    } else {
      const end = spanOf(line).end;
      const readable = itemText(text.slice(last.start, end));
      statements[statements.length - 1] = { ...last, end, readable };
    }
  }
  return { statements: statements.filter(({ readable }) => readable !== ''), rest: '' };
};

const itemText = (line: string): string => withoutInlineMarkup(line.replace(BULLET, ''));

/** Questions, each with the lines of its answer. */
const readPairs: Reader = (text, { lines, block }) => {
  const statements: Statement[] = [];
  const rest: string[] = [];
  let label = '';
  let answer: Span | undefined;
  const close = (): void => {
    if (answer && answer.end > answer.start) statements.push(answerOf(text, { span: answer, label, block }));
    else if (label !== '') rest.push(label);
  };
  for (const line of lines) {
    const asked = ASKS.exec(line.text);
    if (asked) {
      close();
      label = withoutInlineMarkup(line.text.slice(asked[0].length));
      answer = undefined;
    } else {
      const begun = answer ? 0 : (ANSWERS.exec(line.text)?.[0].length ?? 0);
      answer = trimSpan(text, { start: answer?.start ?? line.start + begun, end: line.end });
    }
  }
  close();
  return { statements, rest: rest.join('\n') };
};

type Answered = { readonly span: Span; readonly label: string; readonly block: number };

const answerOf = (text: string, { span, label, block }: Answered): Statement => ({
  ...span,
  kind: 'answer',
  label,
  columns: '',
  readable: withoutInlineMarkup(text.slice(span.start, span.end)),
  block,
});

const BOLD_BEGINNING = /^\s{0,80}(?:\*\*|__)([^*_\n]{1,120})(?:\*\*|__)/u;
const MAX_QUESTION = 120;

/** Reads a paragraph as an answer if it begins with its question, otherwise as sentences under its bold beginning. */
const readProse: Reader = (text, { lines, block }) => {
  const [first] = lines;
  const last = lines.at(-1);
  if (!first || !last) return { statements: [], rest: '' };
  const span = trimSpan(text, { start: first.start, end: last.end });
  const written = text.slice(span.start, span.end);
  const bold = BOLD_BEGINNING.exec(written);
  const asked = bold?.[1]?.trim().endsWith('?') ? bold[0] : openingQuestion(written);
  if (asked !== undefined) {
    const answer = trimSpan(text, { start: span.start + asked.length, end: span.end });
    if (answer.end > answer.start) {
      return { statements: [answerOf(text, { span: answer, label: withoutInlineMarkup(asked), block })], rest: '' };
    }
  }
  const label = withoutInlineMarkup(bold?.[1] ?? '');
  const statements = splitSentences(written).map((sentence): Statement => {
    const [start, end] = [span.start + sentence.start, span.start + sentence.end];
    return {
      start,
      end,
      kind: 'sentence',
      label,
      columns: '',
      readable: withoutInlineMarkup(text.slice(start, end)),
      block,
    };
  });
  return { statements, rest: '' };
};

/** "Does it hurt? No, …": a short question at the beginning of a paragraph, followed by its answer. */
const openingQuestion = (written: string): string | undefined => {
  const end = written.search(/[.!?]/u);
  return end > 0 && end <= MAX_QUESTION && written[end] === '?' ? written.slice(0, end + 1) : undefined;
};

const readers: Readonly<Record<Kind, Reader>> = {
  table: readTable,
  list: readList,
  pairs: readPairs,
  prose: readProse,
};

const spanOf = ({ text, start }: Line): Span => {
  const before = text.length - text.trimStart().length;
  return { start: start + before, end: start + text.trimEnd().length };
};
