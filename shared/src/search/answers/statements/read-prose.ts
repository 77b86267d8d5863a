import { withoutInlineMarkup } from '../../../text/inline-markdown.ts';
import { type Span, splitSentences, trimSpan } from '../../language/split-sentences.ts';
import { answerOf, headOf, type Reader, type Statement, type Statements } from './statement.ts';
import { paragraphsOf } from './text-lines.ts';

const BOLD_BEGINNING = /^\s{0,80}(?:\*\*|__)([^*_\n]{1,120})(?:\*\*|__)/u;
const MAX_QUESTION = 120;

/** Reads a paragraph as an answer if it begins with its question in bold, otherwise as sentences and answers. */
export const readProse: Reader = (text, { lines, leadIn, block }) => {
  const [first] = lines;
  const last = lines.at(-1);
  if (!first || !last) return { statements: [], rest: '' };
  const span = trimSpan(text, { start: first.start, end: last.end });
  const written = text.slice(span.start, span.end);
  const bold = BOLD_BEGINNING.exec(written);
  if (bold?.[1]?.trim().endsWith('?')) {
    const answer = trimSpan(text, { start: span.start + bold[0].length, end: span.end });
    if (answer.end > answer.start) {
      return {
        statements: [answerOf(text, { span: answer, label: withoutInlineMarkup(bold[1]), block: block() })],
        rest: '',
      };
    }
  }
  const name = withoutInlineMarkup(bold?.[1] ?? leadIn);
  // The answer to a question goes on over several lines.
  const isAsked = lines.some((line) => line.text.trimEnd().endsWith('?'));
  return readParagraphs(text, { paragraphs: isAsked ? [span] : paragraphsOf(lines), name, block });
};

/** Lines of a text that is not broken to fit a width are paragraphs of their own; one that ends with a colon leads to those that follow. */
const readParagraphs = (text: string, { paragraphs, name, block }: Paragraphs): Statements => {
  const rest: string[] = [];
  let leading = name;
  const read = paragraphs.map((paragraph, at) => {
    const sentences = sentencesIn(text, paragraph);
    const [first] = sentences;
    const readable = first ? withoutInlineMarkup(text.slice(first.start, first.end)) : '';
    if (sentences.length === 1 && readable.endsWith(':') && at + 1 < paragraphs.length) {
      leading = [name, readable.slice(0, -1)].filter((one) => one !== '').join(' ');
      rest.push(readable);
      return [];
    }
    const names = paragraphs.length > 1 && sentences.length > 1 && isName(readable) ? readable.replace(/\.$/, '') : '';
    const label = [leading, names].filter((one) => one !== '').join(' ');
    return readSentences(text, { sentences, name: label, block: block() });
  });
  return { statements: read.flat(), rest: rest.join('\n') };
};

const MOST_NAMING = 5;
/** Whether the beginning of a line names what the rest of it is about: "12 Mill Lane (showroom)." */
const isName = (sentence: string): boolean =>
  /[.]$/.test(sentence) &&
  sentence
    .replace(/\([^)]{0,100}\)/gu, '')
    .trim()
    .split(/\s+/u).length <= MOST_NAMING;

const sentencesIn = (text: string, { start, end }: Span): readonly Span[] =>
  splitSentences(text.slice(start, end)).map((span) => ({ start: start + span.start, end: start + span.end }));

type Paragraphs = { readonly paragraphs: readonly Span[]; readonly name: string; readonly block: () => number };
type Paragraph = { readonly sentences: readonly Span[]; readonly name: string; readonly block: number };

/** The words before a colon name what the sentence, and those that follow, are about: "Back glass: same day." */
const INLINE_LABEL = /^([^.!?:;\n]{2,60}):\s+(?=\S)/u;

/** A sentence that names its own subject before a dash does not continue the one before it. */
const OWN_HEAD = /^[^.!?:;—–\n]{2,60}\s[—–]\s/u;

/**
 * Reads a question within a paragraph and the sentences up to the next one as an answer, and other sentences with the
 * last label before them.
 */
const readSentences = (text: string, { sentences, name, block }: Paragraph): readonly Statement[] => {
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
  return statements;
};
