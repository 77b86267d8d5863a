import { readWord } from '../read-word.ts';
import { latinLookalike } from '../split-words.ts';
import { stemWord } from '../stems/stem-word.ts';
import { jointTerm, numberTerm, type Reading, type Term } from '../term.ts';
import { gapBehind, numberAt, type ScannedText, shortTermAt, shortWordAt } from '../text-gap.ts';

const MAX_PARTS = 8;
const MAX_WORDS = 3;
/** Runs of more letters are words even next to a number, whatever their letters look like. */
const MAX_CODE_LETTERS = 3;
const JOINER = /^[-‐_]?$/;

/**
 * Reads words and numbers that are written as one, with or without hyphens: their parts and the whole without hyphens,
 * so that «бизнес-план» is also «бизнесплан», and "RTX-4090" is also "rtx4090". "iPhone15Pro" also gives "iphone15".
 */
export const readCompound = (scanned: ScannedText, at: number): Reading | undefined => {
  const next = endOfRun(scanned, at);
  const size = next - at;
  if (size < 2) return undefined;
  const parts: Term[] = [];
  for (let index = at; index < next; index++) parts.push(...termsAt(scanned, index));
  const wholes = wholesOf(scanned, { at, next, parts });
  return { terms: wholes.length > 0 ? parts.concat(wholes) : parts, next };
};

const endOfRun = (scanned: ScannedText, at: number): number => {
  let end = at + 1;
  while (end - at < MAX_PARTS && JOINER.test(gapBehind(scanned, end - 1) ?? ' ') && isCompoundable(scanned, end))
    end += 1;
  return end;
};

const isCompoundable = (scanned: ScannedText, at: number): boolean => scanned.tokens[at]?.kind !== 'phone';

const termsAt = (scanned: ScannedText, at: number): readonly Term[] => {
  const token = scanned.tokens[at];
  if (!token) return [];
  return token.kind === 'word' ? readWord(scanned.text.slice(token.start, token.end)) : [numberTerm(token.value)];
};

type Compound = { readonly at: number; readonly next: number; readonly parts: readonly Term[] };

const wholesOf = (scanned: ScannedText, { at, next, parts }: Compound): readonly Term[] => {
  const pieces: string[] = [];
  let numbers = 0;
  for (let index = at; index < next; index++) {
    const number = numberAt(scanned, index);
    if (number !== '') numbers += 1;
    pieces.push(number === '' ? codeWord(shortTermAt(scanned, index)) : number);
  }
  if (numbers === 0) return wholeWord(parts);
  if (numbers === pieces.length || pieces.includes('')) return [];
  const whole = jointTerm(pieces.join(''));
  return pieces.length === 2
    ? [whole]
    : [
        whole,
        ...pairs(pieces)
          .filter((code) => code !== whole.word)
          .map(jointTerm),
      ];
};

/** «по-русски» and "up-to-date" are not terms of their own; "e-mail" is. */
const wholeWord = (parts: readonly Term[]): Term[] => {
  if (parts.length < 2 || parts.length > MAX_WORDS || parts.some(({ word, stop }) => stop && word.length > 1))
    return [];
  const word = parts.map((part) => part.word).join('');
  return [spellingTerm(word)];
};

/** Returns each name joined with the number directly after it: "iphone15" from "iphone15pro". */
const pairs = (pieces: readonly string[]): string[] => {
  const found: string[] = [];
  for (const [at, piece] of pieces.entries()) {
    const pair = piece + (pieces[at + 1] ?? '');
    const isPair = !startsWithDigit(piece) && startsWithDigit(pieces[at + 1]) && !startsWithDigit(pieces[at - 1]);
    if (isPair && !found.includes(pair)) found.push(pair);
  }
  return found;
};

const startsWithDigit = (piece = ''): boolean => {
  const code = piece.charCodeAt(0);
  return code >= 0x30 && code <= 0x39;
};

/** The Cyrillic «А» in «А4» is read as the Latin letter. */
const codeWord = (term: Term | undefined): string => {
  const stem = term?.stem ?? '';
  return stem.length <= MAX_CODE_LETTERS ? (latinLookalike(stem) ?? stem) : stem;
};

const MAX_NUMBER_LENGTH = 5;

/** Joins a number to the word before it: "iphone15" from "iPhone 15". */
export const wordBeforeNumber = (scanned: ScannedText, at: number): Term[] => {
  const number = numberAt(scanned, at);
  const gap = gapBehind(scanned, at - 1) ?? '';
  if (!/^[ ]$/.test(gap) || number.length > MAX_NUMBER_LENGTH || number.includes('.')) return [];
  const term = shortTermAt(scanned, at - 1);
  return !term || term.stop ? [] : [jointTerm(codeWord(term) + number)];
};

const isLatin = (word: string): boolean => /^[a-z]+$/.test(word);

/** Reads "c++", "c#" (however the C is typed) and ".net". */
export const signedName = (scanned: ScannedText, at: number): Term[] => {
  const { text, tokens } = scanned;
  const { start = 0, end = 0 } = tokens[at] ?? {};
  const word = shortWordAt(scanned, at);
  const name = latinLookalike(word) ?? word;
  const sign = text.startsWith('++', end) ? '++' : text.charAt(end) === '#' ? '#' : '';
  if (sign !== '' && name.length <= 2 && isLatin(name)) return [jointTerm(name + sign)];
  return word === 'net' && text.charAt(start - 1) === '.' ? [jointTerm('.net')] : [];
};

/** Names that are also written as two words, by their first word. */
const spacedNames: ReadonlyMap<string, string> = new Map([
  ['wi', 'fi'],
  ['вай', 'фай'],
  ['e', 'mail'],
]);

const LONGEST_OPENING = 3;

/** Whether a term may be the first half of such a name. */
export const opensName = (term: Term | undefined): boolean =>
  term !== undefined && term.word.length <= LONGEST_OPENING && spacedNames.has(term.word);

/** Returns "wifi" for "Wi Fi". */
export const spacedName = (scanned: ScannedText, at: number): Term[] => {
  const first = shortWordAt(scanned, at);
  const second = spacedNames.get(first);
  if (second === undefined || gapBehind(scanned, at) !== ' ' || shortWordAt(scanned, at + 1) !== second) return [];
  return [spellingTerm(first + second)];
};

const spellingTerm = (word: string): Term => ({ word, stem: stemWord(word), stop: false, joint: 'spelling' });
