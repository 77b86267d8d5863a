import type { Language } from '../entities/declaring/fields.ts';
import { readPhone } from '../text/read-phone.ts';
import { type Found, wholeWords } from '../text/word-pattern.ts';
import { findSpokenDigits } from './spoken-digits.ts';

const S = String.raw`[\s().\-–‑]{0,4}`;
const EDGE = String.raw`(?<![\p{L}\p{N}])`;
const pattern = (source: string): RegExp => new RegExp(`${EDGE}${source}(?!\\d)`, 'gu');

/** Notations of a phone number, the most reliable first. `needs` must precede a notation that order numbers share. */
const writtenForms: readonly { readonly form: RegExp; readonly needs?: RegExp }[] = [
  { form: pattern(String.raw`(?:\+\s?[78]|[78])${S}[3-9]\d{2}${S}\d{3}${S}\d{2}${S}\d{2}`) },
  { form: pattern(String.raw`(?:\+|00)\s?[1-9](?:[\s().\-–‑]{0,3}\d){7,14}`) },
  { form: pattern(String.raw`(?:1[\s.-])?\(?[2-9]\d{2}\)?[\s.-]{1,2}\d{3}[\s.-]\d{4}`) },
  { form: pattern(String.raw`\(?[3-9]\d{2}\)?[\s-]{1,2}\d{3}[\s-]\d{2}[\s-]\d{2}`) },
  { form: pattern(String.raw`\(?0\d{2,4}\)?[\s-]\d{3,4}(?:[\s-]\d{3,4}|\d{3})?`) },
  {
    form: pattern(String.raw`[2-9]\d{9}`),
    needs: wholeWords(
      String.raw`тел\.?|телефон\p{L}{0,30}|моб\p{L}{0,30}\.?|звон\p{L}{0,30}|номер|whats\s?app|в[ао]тсап\p{L}{0,30}|viber|вайбер\p{L}{0,30}|phone|tel|cell|mobile|call|text`,
    ),
  },
];

const NOT_A_PHONE =
  /(?:заказ\p{L}{0,30}|сч[её]т\p{L}{0,30}|договор\p{L}{0,30}|накладн\p{L}{0,30}|артикул\p{L}{0,30}|трек\p{L}{0,30}|карт\p{L}{0,30}|инн|огрн|кпп|бик|order|invoice|tracking|card|contract|iban|sku|id|account|ref|№|#|[$€£₽])[\s:№#]{0,60}(?:номер\p{L}{0,30}|number|no\.?|трек\p{L}{0,30})?[\s:№#.-]{0,60}$/iu;
const MONEY_BEHIND = /^\s{0,20}(?:₽|\$|€|£|руб|тыс|млн|р\.|rub|usd|eur|gbp)/iu;
const EXTENSION =
  /^[\s,;(]{0,4}(?:доб(?:авочный)?\.?|вн(?:утренний|утр)?\.?|ext(?:ension|n)?\.?|x)\s{0,2}(?:№|#|номер)?\s{0,2}(?<extension>\d{1,6})(?!\d)\)?/iu;
const CONTEXT = 40;

/**
 * Finds the phone numbers in a text, those in the most reliable notation first: E.164, with an extension behind a comma
 * (`+78000002020,5`).
 */
export const findPhones = (text: string, language: Language): readonly Found<string>[] => {
  const found: Found<string>[] = [];
  const add = (raw: string, { start, end }: { readonly start: number; readonly end: number }): void => {
    if (found.some((other) => start < other.end && other.start < end)) return;
    const before = text.slice(Math.max(0, start - CONTEXT), start);
    if (NOT_A_PHONE.test(before) && !raw.startsWith('+')) return;
    if (MONEY_BEHIND.test(text.slice(end))) return;
    const number = readPhone(raw, language);
    if (number === undefined) return;
    const behind = EXTENSION.exec(text.slice(end, end + CONTEXT));
    const extension = behind?.groups?.extension;
    found.push({
      value: extension === undefined ? number : `${number},${extension}`,
      start,
      end: end + (behind?.[0].length ?? 0),
    });
  };
  for (const { form, needs } of writtenForms) {
    for (const { 0: raw, index } of text.matchAll(form)) {
      if (needs && !needs.test(text.slice(Math.max(0, index - CONTEXT), index))) continue;
      add(raw, { start: index, end: index + raw.length });
    }
  }
  for (const { value, start, end } of findSpokenDigits(text)) {
    if (value.replace(/\D/g, '').length >= LEAST_SPOKEN) add(value, { start, end });
  }
  return found;
};

/** Shorter runs of dictated digits are amounts, codes and sizes. */
const LEAST_SPOKEN = 10;
