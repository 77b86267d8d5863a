import { tableCells, withoutInlineMarkup } from '../../text/inline-markdown.ts';
import { type Span, splitSentences, trimSpan } from '../language/split-sentences.ts';

/** The smallest piece of a passage that may be an answer: a sentence, a table row, a list item, or a written answer. */
export type Statement = Span & {
  readonly kind: 'sentence' | 'row' | 'item' | 'answer';
  /**
   * Names its subject in addition to its own words: the bold beginning of a paragraph, the words before a colon that
   * the following sentences continue, a list's lead-in, or a question.
   */
  readonly label: string;
  /** The beginning of its own words, which names its subject: the first cell of a row, or "Late check-out" before a price. */
  readonly head: string;
  /** The cells of a row. */
  readonly cells: readonly Cell[];
  /** The text for a reply, without Markdown. */
  readonly readable: string;
  /** The same for all statements of one paragraph, list, or table. */
  readonly block: number;
};

/** A cell of a table with the name of its column, which is empty if the table has no header. */
export type Cell = { readonly column: string; readonly text: string };

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
      const isLedIn = leadIn !== '' && part.kind !== 'pairs';
      // The lead-in is no answer without what it leads to.
      if (isLedIn && statements.at(-1)?.kind === 'sentence') rest.push(statements.pop()?.readable ?? '');
      const read = readers[part.kind](text, { lines: part.lines, leadIn, block });
      statements.push(...read.statements);
      if (read.rest) rest.push(read.rest);
      leadIn = part.kind === 'prose' ? leadInOf(part.lines) : '';
    }
  }
  return { statements, rest: rest.join('\n') };
};

const BOLD_LINE = /^\s{0,80}(?:\*\*|__)([^*_\n]{1,120})(?:\*\*|__)[\s:]{0,20}$/u;

/** The last sentence before a list if it ends with a colon, or a line in bold. */
const leadInOf = (lines: readonly Line[]): string => {
  const last = lines.at(-1)?.text.trim() ?? '';
  const bold = lines.length === 1 ? BOLD_LINE.exec(last)?.[1] : undefined;
  if (bold !== undefined) return withoutInlineMarkup(bold).replace(/:$/, '');
  return /:\**$/.test(last) ? withoutInlineMarkup(lastSentence(last)).slice(0, -1) : '';
};

/**
 * Returns the lines that the text after this one needs to be understood, if its beginning continues a table or a list
 * that was divided: the lead-in and the header.
 */
export const linesToGoOn = (text: string, next: string): string => {
  const opening = partsOf(blocksOf(next)[0] ?? [])[0];
  const parts = blocksOf(text).flatMap(partsOf);
  const last = parts.at(-1);
  if (!opening || !last || (opening.kind !== 'table' && opening.kind !== 'list')) return '';
  if (opening.kind === 'table' && hasHeader(opening.lines)) return '';
  if (last.kind === 'prose') return `${leadInOf(last.lines)}:\n\n`.replace(/^:\n\n$/, '');
  if (last.kind !== opening.kind) return '';
  const before = parts.at(-2);
  const leadIn = before?.kind === 'prose' ? leadInOf(before.lines) : '';
  const header = last.kind === 'table' && hasHeader(last.lines) ? last.lines.slice(0, 2) : [];
  return [leadIn === '' ? '' : `${leadIn}:\n\n`, ...header.map((line) => `${line.text}\n`)].join('');
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

type Reading = {
  readonly lines: readonly Line[];
  readonly leadIn: string;
  readonly block: number;
};
type Reader = (text: string, reading: Reading) => Statements;

const hasHeader = (lines: readonly Line[]): boolean => lines[1] !== undefined && isSeparator(lines[1].text);

const readTable: Reader = (_text, { lines, leadIn, block }) => {
  const columns = hasHeader(lines) ? cellsOf(lines[0]?.text ?? '') : [];
  const rows = lines.slice(hasHeader(lines) ? 2 : 0).filter(({ text }) => !isSeparator(text));
  const statements = rows.map((line): Statement => {
    const cells = cellsOf(line.text).map((text, at) => ({ text, column: columns[at] ?? '' }));
    const head = cells[0]?.text ?? '';
    return { ...spanOf(line), kind: 'row', label: leadIn, head, cells, readable: readableRow(cells), block };
  });
  return { statements, rest: columns.join(' ') };
};

const isSeparator = (line: string): boolean => /^[\s|:-]+$/.test(line) && line.includes('-');

const cellsOf = (line: string): readonly string[] => tableCells(line).map(withoutInlineMarkup);

/** "Courtyard double: low season €88; extra bed not possible". A single value needs no column name. */
const readableRow = ([label, ...values]: readonly Cell[]): string => {
  const named = values.flatMap(({ column, text }) => {
    if (/^[—–-]?$/.test(text)) return [];
    return [column === '' || values.length === 1 ? text : `${column} — ${text}`];
  });
  return named.length === 0 ? (label?.text ?? '') : `${label?.text ?? ''}: ${named.join('; ')}`;
};

const MAX_HEAD_WORDS = 6;
const MAX_OPENING_WORDS = 4;

/** The words before a dash, a colon, a comma, or a number; without such a sign, the first words. */
const headOf = (readable: string): string => {
  const end = readable.search(/[:;,(]|\s[—–-]\s|\d|[€$£₽₸]/u);
  const words = (end < 0 ? readable : readable.slice(0, end)).trim().split(/\s+/u);
  return words.slice(0, end < 0 ? MAX_OPENING_WORDS : MAX_HEAD_WORDS).join(' ');
};

const readList: Reader = (text, { lines, leadIn, block }) => {
  const spans: Span[] = [];
  for (const line of lines) {
    const last = spans.at(-1);
    if (BULLET.test(line.text) || !last) spans.push(spanOf(line));
    else spans[spans.length - 1] = { start: last.start, end: spanOf(line).end };
  }
  const statements = spans.map((span): Statement => {
    const readable = itemText(text.slice(span.start, span.end));
    return { ...span, kind: 'item', label: leadIn, head: headOf(readable), cells: [], readable, block };
  });
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
  head: '',
  cells: [],
  readable: withoutInlineMarkup(text.slice(span.start, span.end)),
  block,
});

const BOLD_BEGINNING = /^\s{0,80}(?:\*\*|__)([^*_\n]{1,120})(?:\*\*|__)/u;
const MAX_QUESTION = 120;

/** Reads a paragraph as an answer if it begins with its question in bold, otherwise as sentences and answers. */
const readProse: Reader = (text, { lines, leadIn, block }) => {
  const [first] = lines;
  const last = lines.at(-1);
  if (!first || !last) return { statements: [], rest: '' };
  const span = trimSpan(text, { start: first.start, end: last.end });
  const written = text.slice(span.start, span.end);
  const bold = BOLD_BEGINNING.exec(written);
  if (bold?.[1]?.trim().endsWith('?')) {
    const answer = trimSpan(text, { start: span.start + bold[0].length, end: span.end });
    if (answer.end > answer.start) {
      return { statements: [answerOf(text, { span: answer, label: withoutInlineMarkup(bold[1]), block })], rest: '' };
    }
  }
  const sentences = splitSentences(written).map(({ start, end }) => ({
    start: span.start + start,
    end: span.start + end,
  }));
  return readSentences(text, { sentences, name: withoutInlineMarkup(bold?.[1] ?? leadIn), block });
};

type Paragraph = { readonly sentences: readonly Span[]; readonly name: string; readonly block: number };

/** The words before a colon name what the sentence, and those that follow, are about: "Back glass: same day." */
const INLINE_LABEL = /^([^.!?:;\n]{2,60}):\s+(?=\S)/u;

/** A sentence that names its own subject before a dash does not continue the one before it. */
const OWN_HEAD = /^[^.!?:;—–\n]{2,60}\s[—–]\s/u;

/**
 * Reads a question within a paragraph and the sentences up to the next one as an answer, and other sentences with the
 * last label before them.
 */
const readSentences = (text: string, { sentences, name, block }: Paragraph): Statements => {
  const statements: Statement[] = [];
  let label = name;
  let asked = '';
  for (const [at, span] of sentences.entries()) {
    const readable = withoutInlineMarkup(text.slice(span.start, span.end));
    const last = statements.at(-1);
    if (readable.endsWith('?') && readable.length <= MAX_QUESTION && at + 1 < sentences.length) {
      asked = last?.kind === 'answer' || asked === '' ? readable : `${asked} ${readable}`;
    } else if (asked !== '' && last?.kind === 'answer' && last.label === asked) {
      statements[statements.length - 1] = answerOf(text, {
        span: { start: last.start, end: span.end },
        label: asked,
        block,
      });
    } else if (asked !== '') {
      statements.push(answerOf(text, { span, label: asked, block }));
    } else {
      const inline = INLINE_LABEL.exec(readable)?.[1];
      if (inline !== undefined) label = [name, inline].filter((one) => one !== '').join(' ');
      else if (OWN_HEAD.test(readable)) label = name;
      statements.push({ ...span, kind: 'sentence', label, head: headOf(readable), cells: [], readable, block });
    }
  }
  return { statements, rest: '' };
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
