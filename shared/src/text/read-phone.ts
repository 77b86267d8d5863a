import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Language } from '../entities/fields.ts';

/** The country that numbers without a country code belong to, by the language they are written in; Russia when nothing is known. */
const countries: Readonly<Record<Language, CountryCode>> = { ru: 'RU', en: 'US' };

/** Written out, which the library does not know of. */
const EXTENSION = /(?<![\s,;])[\s,;]*добавочный\s*\d{1,6}\s*$/iu;
/** "+8 916 …" for "8 916 …" is a habit of writing: no country code begins with 89, and 8800 is the Russian toll-free range. */
const PLUS_TRUNK = /^\+\s?8(?=[\s().\-–‑]{0,4}(?:9|800))/;
/** The international prefix of most countries, which Russia does not use. */
const INTERNATIONAL_PREFIX = /^00(?=[1-9])/;

/**
 * A phone number as E.164 without its extension (`+79161234567`), or undefined when the text is no valid number. All notations of one number give the
 * same result: `8 (916) 123-45-67`, `+7 916 123 45 67`.
 */
export const readPhone = (text: string, language: Language = 'ru'): string | undefined => {
  const written = text.trim().replace(EXTENSION, '').replace(PLUS_TRUNK, '8').replace(INTERNATIONAL_PREFIX, '+');
  const { ru, en } = countries;
  for (const defaultCountry of [countries[language], ru, en]) {
    const phone = parsePhoneNumberFromString(written, { defaultCountry, extract: false });
    if (phone?.isValid()) return phone.number;
  }
  return undefined;
};
