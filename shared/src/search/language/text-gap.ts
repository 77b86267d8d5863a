import { readWord } from './read-word.ts';
import type { Token } from './scan-tokens.ts';
import type { Term } from './term.ts';

/** A text with its tokens. */
export type ScannedText = { readonly text: string; readonly tokens: readonly Token[] };

const MAX_GAP = 3;

/**
 * Returns the characters between a token and the next; undefined after the last token, or if there are more than three.
 */
export const gapBehind = ({ text, tokens }: ScannedText, at: number): string | undefined => {
  const token = tokens[at];
  const next = tokens[at + 1];
  if (!token || !next || next.start - token.end > MAX_GAP) return undefined;
  return text.slice(token.end, next.start);
};

const MAX_SHORT_WORD = 24;

/** Returns the term of the word at a token; undefined for a number, a long word, or no token. */
export const shortTermAt = ({ text, tokens }: ScannedText, at: number): Term | undefined => {
  const token = tokens[at];
  if (token?.kind !== 'word' || token.end - token.start > MAX_SHORT_WORD) return undefined;
  return readWord(text.slice(token.start, token.end))[0];
};

/** Returns the folded word at a token; empty where `shortTermAt` returns undefined. */
export const shortWordAt = (scanned: ScannedText, at: number): string => shortTermAt(scanned, at)?.word ?? '';

/** Returns the number at a token; empty if there is none. */
export const numberAt = ({ tokens }: ScannedText, at: number): string => {
  const token = tokens[at];
  return token?.kind === 'number' ? token.value : '';
};
