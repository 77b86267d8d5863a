import { tableCells, withoutInlineMarkup } from '../../../text/inline-markdown.ts';
import { type Span, trimSpan } from '../../language/split-sentences.ts';
import { readProse } from './read-prose.ts';
import { answerOf, type Cell, headOf, type Reader, type Statement, type Statements } from './statement.ts';
import { hasLeader, isUnfinished, type Line, withoutLeaders } from './text-lines.ts';

/** Reads the structure of Markdown or plain text. Everything that is not a table, list, or question is read as sentences. */
export const readStatements = (text: string): Statements => {
  const statements: Statement[] = [];
  const rest: string[] = [];
  let leadIn: LeadIn = noLeadIn;
  let blocks = 0;
  const block = (): number => blocks++;
  for (const part of blocksOf(text).flatMap(partsOf)) {
    const isLedIn = part.kind === 'prose' ? !leadIn.isForLists : part.kind !== 'pairs';
    const label = isLedIn ? leadIn.label : '';
    // The lead-in is no answer without what it leads to.
    if (label !== '') rest.push(...statements.splice(leadIn.from).map(({ readable }) => readable));
    const from = statements.length;
    const read = readers[part.kind](text, { lines: part.lines, leadIn: label, block });
    statements.push(...read.statements);
    if (read.rest) rest.push(read.rest);
    leadIn = part.kind === 'prose' ? leadInOf(part.lines, { from, to: statements.length }) : noLeadIn;
  }
  return { statements, rest: rest.join('\n') };
};

/** What leads to the next lines, and the first of the statements that it consists of. */
type LeadIn = { readonly label: string; readonly from: number; readonly isForLists?: boolean };
const noLeadIn: LeadIn = { label: '', from: 0 };

const BOLD_LINE = /^\s{0,80}(?:\*\*|__)([^*_\n]{1,120})(?:\*\*|__)[\s:]{0,20}$/u;

/** A line in bold, the last sentence if it ends with a colon, or lines above a list or table that are no sentences. */
const leadInOf = (lines: readonly Line[], { from, to }: { readonly from: number; readonly to: number }): LeadIn => {
  const last = lines.at(-1)?.text.trim() ?? '';
  const bold = lines.length === 1 ? BOLD_LINE.exec(last)?.[1] : undefined;
  if (bold !== undefined) return { label: withoutInlineMarkup(bold).replace(/:$/, ''), from };
  if (/:\**$/.test(last))
    return { label: withoutInlineMarkup(lastSentence(last)).slice(0, -1), from: Math.max(from, to - 1) };
  if (lines.length > MOST_LEADING || !lines.every(isUnfinished)) return noLeadIn;
  return { label: withoutInlineMarkup(lines.map(({ text }) => text.trim()).join(', ')), from, isForLists: true };
};
const MOST_LEADING = 2;

/**
 * Returns the lines that the text after this one needs to be understood, if its beginning continues a table or a list
 * that was divided: the lead-in and the header.
 */
export const linesToGoOn = (text: string, next: string): string => {
  const opening = partsOf(blocksOf(next)[0] ?? [])[0];
  const parts = blocksOf(text).flatMap(partsOf);
  const leadInOfPart = (part: Part): string => leadInOf(part.lines, { from: 0, to: 0 }).label;
  const last = parts.at(-1);
  if (!opening || !last || (opening.kind !== 'table' && opening.kind !== 'list')) return '';
  if (opening.kind === 'table' && hasHeader(opening.lines)) return '';
  if (last.kind === 'prose') return `${leadInOfPart(last)}:\n\n`.replace(/^:\n\n$/, '');
  if (last.kind !== opening.kind) return '';
  const before = parts.at(-2);
  const leadIn = before?.kind === 'prose' ? leadInOfPart(before) : '';
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
  return BULLET.test(line) || hasLeader(line) ? 'list' : 'prose';
};

/** Groups consecutive lines of one kind; a line that starts nothing new continues a list or an answer. */
const partsOf = (lines: readonly Line[]): readonly Part[] => {
  const kinds = lines.map(({ text }) => kindOf(text));
  if (isListOfLines(lines, kinds)) return [{ kind: 'list', lines: [...lines] }];
  const parts: Part[] = [];
  for (const [at, line] of lines.entries()) {
    const kind = kinds[at] ?? 'prose';
    const last = parts.at(-1);
    const goesOn =
      last && (kind === last.kind || (kind === 'prose' && (last.kind === 'list' || last.kind === 'pairs')));
    if (goesOn) last.lines.push(line);
    else parts.push({ kind, lines: [line] });
  }
  return parts;
};

/** Several lines that are no sentences are a list without bullets. */
const isListOfLines = (lines: readonly Line[], kinds: readonly Kind[]): boolean =>
  lines.length > MOST_LEADING && kinds.every((kind) => kind === 'prose') && lines.every(isUnfinished);

const hasHeader = (lines: readonly Line[]): boolean => lines[1] !== undefined && isSeparator(lines[1].text);

const readTable: Reader = (_text, { lines, leadIn, ...reading }) => {
  const block = reading.block();
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

const cellsOf = (line: string): readonly string[] =>
  tableCells(line).map((cell) => withoutInlineMarkup(withoutStruck(cell)));

/** Struck-out text, such as a former price, no longer holds. */
const withoutStruck = (text: string): string => text.replace(/~~[^~\n]{1,200}~~/g, ' ');

/** "Courtyard double: low season €88; extra bed not possible". A single value needs no column name. */
const readableRow = ([label, ...values]: readonly Cell[]): string => {
  const named = values.flatMap(({ column, text }) => {
    if (/^[—–-]?$/.test(text)) return [];
    return [column === '' || values.length === 1 ? text : `${column} — ${text}`];
  });
  return named.length === 0 ? (label?.text ?? '') : `${label?.text ?? ''}: ${named.join('; ')}`;
};

const readList: Reader = (text, { lines, leadIn, ...reading }) => {
  const block = reading.block();
  const spans: Span[] = [];
  const hasBullets = lines.some((line) => BULLET.test(line.text));
  for (const line of lines) {
    const last = spans.at(-1);
    if (!hasBullets || BULLET.test(line.text) || !last) spans.push(spanOf(line));
    else spans[spans.length - 1] = { start: last.start, end: spanOf(line).end };
  }
  const statements = spans.map((span): Statement => {
    const readable = itemText(text.slice(span.start, span.end));
    return { ...span, kind: 'item', label: leadIn, head: headOf(readable), cells: [], readable, block };
  });
  return { statements: statements.filter(({ readable }) => readable !== ''), rest: '' };
};

const itemText = (line: string): string => withoutInlineMarkup(withoutLeaders(withoutStruck(line.replace(BULLET, ''))));

/** Questions, each with the lines of its answer. */
const readPairs: Reader = (text, { lines, ...reading }) => {
  const block = reading.block();
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
