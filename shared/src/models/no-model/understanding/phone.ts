import type { Language } from '../../../entities/fields.ts';
import { type Found, wholeWords } from '../../../text/word-pattern.ts';

/** Which country a number without its country code belongs to. */
export type PhoneRegion = 'RU' | 'US';

const EXTENSION = /(?<![\s,;])[\s,;]*(?:доб(?:авочный)?\.?|ext(?:ension)?\.?|x)\s*\d{1,6}\s*$/iu;
const NORTH_AMERICAN = /^[2-9]\d{2}[2-9]\d{6}$/;
const RUSSIAN_TRUNK = /^[78]([3-9]\d{9})$/;

/**
 * A phone number as E.164 (`+79161234567`), or undefined when it is none. A leading 8 is the Russian trunk prefix; ten
 * digits alone are a number only when the region says whose.
 */
export const normalisePhone = (raw: string, region?: PhoneRegion): string | undefined => {
  const number = raw.replace(EXTENSION, '').trim();
  if (/[^\d\s+().\-–‑/]/u.test(number) || number.lastIndexOf('+') > 0) return undefined;
  const digits = number.replace(/\D/g, '');
  if (number.startsWith('+')) return internationalPhone(digits);
  if (digits.startsWith('00')) return internationalPhone(digits.slice(2));
  return nationalPhone(digits, region);
};

const internationalPhone = (digits: string): string | undefined => {
  // "+8 916 ..." is a habit of writing; no country code begins with 89, and 8800 is the Russian toll-free range.
  const habit = /^8(9\d{9}|800\d{7})$/.exec(digits)?.[1];
  if (habit) return `+7${habit}`;
  if (digits.startsWith('7')) return RUSSIAN_TRUNK.test(digits) ? `+${digits}` : undefined;
  if (digits.startsWith('1')) return NORTH_AMERICAN.test(digits.slice(1)) ? `+${digits}` : undefined;
  return /^[2-9]\d{7,14}$/.test(digits) ? `+${digits}` : undefined;
};

const nationalPhone = (digits: string, region: PhoneRegion | undefined): string | undefined => {
  const russian = RUSSIAN_TRUNK.exec(digits)?.[1];
  if (russian) return `+7${russian}`;
  if (digits.startsWith('1') && NORTH_AMERICAN.test(digits.slice(1))) return `+${digits}`;
  if (region === 'RU' && /^[3-9]\d{9}$/.test(digits)) return `+7${digits}`;
  if (region === 'US' && NORTH_AMERICAN.test(digits)) return `+1${digits}`;
  return undefined;
};

const S = String.raw`[\s().\-–‑]{0,4}`;
const EDGE = String.raw`(?<![\p{L}\p{N}])`;
const pattern = (source: string): RegExp => new RegExp(`${EDGE}${source}(?!\\d)`, 'gu');

/** Ways to write a number, the surest first. `needs` is what must stand before a way that order numbers share. */
const writtenForms: readonly { readonly form: RegExp; readonly needs?: RegExp }[] = [
  { form: pattern(String.raw`(?:\+\s?[78]|[78])${S}[3-9]\d{2}${S}\d{3}${S}\d{2}${S}\d{2}`) },
  { form: pattern(String.raw`(?:\+|00)\s?[1-9](?:[\s().\-–‑]{0,2}\d){7,14}`) },
  { form: pattern(String.raw`(?:1[\s.-])?\(?[2-9]\d{2}\)?[\s.-]{1,2}\d{3}[\s.-]\d{4}`) },
  { form: pattern(String.raw`\(?[3-9]\d{2}\)?[\s-]{1,2}\d{3}[\s-]\d{2}[\s-]\d{2}`) },
  {
    form: pattern(String.raw`[2-9]\d{9}`),
    needs: wholeWords(
      String.raw`тел\.?|телефон\p{L}*|моб\p{L}*\.?|звон\p{L}*|номер|whats\s?app|в[ао]тсап\p{L}*|viber|вайбер\p{L}*|phone|tel|cell|mobile|call|text`,
    ),
  },
];

const NOT_A_PHONE =
  /(?:заказ\p{L}*|сч[её]т\p{L}*|договор\p{L}*|накладн\p{L}*|артикул\p{L}*|трек\p{L}*|карт\p{L}*|инн|огрн|кпп|бик|order|invoice|tracking|card|contract|iban|sku|id|account|№|#|[$€£₽])[\s:№#]*(?:номер\p{L}*|number|no\.?|трек\p{L}*)?[\s:№#.-]*$/iu;
const MONEY_BEHIND = /^\s*(?:₽|\$|€|£|руб|тыс|млн|р\.|rub|usd|eur|gbp)/iu;
const CONTEXT = 40;

/** The phone numbers in a text as E.164, those that are written in the surest way first. */
export const findPhones = (text: string, language: Language): readonly Found<string>[] => {
  const found: Found<string>[] = [];
  for (const { form, needs } of writtenForms) {
    for (const match of text.matchAll(form)) {
      const [raw] = match;
      const before = text.slice(Math.max(0, match.index - CONTEXT), match.index);
      const [start, end] = [match.index, match.index + raw.length];
      if (found.some((other) => start < other.end && other.start < end)) continue;
      if (needs && !needs.test(before)) continue;
      if (NOT_A_PHONE.test(before) && !raw.startsWith('+')) continue;
      if (MONEY_BEHIND.test(text.slice(end))) continue;
      const value = normalisePhone(raw, language === 'ru' ? 'RU' : 'US');
      if (value) found.push({ value, start, end });
    }
  }
  return found;
};
