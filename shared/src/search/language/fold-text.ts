const TYPOGRAPHIC = /[№…\u00a0\u2009\u202f]/g;
const PLAIN = /[\t\n\r -~А-яЁё«»„“”‘’–—−·•×₽€£°]/;

/**
 * Characters that stand for themselves (2), that only need a typist's equivalent (1), and that need Unicode
 * normalization (0).
 */
const kinds = Uint8Array.from({ length: 0x2200 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (PLAIN.test(character)) return 2;
  return character.search(TYPOGRAPHIC) < 0 ? 0 : 1;
});

const leastKind = (text: string): number => {
  let least = 2;
  for (let at = 0; at < text.length && least > 0; at++) least = Math.min(least, kinds[text.charCodeAt(at)] ?? 0);
  return least;
};

const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;
/**
 * Signs that Unicode expands to numbers and more, such as ½ and ⑽. A run longer than people write is ignored beyond its
 * beginning, because each sign would become several terms.
 */
const SPELLED_SIGNS = '[\\u00bc-\\u00be\\u2150-\\u215f\\u2189\\u2474-\\u24b5\\u3200-\\u33ff]';
const LONG_RUN_OF_SIGNS = new RegExp(`(${SPELLED_SIGNS}(?: ?${SPELLED_SIGNS}){31})(?: ?${SPELLED_SIGNS})+`, 'g');

/** These signs would become letters that run into the preceding word. */
const SIGNS = /[№™℠]/g;
const STRESS_MARKS = /[\u0300\u0301]/g;
const ACCENTED_LATIN = /[\u00c0-\u024f\u1e00-\u1eff]+/g;
const COMBINING_MARKS = /\p{M}/gu;

/**
 * Returns the text with each character in the form used for analysis: NFKC, without invisible characters, stress marks
 * and Latin accents. Case is kept. Fast if nothing needs to change. Never throws.
 */
export const normalizeCharacters = (text: string): string => {
  const least = leastKind(text);
  if (least === 2) return text;
  if (least === 1) return text.replace(TYPOGRAPHIC, typed);
  return text
    .replace(INVISIBLE, '')
    .replace(SIGNS, '·')
    .replace(LONG_RUN_OF_SIGNS, '$1')
    .normalize('NFKC')
    .replace(STRESS_MARKS, '')
    .replace(ACCENTED_LATIN, (letters) => letters.normalize('NFD').replace(COMBINING_MARKS, ''));
};

const typed = (sign: string): string => {
  if (sign === '№') return '·';
  return sign === '…' ? '...' : ' ';
};

/**
 * Returns the form in which words are compared: normalized characters in lower case, with ё as е. й is kept. Never
 * throws.
 */
export const foldText = (text: string): string => normalizeCharacters(text).toLowerCase().replaceAll('ё', 'е');
