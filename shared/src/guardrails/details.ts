import { foldText } from '../search/language/fold-text.ts';
import { stemWord } from '../search/language/stems/stem-word.ts';
import { readAmounts } from '../search/language/values/read-amounts.ts';
import { withSpokenDigits } from './spoken-digits.ts';

/** A contact or payment detail in its normalized form. */
export type Detail = {
  readonly kind: 'number' | 'code' | 'email' | 'handle' | 'address';
  readonly value: string;
  readonly words: string;
};

type Form = {
  readonly kind: Exclude<Detail['kind'], 'number' | 'address'>;
  readonly pattern: RegExp;
  /** Returns undefined when the match only looks like such a detail. */
  read(match: RegExpExecArray): string | undefined;
};

const plainName = (name: string): string => name.toLowerCase().replace(/\.{1,5}$/, '');

/** Forms of details in the order of the search: text matched by one is not matched by a later one. */
const forms: readonly Form[] = [
  {
    kind: 'email',
    pattern: /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@[\p{L}\p{N}][\p{L}\p{N}.-]{1,250}/gu,
    read: ([words]) => words.toLowerCase().replace(/[.-]{1,5}$/, ''),
  },
  {
    // IBAN: https://www.iso.org/standard/81090.html
    kind: 'code',
    pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/g,
    read: ([words]) => {
      const value = words.replaceAll(' ', '');
      return value.length >= 15 && value.replace(/\D/g, '').length >= 8 ? value : undefined;
    },
  },
  {
    // A wallet address: hexadecimal, bech32, TON or base 58.
    kind: 'code',
    pattern:
      /(?<![A-Za-z0-9/.@_-])(?:0x[0-9a-fA-F]{40}|bc1[a-z0-9]{20,60}|(?:EQ|UQ)[A-Za-z0-9_-]{46}|[A-Za-z0-9]{26,64})(?![A-Za-z0-9/_-])/g,
    read: ([words]) =>
      /^(?:0x|bc1)/.test(words) || (/\d/.test(words) && /[A-Z]/.test(words) && /[a-z]/.test(words)) ? words : undefined,
  },
  {
    kind: 'handle',
    pattern:
      /(?<!\p{L})(?:telegram|телеграм\p{L}{0,3}|телега|тг|tg|instagram|инстаграм\p{L}{0,2}|инста|whats ?app|в[ао]тсап\p{L}?|skype|скайп\p{L}?|discord|дискорд\p{L}?|signal|viber|вайбер\p{L}?|vk|вк)(?:\s(?:ник|аккаунт|канал|чат|user|nick|account|channel))?\s?([:—–-]?)\s?@?([a-z][a-z0-9_.]{2,31})/giu,
    // "Telegram is" does not introduce a handle.
    read: ([, mark = '', name = '']) => (mark === ':' || /[_\d]|\../.test(name) ? plainName(name) : undefined),
  },
  {
    kind: 'handle',
    pattern: /(?<![\p{L}\p{N}_.@/])@[a-z][a-z0-9_.]{2,31}/giu,
    read: ([words]) => plainName(words.slice(1)),
  },
];

/** Finds contact and payment details in a plain text. */
export const detailsIn = (written: string): readonly Detail[] => {
  const found: Detail[] = [...addressesIn(written)];
  let rest = withSpokenDigits(written);
  for (const { kind, pattern, read } of forms) {
    const taken = [...rest.matchAll(pattern)].flatMap((match) => {
      const value = read(match);
      return value === undefined
        ? []
        : [{ value, words: match[0], start: match.index, end: match.index + match[0].length }];
    });
    found.push(...taken.map(({ value, words }) => ({ kind, value, words })));
    if (taken.length > 0) rest = blankOut(rest, taken);
  }
  return SOME_DIGITS.test(rest) ? [...found, ...numbersIn(rest)] : found;
};

const blankOut = (text: string, spans: readonly { readonly start: number; readonly end: number }[]): string => {
  const kept = spans.map(({ start, end }, at) => text.slice(spans[at - 1]?.end ?? 0, start) + ' '.repeat(end - start));
  return kept.join('') + text.slice(spans.at(-1)?.end ?? 0);
};

/** As many digits as the shortest phone number. */
const SOME_DIGITS = /\d(?:\D{0,3}\d){6}/;
const DIGITS = /\d+/g;
/** More numbers than any legitimate reply contains. A reply that cannot be checked quickly is not sent. */
const MOST_NUMBERS = 400;

/** Returns the text from the number on with which the limit is exceeded; undefined for an ordinary text. */
export const beyondMostNumbers = (text: string): string | undefined => {
  let numbers = 0;
  for (const { index } of text.matchAll(DIGITS)) {
    numbers += 1;
    if (numbers > MOST_NUMBERS) return text.slice(index, index + 80);
  }
  return undefined;
};

/** Digits in groups, as phone, card and account numbers are written. */
const NUMBER = /(?<![\p{L}\p{N}@_/=.,#-])(?:\+ ?)?\(?\d(?:[ ().‑–-]{0,3}\d){6,33}(?![\p{L}\p{N}@_])/gu;
const MOMENT =
  /(?<!\d)(?:\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})|\d{1,2}:\d{2})(?!\d)/g;
const LOCAL_PHONE = /^\d{3}[- ]\d{2}[- ]\d{2}$|^\d{3}[- ]\d{4}$/;
const CALLED =
  /(?<!\p{L})(?:тел|телефон\p{L}{0,2}|моб\p{L}{0,8}|номер\p{L}{0,2}|звоните|карт\p{L}{1,2}|сч[её]т\p{L}{0,2}|бик|инн|phone|tel|mobile|call|card|account|routing|sort code)[\s.:№#—–-]{0,5}$/iu;
/** The minimum number of digits of something that a team member calls a number. */
const LEAST_DIGITS = 9;
/** No price is this high. */
const MOST_MONEY = 1e10;

const numbersIn = (written: string): readonly Detail[] => {
  const { text, amounts } = readAmounts(written.replace(MOMENT, (moment) => ','.repeat(moment.length)));
  const money = amounts.filter(({ kind, values }) => kind !== 'bare' && (values[0] ?? 0) < MOST_MONEY);
  return [...text.matchAll(NUMBER)].flatMap(({ 0: words, index }): readonly Detail[] => {
    const value = words.replace(/\D/g, '');
    if (money.some(({ start, end }) => start < index + words.length && index < end)) return [];
    const isCalled = LOCAL_PHONE.test(words.trim()) || CALLED.test(text.slice(Math.max(0, index - 30), index));
    return value.length >= LEAST_DIGITS || isCalled ? [{ kind: 'number', value, words: words.trim() }] : [];
  });
};

const STREET_RU =
  '(?:улиц\\p{L}{1,2}|ул\\.?|проспект\\p{L}{0,2}|пр-т|пр\\.|переул\\p{L}{2,3}|пер\\.|шоссе|бульвар\\p{L}{0,2}|б-р|набережн\\p{L}{2}|наб\\.|площад\\p{L}{1,2}|пл\\.|проезд\\p{L}{0,2}|тупик\\p{L}{0,2}|аллея|аллее)';
const HOUSE = '(\\d{1,4})(?:\\s?[а-яa-z](?![\\p{L}]))?';
const ADDRESSES: readonly { readonly pattern: RegExp; readonly street: number; readonly house: number }[] = [
  // «улица Лесная, дом 12», «на Лесной улице, 12»
  {
    pattern: new RegExp(
      `(?<!\\p{L})${STREET_RU}\\s((?:[\\p{L}-]+\\s){0,2}[\\p{L}-]+),?\\s(?:дом|д\\.?|строение|стр\\.)?\\s?${HOUSE}(?![\\d:%₽]|\\s?(?:руб|мин|час))`,
      'giu',
    ),
    street: 1,
    house: 2,
  },
  {
    pattern: new RegExp(
      `(?<![\\p{L}-])(\\p{L}[\\p{L}-]{1,40})\\s${STREET_RU},?\\s(?:дом|д\\.?|строение|стр\\.)?\\s?${HOUSE}(?![\\d:%₽]|\\s?(?:руб|мин|час))`,
      'giu',
    ),
    street: 1,
    house: 2,
  },
  {
    pattern:
      /(?<![\p{L}\d£$€.,:])(\d{1,4})[a-z]?,?\s((?:[A-Z][\p{L}'’.-]*\s){1,3})(?:street|st|road|rd|avenue|ave|lane|ln|square|sq|drive|court|boulevard|blvd|quay|crescent|parade|row|close|terrace|way|place|hill|gardens|wharf|mews|embankment)(?![\p{L}\d])/giu,
    street: 2,
    house: 1,
  },
];

/** Finds street addresses, which are compared by house number and by the stem of the street's name. */
const addressesIn = (text: string): readonly Detail[] =>
  ADDRESSES.flatMap(({ pattern, street, house }) =>
    [...text.matchAll(pattern)].map((match) => {
      const name = (foldText(match[street] ?? '').match(/[\p{L}-]{2,}/gu) ?? []).map((word) => stemWord(word)).at(-1);
      return { kind: 'address', value: `${name} ${match[house]}`, words: match[0] } as const;
    }),
  );

/** Replaces each detail with a space, so that none of its digits is read as a price. */
export const withoutDetails = (text: string): string =>
  detailsIn(text).reduce((rest, { words }) => rest.replace(words, ' '), withSpokenDigits(text));
