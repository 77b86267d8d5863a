import { type Span, splitSentences } from '../search/language/split-sentences.ts';

const MIN_WORDS = 60;
const MAX_WORDS = 150;
const MAX_LENGTH = 4000;

/**
 * Passages of about 60 to 150 words of `text.slice(start, end)`, cut between paragraphs where possible, else between
 * sentences, else between words. Together they hold everything but the space between them.
 */
export const splitPassages = (text: string, { start, end }: Span): Span[] => {
  const passages: Part[] = [];
  for (const sentence of sentencesOf(text, start, end).flatMap((span) => splitLong(text, span))) {
    const piece = { ...sentence, words: countWords(text, sentence) };
    const last = passages.at(-1);
    if (last && joins(text, last, piece)) passages[passages.length - 1] = joined(last, piece);
    else passages.push(piece);
  }
  return joinShortTail(passages).map((part) => ({ start: part.start, end: part.end }));
};

/** Words are counted once: counting a passage anew for each of its sentences takes the square of their number. */
type Part = Span & { readonly words: number };

const joined = (before: Part, next: Part): Part => ({
  start: before.start,
  end: next.end,
  words: before.words + next.words,
});

const fits = ({ start, end, words }: Part): boolean => words <= MAX_WORDS && end - start <= MAX_LENGTH;

const sentencesOf = (text: string, start: number, end: number): Span[] =>
  splitSentences(text.slice(start, end)).map((span) => ({ start: start + span.start, end: start + span.end }));

/** Whether the next sentence still belongs to the passage: it must fit, and a new paragraph begins a new passage once this one is long enough. */
const joins = (text: string, passage: Part, next: Part): boolean => {
  if (!fits(joined(passage, next))) return false;
  return passage.words < MIN_WORDS || !/\n\s*\n/.test(text.slice(passage.end, next.start));
};

const joinShortTail = (passages: readonly Part[]): readonly Part[] => {
  const tail = passages.at(-1);
  const before = passages.at(-2);
  if (!tail || !before || tail.words >= MIN_WORDS / 2) return passages;
  const whole = joined(before, tail);
  return fits(whole) ? [...passages.slice(0, -2), whole] : passages;
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
