import { type Span, splitSentences } from '../search/language/split-sentences.ts';

const MIN_WORDS = 60;
const MAX_WORDS = 150;
const MAX_LENGTH = 4000;
/** Sentences are searched for whenever this much text has accumulated. */
const WINDOW = 65_536;
/** A sentence that ends within this distance of the end of the known text may still change. */
const UNSETTLED = 1200;

/** A passage with its position in the text. */
export type Division = Span & { readonly text: string };

/** Words are counted once per sentence; recounting a passage for each of its sentences would take quadratic time. */
type Part = Span & { readonly words: number };

/** `opens` is set if it begins a paragraph. */
type Sentence = Part & { readonly opens: boolean };

/**
 * Divides a text that arrives in parts into passages of about 60 to 150 words, cut between paragraphs if possible, otherwise between
 * sentences or words. Together they contain everything except the white space between them. Memory use does not depend on the length of the
 * text.
 */
export const createProseDivider = () => {
  let held = '';
  /** The offset of `held`, and that of the first sentence that has not been read yet. */
  let base = 0;
  let read = 0;
  /** The last two passages, which may still grow. */
  let open: readonly Part[] = [];
  /** Number of line feeds since the last sentence. */
  let lineFeeds = 0;
  /** Whether the last sentence leads to what follows: "Bring with you:". */
  let isLeadIn = false;

  /** Returns the sentences that can no longer change; at the end, all of them. */
  const readSentences = (isEnd: boolean): readonly Sentence[] => {
    const text = held.slice(read - base);
    const sentences: Sentence[] = [];
    let done = 0;
    for (const span of splitSentences(text)) {
      if (!isEnd && span.end > text.length - UNSETTLED) break;
      lineFeeds += countLineFeeds(text, done, span.start);
      for (const { start, end } of splitLong(text, span)) {
        const words = countWords(text, start, end);
        sentences.push({ start: read + start, end: read + end, words, opens: lineFeeds > 1 && !isLeadIn });
        lineFeeds = 0;
        isLeadIn = text[end - 1] === ':';
      }
      done = span.end;
    }
    const next = isEnd ? text.length : endOfSpace(text, done);
    lineFeeds += countLineFeeds(text, done, next);
    read += next;
    return sentences;
  };

  const finish = (parts: readonly Part[]): Division[] =>
    parts.map(({ start, end }) => ({ start, end, text: held.slice(start - base, end - base) }));

  const divide = (isEnd: boolean): Division[] => {
    const parts = [...open];
    for (const sentence of readSentences(isEnd)) {
      const last = parts.at(-1);
      if (last && joins(last, sentence)) parts[parts.length - 1] = joined(last, sentence);
      else parts.push(sentence);
    }
    open = isEnd ? [] : parts.slice(-2);
    const finished = finish(isEnd ? joinShortTail(parts) : parts.slice(0, -2));
    const kept = open[0]?.start ?? read;
    held = held.slice(kept - base);
    base = kept;
    return finished;
  };

  return {
    /** Returns the passages that are complete. */
    add: (text: string): readonly Division[] => {
      held += text;
      return base + held.length - read < WINDOW ? [] : divide(false);
    },
    /** Returns the rest; text that is added afterwards starts a new passage. */
    end: (): readonly Division[] => divide(true),
  };
};

const joined = (before: Part, next: Part): Part => ({
  start: before.start,
  end: next.end,
  words: before.words + next.words,
});

const fits = ({ start, end, words }: Part): boolean => words <= MAX_WORDS && end - start <= MAX_LENGTH;

/** Whether the next sentence belongs to the passage: it must fit, and a new paragraph starts a new passage once this one is long enough. */
const joins = (passage: Part, next: Sentence): boolean =>
  fits(joined(passage, next)) && (passage.words < MIN_WORDS || !next.opens);

const joinShortTail = (passages: readonly Part[]): readonly Part[] => {
  const tail = passages.at(-1);
  const before = passages.at(-2);
  if (!tail || !before || tail.words >= MIN_WORDS / 2) return passages;
  const whole = joined(before, tail);
  return fits(whole) ? [...passages.slice(0, -2), whole] : passages;
};

/** A sentence has a limited length but may still contain more words than a passage should. */
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

const countWords = (text: string, start: number, end: number): number =>
  text.slice(start, end).match(/\S+/g)?.length ?? 0;

/** Stops at `to`; otherwise a text without line feeds would be searched to its end for each sentence. */
const countLineFeeds = (text: string, from: number, to: number): number => text.slice(from, to).split('\n').length - 1;

const endOfSpace = (text: string, from: number): number =>
  from + (text.slice(from).length - text.slice(from).trimStart().length);
