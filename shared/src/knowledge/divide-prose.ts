import { type Span, splitSentences } from '../search/language/split-sentences.ts';

const MIN_WORDS = 60;
const MAX_WORDS = 150;
const MAX_LENGTH = 4000;
/** Text is searched for sentences when so much of it has come together. */
const WINDOW = 65_536;
/** What follows may still change a sentence that ends so close to the end of what is known. */
const UNSETTLED = 1200;

/** A passage of a text, with its place in that. */
export type Division = Span & { readonly text: string };

/** Words are counted once: counting a passage anew for each of its sentences takes the square of their number. */
type Part = Span & { readonly words: number };

/** `opens`: it begins a paragraph. */
type Sentence = Part & { readonly opens: boolean };

/**
 * Divides a text that arrives in parts into passages of about 60 to 150 words, cut between paragraphs where possible, else between sentences, else
 * between words. Together they hold everything but the space between them. Holds a window of the text, whatever its length.
 */
export const createProseDivider = () => {
  let held = '';
  /** Where `held` begins, and where the sentences begin that have not been read yet. */
  let base = 0;
  let read = 0;
  /** The last two passages may still grow. */
  let open: readonly Part[] = [];
  /** Line feeds since the last sentence. */
  let lineFeeds = 0;

  /** The sentences that nothing can change any more; all of them at the end. */
  const readSentences = (isEnd: boolean): readonly Sentence[] => {
    const text = held.slice(read - base);
    const sentences: Sentence[] = [];
    let done = 0;
    for (const span of splitSentences(text)) {
      if (!isEnd && span.end > text.length - UNSETTLED) break;
      lineFeeds += countLineFeeds(text, done, span.start);
      for (const { start, end } of splitLong(text, span)) {
        const words = countWords(text, start, end);
        sentences.push({ start: read + start, end: read + end, words, opens: lineFeeds > 1 });
        lineFeeds = 0;
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
    /** Passages that are finished by now. */
    add: (text: string): readonly Division[] => {
      held += text;
      return base + held.length - read < WINDOW ? [] : divide(false);
    },
    /** The rest; whatever is added afterwards begins anew behind it. */
    end: (): readonly Division[] => divide(true),
  };
};

const joined = (before: Part, next: Part): Part => ({
  start: before.start,
  end: next.end,
  words: before.words + next.words,
});

const fits = ({ start, end, words }: Part): boolean => words <= MAX_WORDS && end - start <= MAX_LENGTH;

/** Whether the next sentence still belongs to the passage: it must fit, and a new paragraph begins a new passage once this one is long enough. */
const joins = (passage: Part, next: Sentence): boolean =>
  fits(joined(passage, next)) && (passage.words < MIN_WORDS || !next.opens);

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

const countWords = (text: string, start: number, end: number): number =>
  text.slice(start, end).match(/\S+/g)?.length ?? 0;

/** Looks at nothing behind `to`: a text without line feeds would otherwise be searched to its end for each sentence. */
const countLineFeeds = (text: string, from: number, to: number): number => text.slice(from, to).split('\n').length - 1;

const endOfSpace = (text: string, from: number): number =>
  from + (text.slice(from).length - text.slice(from).trimStart().length);
