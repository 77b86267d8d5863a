import type { Language } from '../entities/declaring/fields.ts';
import { readPhone } from '../text/read-phone.ts';
import { type Found, wholeWords } from '../text/word-pattern.ts';

const S = String.raw`[\s().\-–‑]{0,4}`;
const EDGE = String.raw`(?<![\p{L}\p{N}])`;
const pattern = (source: string): RegExp => new RegExp(`${EDGE}${source}(?!\\d)`, 'gu');

/** Notations of a phone number, the most reliable first. `needs` must precede a notation that order numbers share. */
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

/** Finds the phone numbers in a text as E.164, those in the most reliable notation first. */
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
      const value = readPhone(raw, language);
      if (value) found.push({ value, start, end });
    }
  }
  return found;
};
