import { foldText } from '../../search/language/fold-text.ts';
import { isQuestion } from '../asking.ts';

/** A sentence as folded words and punctuation marks. */
export type Clauses = {
  readonly tokens: readonly string[];
  /** The number of the comma-separated part that a token belongs to. */
  readonly partOf: readonly number[];
  /** It is worded as a question or ends with a question mark. */
  readonly asks: boolean;
};

const TOKEN = /[\p{L}\p{N}]+(?:['’:.-][\p{L}\p{N}]+)*|[,;:?!.…—–()]/gu;
const BREAK = /^[,;:.…—–()?!]$/u;

/** Splits a sentence into parts. */
export const clausesOf = (sentence: string): Clauses => {
  const tokens: readonly string[] = foldText(sentence).replaceAll('’', "'").match(TOKEN) ?? [];
  let part = 0;
  const partOf = tokens.map((token) => (BREAK.test(token) ? part++ : part));
  return { tokens, partOf, asks: isQuestion(sentence) };
};

/** Returns the words of the part in which the token stands. */
export const partAround = ({ tokens, partOf }: Clauses, at: number): readonly string[] =>
  tokens.filter((_, place) => partOf[place] === partOf[at]);
