import { normalizeCharacters } from './fold-text.ts';
import { readWord } from './read-word.ts';
import { scanTokens, type Token } from './scan-tokens.ts';
import { phoneParts } from './split-words.ts';
import { jointTerm, numberTerm, type Reading, type Term } from './term.ts';
import type { ScannedText } from './text-gap.ts';
import { readAddress } from './values/read-address.ts';
import { opensName, readCompound, signedName, spacedName, wordBeforeNumber } from './values/read-compound.ts';
import { isOrdinalEnding, readDate } from './values/read-date.ts';
import { readQuantity } from './values/read-quantity.ts';
import { readTime } from './values/read-time.ts';

export type { Term } from './term.ts';

/**
 * Returns all terms of a text in order, with stop words and joint terms marked. Without the joint terms, what remains
 * is each word once. Linear in the length of the text. Never throws, whatever the input.
 */
export const analyzeText = (text: string): Term[] => {
  const normal = normalizeCharacters(text);
  const scanned = { text: normal, tokens: scanTokens(normal) };
  const terms: Term[] = [];
  let at = 0;
  for (let token = scanned.tokens[0]; token; token = scanned.tokens[at]) {
    if (token.kind === 'word' && !isBound(scanned, at, token)) {
      pushAll(terms, readWord(normal.slice(token.start, token.end)));
      if (opensName(terms.at(-1))) pushAll(terms, spacedName(scanned, at));
      at += 1;
    } else {
      const reading = readBound(scanned, at, token);
      pushAll(terms, reading.terms);
      at = reading.next;
    }
  }
  return terms;
};

const pushAll = (terms: Term[], added: readonly Term[]): void => {
  for (let at = 0; at < added.length; at++) {
    const term = added[at];
    if (term) terms.push(term);
  }
};

const BINDERS = new Uint8Array(0x80);
for (const sign of '-_.@:+#0123456789') BINDERS[sign.charCodeAt(0)] = 1;
const SPACE = 0x20;
const DOT = 0x2e;
const TYPED_HYPHEN = 0x2010;

/** Whether a word may form one thing with adjacent characters. For nearly all words a glance or two decides. */
const isBound = ({ text, tokens }: ScannedText, at: number, { start, end }: Token): boolean => {
  if (start > 0 && text.charCodeAt(start - 1) === DOT) return true;
  if (end === text.length) return false;
  const behind = text.charCodeAt(end);
  if (behind === SPACE || (BINDERS[behind] !== 1 && behind !== TYPED_HYPHEN)) return false;
  return behind !== DOT || tokens[at + 1]?.start === end + 1;
};

const readBound = (scanned: ScannedText, at: number, token: Token): Reading => {
  if (token.kind === 'phone') return readPhone(scanned.text, at, token);
  if (token.kind === 'word')
    return readAddress(scanned, at) ?? readCompound(scanned, at) ?? readSignedWord(scanned, at, token);
  return (
    readDate(scanned, at) ??
    readTime(scanned, at) ??
    readQuantity(scanned, at) ??
    readOrdinal(scanned, at) ??
    readAddress(scanned, at) ??
    readNumber(scanned, at)
  );
};

const readPhone = (text: string, at: number, { start, end, value }: Token): Reading => {
  const parts = phoneParts(text.slice(start, end)).map(numberTerm);
  return { terms: parts.length === 1 ? [numberTerm(value)] : [...parts, jointTerm(value)], next: at + 1 };
};

const readSignedWord = (scanned: ScannedText, at: number, { start, end }: Token): Reading => ({
  terms: [...readWord(scanned.text.slice(start, end)), ...signedName(scanned, at)],
  next: at + 1,
});

const readOrdinal = (scanned: ScannedText, at: number): Reading | undefined =>
  isOrdinalEnding(scanned, at) ? { terms: [numberTerm(scanned.tokens[at]?.value ?? '')], next: at + 2 } : undefined;

const readNumber = (scanned: ScannedText, at: number): Reading => {
  const { terms, next } = readCompound(scanned, at) ?? {
    terms: [numberTerm(scanned.tokens[at]?.value ?? '')],
    next: at + 1,
  };
  return { terms: [...terms, ...wordBeforeNumber(scanned, at)], next };
};

/** Returns the stems without stop words, in order: the input of a peer engine in an evaluation. */
export const contentStems = (text: string): string[] =>
  analyzeText(text)
    .filter((term) => !term.stop && term.joint !== 'spelling')
    .map((term) => term.stem);
