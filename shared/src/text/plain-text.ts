import { digitsForLetters, inOneAlphabet } from './lookalikes.ts';
import { plainMarkdown } from './plain-markdown.ts';

/** Zero-width, direction and filler characters, variation selectors, and the combining keycap. */
const INVISIBLE = /\p{Cf}|\u034f|\u115f|\u1160|[\u180b-\u180d]|\u180f|\u20e3|\u3164|[\ufe00-\ufe0f]|\uffa0/gu;
/** Combining marks on letters of languages that do not use them, or on digits. */
const MARKS = /(?<=[\p{Script=Latin}\p{Script=Cyrillic}\d])\p{Mn}+/gu;
const DIGIT = /[^\P{Nd}0-9]/gu;
const DINGBAT = /[❶-❿➀-➉➊-➓⓿]/gu;

/**
 * Normalizes a text to the plain characters that a person reads: NFKC; no invisible characters; no Markdown or HTML
 * markup; digits of all scripts as 0 to 9; each word in one alphabet; letters that stand for digits replaced; s p a c e
 * d letters joined; "evil[.]com" and «точка com» with a dot. Linear in the length of the text. Never throws.
 */
export const plainText = (written: string): string =>
  joinSpaced(
    plainDots(
      digitsForLetters(
        inOneAlphabet(
          plainMarkdown(
            decodeEntities(written)
              .replace(INVISIBLE, '')
              .replace(DINGBAT, dingbatDigit)
              .normalize('NFKC')
              .replace(MARKS, '')
              .replace(DIGIT, asciiDigit),
          ),
        ),
      ),
    ),
  );

const named: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  period: '.',
  commat: '@',
};

const decodeEntities = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]{2,8}));/giu, (all, decimal, hex, name) => {
        if (name !== undefined) return named[String(name).toLowerCase()] ?? all;
        const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
        return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? all : String.fromCodePoint(code);
      })
    : text;

const zeros = new Map<number, number>();

/** The digits of each script are ten consecutive code points. */
const asciiDigit = (digit: string): string => {
  const code = digit.codePointAt(0) ?? 0;
  let zero = zeros.get(code) ?? code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  zeros.set(code, zero);
  return String((code - zero) % 10);
};

const dingbatDigit = (digit: string): string => {
  const code = digit.codePointAt(0) ?? 0;
  return code === 0x24ff ? '0' : String(((code - 0x2776) % 10) + 1);
};

/** Russian spellings of common top-level domains. */
const spelledOut: Readonly<Record<string, string>> = {
  ком: 'com',
  ру: 'ru',
  орг: 'org',
  нет: 'net',
  про: 'pro',
  инфо: 'info',
  ио: 'io',
  ми: 'me',
};
const ENDS = `com|net|org|ru|su|рф|io|me|info|biz|pro|shop|store|site|online|xyz|top|club|app|dev|co|uk|de|eu|us|by|kz|ua|cc|tv|ly|to|live|link|page|pay|vip|example|${Object.keys(spelledOut).join('|')}`;
const BRACKETED_DOT = /\s?[[({<]\s?(?:\.|dot|точка|d0t)\s?[\])}>]\s?/giu;
const BRACKETED_AT = /\s?[[({<]\s?(?:@|at|собака|собачка|эт)\s?[\])}>]\s?/giu;
const SPOKEN_DOT = new RegExp(`(?<=[\\p{L}\\p{N}])\\s(?:dot|точка)\\s(?=(?:${ENDS})(?![\\p{L}\\p{N}]))`, 'giu');
const SPACED_DOT =
  /(?<=[\p{L}\p{N}])(?:\s\.\s?|\.\s)(?=(?:com|net|org|ru|su|io|info|biz|pro|shop|site|online|xyz|top)(?![\p{L}\p{N}]))/gu;
const SPOKEN_AT = new RegExp(
  `(?<=[a-z0-9_.-])\\s(?:(?:собака|собачка)\\s(?=[a-z0-9])|at\\s(?=[a-z0-9-]{1,63}\\s(?:dot|точка)\\s(?:${ENDS})(?![\\p{L}\\p{N}])))`,
  'giu',
);
const SPELLED_OUT_END = new RegExp(
  `(?<=[\\p{L}\\p{N}]\\.)(?:${Object.keys(spelledOut).join('|')})(?![\\p{L}\\p{N}])`,
  'giu',
);

const plainDots = (text: string): string =>
  text
    .replace(/(?<![a-z])hxxps?\s?(?:\[:\]|:)\s?\/\s?\/\s?/giu, 'https://')
    .replace(BRACKETED_DOT, '.')
    .replace(BRACKETED_AT, '@')
    .replace(SPOKEN_AT, '@')
    .replace(SPOKEN_DOT, '.')
    .replace(SPACED_DOT, '.')
    .replace(SPELLED_OUT_END, (end) => spelledOut[end.toLowerCase()] ?? end);

/**
 * At least five letters, digits or dots with single spaces between them. `SPACED_DIGITS` below joins three digits or
 * more.
 */
const SPACED_LETTERS = /(?<![^\s([«"])(?:[\p{L}\p{N}.@:/_-] ){4,200}[\p{L}\p{N}](?![^\s.,;:!?)\]»"])/gu;
const SPACED_DIGITS = /(?<![\d.,] ?)\d(?: \d){2,30}(?!\d)(?! ?\d)/g;

const joinSpaced = (text: string): string =>
  text
    .replace(SPACED_DIGITS, (found) => found.replaceAll(' ', ''))
    .replace(SPACED_LETTERS, (found) => (/\p{L}/u.test(found) ? found.replaceAll(' ', '') : found));
