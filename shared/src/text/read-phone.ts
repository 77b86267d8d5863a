import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Language } from '../entities/declaring/fields.ts';

/** The country assumed for numbers without a country code, by the language of the text. Russia is the default. */
const countries: Readonly<Record<Language, CountryCode>> = { ru: 'RU', en: 'US' };

/** The written-out Russian word for an extension, which the library does not recognize. */
const EXTENSION = /(?<![\s,;])[\s,;]*добавочный\s*\d{1,6}\s*$/iu;
/**
 * Some people write "+8 916 …" for "8 916 …": no country code begins with 89, and 8800 is the Russian toll-free range.
 */
const PLUS_TRUNK = /^\+\s?8(?=[\s().\-–‑]{0,4}(?:9|800))/;
/** The international prefix of most countries, which Russia does not use. */
const INTERNATIONAL_PREFIX = /^00(?=[1-9])/;

/**
 * Reads a phone number as E.164 without its extension (`+79161234567`), or undefined if the text is not a valid number.
 * All notations of a number give the same result: `8 (916) 123-45-67`, `+7 916 123 45 67`.
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
