import { foldText } from '../fold-text.ts';
import { readWord } from '../read-word.ts';
import { matchAt } from '../scan-tokens.ts';
import { phoneParts } from '../split-words.ts';
import { jointTerm, numberTerm, type Reading, type Term } from '../term.ts';
import type { ScannedText } from '../text-gap.ts';

const MAX_LENGTH = 64;
const SPACE = 0x20;

const EMAIL = /[\p{L}\d][\p{L}\d.+_-]{0,63}@[\p{L}\d][\p{L}\d-]{0,62}(?:\.[\p{L}\d-]{1,63}){1,4}/uy;
const URL_WITH_SCHEME =
  /(?:https?:\/\/(?:www\.)?|www\.)[\p{L}\d][\p{L}\d.-]{0,100}(?::\d{2,5})?(?:\/[^\s<>"«»]{0,200})?/iuy;
const BARE_DOMAIN =
  /[a-z\d][a-z\d-]{0,62}(?:\.[a-z\d-]{1,63}){0,3}\.[a-z]{2,18}(?![\p{L}\d@])(?:\/[^\s<>"«»]{0,200})?/iuy;
const CYRILLIC_DOMAIN = /[а-яё\d][а-яё\d-]{0,62}\.(?:рф|рус)(?!\p{L})(?:\/[^\s<>"«»]{0,200})?/iuy;

/**
 * Reads an e-mail address, a link or a name with a dot such as "node.js": its parts, the whole, and for a link its
 * domain.
 */
export const readAddress = (scanned: ScannedText, at: number): Reading | undefined => {
  const { start = 0, end = 0 } = scanned.tokens[at] ?? {};
  // An address always continues after its first word or number.
  if (end === scanned.text.length || scanned.text.charCodeAt(end) === SPACE) return undefined;
  const found = [EMAIL, URL_WITH_SCHEME, BARE_DOMAIN, CYRILLIC_DOMAIN]
    .map((pattern) => matchAt(pattern, scanned.text, start))
    .find((match) => match !== undefined);
  if (found === undefined) return undefined;
  const address = found.replace(/(?<![.,;:!?)\]/-])[.,;:!?)\]/-]+$/, '');
  const next = firstFrom(scanned, at, start + address.length);
  const parts = scanned.tokens.slice(at, next).flatMap((token) => partsOf(scanned.text, token));
  return { terms: [...parts, ...wholes(address)], next };
};

const firstFrom = ({ tokens }: ScannedText, at: number, end: number): number => {
  let next = at;
  while (next < tokens.length && (tokens[next]?.start ?? end) < end) next += 1;
  return next;
};

const partsOf = (text: string, { start, end, kind, value }: ScannedText['tokens'][number]): readonly Term[] => {
  if (kind === 'word') return readWord(text.slice(start, end));
  return kind === 'number' ? [numberTerm(value)] : phoneParts(text.slice(start, end)).map(numberTerm);
};

const wholes = (address: string): Term[] => {
  const bare = foldText(address).replace(/^(?:https?:\/\/)?(?:www\.)?/, '');
  const [domain = ''] = bare.split('/');
  return [...new Set([bare, domain])]
    .filter((whole) => whole.includes('.'))
    .map((whole) => jointTerm(whole.slice(0, MAX_LENGTH)));
};
