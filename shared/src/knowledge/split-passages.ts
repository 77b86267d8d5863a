import { type Span, splitSentences } from '../search/language/split-sentences.ts';

const MIN_WORDS = 60;
const MAX_WORDS = 150;
const MAX_LENGTH = 4000;

/**
 * Passages of about 60 to 150 words of `text.slice(start, end)`, cut between paragraphs where possible, else between
 * sentences, else between words. Together they hold everything but the space between them.
 */
export const splitPassages = (text: string, { start, end }: Span): Span[] => {
  const passages: Span[] = [];
  for (const piece of sentencesOf(text, start, end).flatMap((span) => splitLong(text, span))) {
    const last = passages.at(-1);
    if (last && joins(text, last, piece)) passages[passages.length - 1] = { start: last.start, end: piece.end };
    else passages.push(piece);
  }
  return joinShortTail(text, passages);
};

const sentencesOf = (text: string, start: number, end: number): Span[] =>
  splitSentences(text.slice(start, end)).map((span) => ({ start: start + span.start, end: start + span.end }));

/** Whether the next sentence still belongs to the passage: it must fit, and a new paragraph begins a new passage once this one is long enough. */
const joins = (text: string, passage: Span, next: Span): boolean => {
  const joined = countWords(text, { start: passage.start, end: next.end });
  if (joined > MAX_WORDS || next.end - passage.start > MAX_LENGTH) return false;
  const paragraphEnds = /\n\s*\n/.test(text.slice(passage.end, next.start));
  return !paragraphEnds || countWords(text, passage) < MIN_WORDS;
};

const joinShortTail = (text: string, passages: readonly Span[]): Span[] => {
  const tail = passages.at(-1);
  const before = passages.at(-2);
  if (!tail || !before || countWords(text, tail) >= MIN_WORDS / 2) return [...passages];
  const joined = { start: before.start, end: tail.end };
  if (countWords(text, joined) > MAX_WORDS || joined.end - joined.start > MAX_LENGTH) return [...passages];
  return [...passages.slice(0, -2), joined];
};

/** A sentence has a bounded length, but may hold more words than a passage should. */
const splitLong = (text: string, span: Span): Span[] => {
  const words = [...text.slice(span.start, span.end).matchAll(/\S+/g)];
  const parts: Span[] = [];
  let start = span.start;
  for (let at = MAX_WORDS; at < words.length; at += MAX_WORDS) {
    const next = span.start + (words[at]?.index ?? 0);
    parts.push(trimEnd(text, start, next));
    start = next;
  }
  return [...parts, { start, end: span.end }];
};

const trimEnd = (text: string, start: number, end: number): Span => ({
  start,
  end: start + text.slice(start, end).trimEnd().length,
});

const countWords = (text: string, { start, end }: Span): number => text.slice(start, end).match(/\S+/g)?.length ?? 0;
