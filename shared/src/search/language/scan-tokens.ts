/** A word (a run of letters), a number or a phone number at `start..end` of a text. */
export type Token = {
  readonly start: number;
  readonly end: number;
  readonly kind: 'word' | 'number' | 'phone';
  /**
   * The number in comparable form ("10 000" is "10000", "1,5" is "1.5"), or all digits of a phone number; empty for a
   * word.
   */
  readonly value: string;
};

const MAX_NUMBER_LENGTH = 64;

const OTHER = 1;
const LETTER = 2;
const DIGIT = 3;
const MARK = 4;

/** The class of each UTF-16 code unit, determined on its first occurrence; 0 until then. */
const kinds = new Uint8Array(0x10000);

const classify = (character: string): number => {
  if (/[0-9]/.test(character)) return DIGIT;
  if (/[\p{L}\p{N}]/u.test(character)) return LETTER;
  return /\p{M}/u.test(character) ? MARK : OTHER;
};

const kindAt = (text: string, at: number): number => {
  const code = text.charCodeAt(at);
  const known = kinds[code] ?? 0;
  if (known !== 0) return known;
  // A lone surrogate cannot be classified by itself.
  if (code >= 0xd800 && code <= 0xdfff) return classify(String.fromCodePoint(text.codePointAt(at) ?? 0));
  const kind = classify(String.fromCharCode(code));
  kinds[code] = kind;
  return kind;
};

/** A longer run without a space is encoded data, such as an inline image; its beginning is enough to find it again. */
const MAX_RUN = 256;
const RUN_HEAD = 64;

const RUN_SIGNS = new Uint8Array(0x80);
for (const range of ['09', 'AZ', 'az', '++', '//', '--', '__']) {
  RUN_SIGNS.fill(1, range.charCodeAt(0), range.charCodeAt(1) + 1);
}

/** Returns the offset after the character and after all following characters of base64 and similar encodings. */
const endOfRun = (text: string, start: number): number => {
  let at = start + 1;
  while (RUN_SIGNS[text.charCodeAt(at)] === 1) at += 1;
  return at;
};

/** Returns the words and numbers of a normalized text in order, in linear time. Never throws. */
export const scanTokens = (text: string): Token[] => {
  const tokens: Token[] = [];
  let at = 0;
  let run = { start: 0, end: 0 };
  while (at < text.length) {
    const kind = kindAt(text, at);
    if (kind !== OTHER && at >= run.end) run = { start: at, end: endOfRun(text, at) };
    if (at < run.end && at - run.start >= RUN_HEAD && run.end - run.start > MAX_RUN) {
      at = run.end;
    } else if (kind === LETTER) {
      const end = endOfWord(text, at);
      tokens.push({ start: at, end, kind: 'word', value: '' });
      at = end;
    } else if (kind === DIGIT) {
      at = pushNumber(text, at, tokens);
    } else {
      at += 1;
    }
  }
  return tokens;
};

/** A word has letters with combining marks and may contain one apostrophe: "don't", «об'єкт». */
const endOfWord = (text: string, start: number): number => {
  const end = endOfLetters(text, start);
  const code = text.charCodeAt(end);
  if (code !== 0x27 && code !== 0x2019) return end;
  return end + 1 < text.length && kindAt(text, end + 1) === LETTER ? endOfLetters(text, end + 1) : end;
};

const endOfLetters = (text: string, start: number): number => {
  let at = start;
  while (at < text.length) {
    const kind = kindAt(text, at);
    if (kind !== LETTER && kind !== MARK) break;
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return at;
};

const endOfDigits = (text: string, start: number): number => {
  let at = start;
  while (isDigit(text, at)) at += 1;
  return at;
};

const isDigit = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
};

/** Adds the number that begins here, or the three numbers of a date, and returns its end. */
const pushNumber = (text: string, start: number, tokens: Token[]): number => {
  const phone = phoneAt(text, start);
  if (phone) {
    tokens.push(phone);
    return phone.end;
  }
  const whole = endOfDigits(text, start);
  const grouped = endOfGroups(text, start, whole);
  const end = grouped > whole ? endOfDecimals(text, grouped) : endOfPlainNumber(text, start, whole);
  const found = text.slice(start, Math.min(end, start + MAX_NUMBER_LENGTH));
  const isDotted = found.includes('.');
  if (isDotted && DOTTED_DATE.test(found)) {
    for (const { 0: part, index } of found.matchAll(/\d+/g)) {
      tokens.push({ start: start + index, end: start + index + part.length, kind: 'number', value: part });
    }
    return end;
  }
  const value = grouped > whole ? groupedValue(text, start, { grouped, end }) : found.replace(',', '.');
  const isWhole = value.endsWith('.00');
  tokens.push({ start, end, kind: 'number', value: isWhole ? value.replace(/^(\d+)\.00$/, '$1') : value });
  return end;
};

const DOTTED_DATE =
  /^(?:(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?:19|20)\d\d|(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.\d\d|(?:19|20)\d\d\.(?:0[1-9]|1[0-2])\.(?:0[1-9]|[12]\d|3[01]))$/;

// Matches a memory size after a model number: "iPhone 15 128 GB".
const MEMORY = / ?(?:[гтмк]б|[gtmk]b)(?!\p{L})/iuy;

/**
 * Returns the end of "10 000", "1,500,000" or "1.500,00" before the decimals, or `whole` when there are no groups of
 * three.
 */
const endOfGroups = (text: string, start: number, whole: number): number => {
  const separator = text.charAt(whole);
  if (whole - start > 3 || text.charAt(start) === '0' || !/[ ,.]/.test(separator)) return whole;
  let end = whole;
  while (text.charAt(end) === separator && endOfDigits(text, end + 1) === end + 4) end += 4;
  if (end === whole + 4 && separator !== ',' && matchAt(MEMORY, text, end)) return whole;
  const next = text.charAt(end);
  const goesOn = isDigit(text, end + 1);
  if (separator === '.') return next === ',' && goesOn ? end : whole;
  return next === separator && separator === ',' && goesOn ? whole : end;
};

const endOfDecimals = (text: string, end: number): number =>
  /[.,]/.test(text.charAt(end)) ? Math.max(end, decimalsFrom(text, end)) : end;

/** "1,5", "1.5", "1.2.3" and "192.168.0.1" are one number; "1,2,3" is three. */
const endOfPlainNumber = (text: string, start: number, whole: number): number => {
  if (text.charAt(whole) === ',') {
    const end = decimalsFrom(text, whole);
    if (text.charAt(start - 1) === ',' && isDigit(text, start - 2)) return whole;
    return text.charAt(end) === ',' && isDigit(text, end + 1) ? whole : end;
  }
  let end = whole;
  while (text.charAt(end) === '.' && isDigit(text, end + 1)) end = endOfDigits(text, end + 1);
  return end;
};

const decimalsFrom = (text: string, separator: number): number =>
  isDigit(text, separator + 1) ? endOfDigits(text, separator + 1) : separator;

const groupedValue = (text: string, start: number, { grouped, end }: { grouped: number; end: number }): string => {
  const whole = text.slice(start, Math.min(grouped, start + MAX_NUMBER_LENGTH)).replace(/\D/g, '');
  return end > grouped ? `${whole}.${text.slice(grouped + 1, Math.min(end, grouped + MAX_NUMBER_LENGTH))}` : whole;
};

// Groups of digits as written in Russia and North America, and any number after a plus sign.
const NATIONAL_PHONE = /(?:\+?\d{1,3}[ -]?)?\(?\d{3}\)?[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}(?!\d)/y;
const INTERNATIONAL_PHONE = /\+\d{1,3}(?:[ -]?\(?\d{1,4}\)?){2,5}(?!\d)/y;

/** Reads the phone number that begins at the digit or just before it. All Russian numbers are made to begin with 7. */
const phoneAt = (text: string, start: number): Token | undefined => {
  const before = text.charAt(start - 1);
  const first = text.charAt(start);
  if (before !== '+' && before !== '(' && first !== '7' && first !== '8') return undefined;
  const from = before === '+' || before === '(' ? start - 1 : start;
  const found =
    matchAt(NATIONAL_PHONE, text, from) ?? (before === '+' ? matchAt(INTERNATIONAL_PHONE, text, from) : undefined);
  const digits = found?.replace(/\D/g, '') ?? '';
  if (!found || !isPhone(found, digits)) return undefined;
  const value = digits.length === 10 ? `7${digits}` : digits.replace(/^8(?=\d{10}$)/, '7');
  return { start, end: from + found.length, kind: 'phone', value };
};

const isPhone = (found: string, digits: string): boolean => {
  if (found.startsWith('+')) return digits.length >= 9 && digits.length <= 15;
  return found.startsWith('(') ? digits.length === 10 : /^[78]\d{10}$/.test(digits);
};

/** Returns the match of a sticky pattern at an offset. */
export const matchAt = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
};
