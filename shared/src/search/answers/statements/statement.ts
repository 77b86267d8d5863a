import { withoutInlineMarkup } from '../../../text/inline-markdown.ts';
import type { Span } from '../../language/split-sentences.ts';
import type { Line } from './text-lines.ts';

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

/** Lines of one kind with what leads to them. */
export type Reading = {
  readonly lines: readonly Line[];
  readonly leadIn: string;
  /** Numbers the paragraphs, lists and tables. */
  readonly block: () => number;
};
/** Reads lines of one kind. */
export type Reader = (text: string, reading: Reading) => Statements;

const MAX_HEAD_WORDS = 6;
const MAX_OPENING_WORDS = 4;

/** The words before a dash, a colon, a comma, or a number; without such a sign, the first words. */
export const headOf = (readable: string): string => {
  const end = readable.search(/[:;,(]|(?<=\p{L}{4})[.!?]\s|\s[—–-]\s|\d|[€$£₽₸]/u);
  const words = (end < 0 ? readable : readable.slice(0, end)).trim().split(/\s+/u);
  return words.slice(0, end < 0 ? MAX_OPENING_WORDS : MAX_HEAD_WORDS).join(' ');
};

type Answered = { readonly span: Span; readonly label: string; readonly block: number };

/** The statement of an answer that follows its question. */
export const answerOf = (text: string, { span, label, block }: Answered): Statement => ({
  ...span,
  kind: 'answer',
  label,
  head: '',
  cells: [],
  readable: withoutInlineMarkup(text.slice(span.start, span.end)),
  block,
});
