import { type CountryCode, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Language } from '../entities/declaring/fields.ts';

/** The country assumed for numbers without a country code, by the language of the text. Russia is the default. */
const countries: Readonly<Record<Language, CountryCode>> = { ru: 'RU', en: 'US' };
/** Countries where a national number begins with 0, which tells it from Russian and American ones. */
const zeroCountries: readonly CountryCode[] = ['GB', 'IE'];
/** The American area code whose numbers are all reserved for examples and local use; the library knows none of them. */
const RESERVED_AREA = /^\+?1?555\d{7}$/;

/** An extension behind a comma or the written-out Russian word, which the library does not recognize. */
const EXTENSION = /(?<![\s,;])(?:[\s,;]*добавочный\s*|,\s?)\d{1,6}\s*$/iu;
/**
 * Some people write "+8 916 …" for "8 916 …": no country code begins with 89, and 8800 is the Russian toll-free range.
 */
const PLUS_TRUNK = /^\+\s?8(?=[\s().\-–‑]{0,4}(?:9|800))/;
/** "+44 (0)20 …" shows the zero of the national notation, which is not dialed behind a country code. */
const SHOWN_ZERO = /^(?<code>\+\s?\d{1,3}[\s.-]?)\(0\)/;
/** The international prefix of most countries, which Russia does not use. */
const INTERNATIONAL_PREFIX = /^00(?=[1-9])/;

/**
 * Reads a phone number as E.164 without its extension (`+79161234567`), or undefined if the text is not a valid number.
 * All notations of a number give the same result: `8 (916) 123-45-67`, `+7 916 123 45 67`.
 */
export const readPhone = (text: string, language: Language = 'ru'): string | undefined => {
  const written = text
    .trim()
    .replace(EXTENSION, '')
    .replace(PLUS_TRUNK, '8')
    .replace(INTERNATIONAL_PREFIX, '+')
    .replace(SHOWN_ZERO, '$<code>');
  const { ru, en } = countries;
  const others = written.startsWith('0') ? zeroCountries : [];
  for (const defaultCountry of [countries[language], ru, en, ...others]) {
    const phone = parsePhoneNumberFromString(written, { defaultCountry, extract: false });
    if (phone && (phone.isValid() || isNewerNumber(phone))) return phone.number;
  }
  const digits = written.replace(/[\s().–‑-]/gu, '');
  const isReserved = RESERVED_AREA.test(digits) && (language === 'en' || digits.startsWith('+'));
  return isReserved ? `+1${digits.slice(-10)}` : undefined;
};

/** Countries other than the North American and the Russian ones open ranges that the library's table does not have yet. */
const isNewerNumber = (phone: PhoneNumber): boolean =>
  !['1', '7'].includes(phone.countryCallingCode) && phone.isPossible();

/** Reads a phone number like `readPhone`, with its extension behind a comma: `+74951234567,101`. */
export const readPhoneWithExtension = (text: string, language?: Language): string | undefined => {
  const number = readPhone(text, language);
  const extension = /(?:,|доб\p{L}*\.?|ext\p{L}*\.?|x)\s{0,2}(\d{1,6})\s*$/iu.exec(text)?.[1];
  return number !== undefined && extension !== undefined ? `${number},${extension}` : number;
};
