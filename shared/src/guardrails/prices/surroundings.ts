import { sentencesOf } from '../../search/language/sentences.ts';
import type { Found } from '../../text/word-pattern.ts';

/** Where something stands in a text. */
export type Place = Pick<Found<unknown>, 'start' | 'end'>;

/** What kind of thing is said of an amount, told by the words around it. */
export type Surroundings = {
  /** Without "unfortunately". */
  readonly sentence: string;
  /** The part of the sentence that the amount is in. */
  readonly clause: string;
  /** What stands before the amount and behind it in the sentence. */
  readonly before: string;
  readonly behind: string;
};

const CLAUSE_END =
  /[;:!?]|[—–]|\s-\s|,\s*(?:но|а|зато|однако|поэтому|but|however|so|yet|and)(?![\p{L}])|\s(?:но|but)\s/iu;
const ASIDE =
  /(?:,\s?)?(?<!\p{L})(?:к сожалению|увы|извините|простите|unfortunately|sadly|regrettably|sorry|i['’]?m (?:afraid|sorry)(?: that)?)(?!\p{L}),?/giu;

/** In front of a place, and behind it: no sentence that a person writes is longer, and a text without an end costs no more. */
const MOST_AROUND = 400;

/** Tells what is around a place in a text. */
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
