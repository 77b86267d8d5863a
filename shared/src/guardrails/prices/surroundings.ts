import { sentencesOf } from '../../search/language/sentences.ts';
import type { Found } from '../../text/word-pattern.ts';

/** A range of offsets in a text. */
export type Place = Pick<Found<unknown>, 'start' | 'end'>;

/** The text around an amount, which shows what kind of amount it is. */
export type Surroundings = {
  /** The sentence, without "unfortunately". */
  readonly sentence: string;
  /** The part of the sentence that contains the amount. */
  readonly clause: string;
  /** The parts of the sentence before and after the amount. */
  readonly before: string;
  readonly behind: string;
};

const CLAUSE_END =
  /[;:!?]|[—–]|\s-\s|,\s*(?:но|а|зато|однако|поэтому|but|however|so|yet|and)(?![\p{L}])|\s(?:но|but)\s/iu;
const ASIDE =
  /(?:,\s?)?(?<!\p{L})(?:к сожалению|увы|извините|простите|unfortunately|sadly|regrettably|sorry|i['’]?m (?:afraid|sorry)(?: that)?)(?!\p{L}),?/giu;

/**
 * The number of characters considered before and after a place. People write no longer sentences, and it bounds the
 * cost of a text without sentence ends.
 */
const MOST_AROUND = 400;

/** Returns a function that gives the surroundings of a place in the text. */
export const surroundingsIn = (text: string): ((place: Place) => Surroundings) => {
  const sentences = sentencesOf(text);
  return ({ start, end }) => {
    const from = Math.max(start - MOST_AROUND, sentences.findLast((sentence) => sentence.start <= start)?.start ?? 0);
    const to = Math.min(end + MOST_AROUND, sentences.find((sentence) => sentence.end >= end)?.end ?? text.length);
    const plain = text.slice(from, to).replace(ASIDE, (aside) => ' '.repeat(aside.length));
    const before = plain.slice(0, start - from);
    const behind = plain.slice(end - from);
    const clause = `${before.split(CLAUSE_END).at(-1) ?? ''}${plain.slice(start - from, end - from)}${behind.split(CLAUSE_END)[0] ?? ''}`;
    return { sentence: plain, clause, before, behind };
  };
};
