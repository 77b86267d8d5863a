import type { Language } from '../entities/declaring/fields.ts';
import { sentencesOf } from '../search/language/sentences.ts';
import { type Found, wholeWords } from '../text/word-pattern.ts';
import { isDenied } from './fact-owner.ts';
import { endInWords, spellInDigits } from './number-words.ts';

/** An amount of money in whole units of the currency; `currency` is an ISO 4217 code, absent if none was named. */
export type Amount = { readonly amount: number; readonly currency?: string };
/** The amount that a customer is ready to spend. */
export type Budget = Amount & { /** In the customer's own words. */ readonly words: string };

const NUMBER = String.raw`\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d+(?:[.,]\d{1,3})?`;

const scales: readonly (readonly [RegExp, number])[] = [
  [/^(?:тыс|т\.?\s?р|к$|k$|thousand|grand)/iu, 1e3],
  [/^(?:млн|миллион|лям|mln|mn|million|m$)/iu, 1e6],
  [/^(?:млрд|миллиард|bn|billion)/iu, 1e9],
];
const SCALE = String.raw`тыс(?:яч[аи]?|\.)?|т\.?\s?р\.?|к|k|thousand|grand|млн\.?|миллион(?:а|ов)?|лям(?:а|ов)?|mln|mn|m|million|млрд\.?|миллиард(?:а|ов)?|bn|billion`;

const currencies: readonly (readonly [RegExp, string])[] = [
  [/^(?:₽|руб|р\.?$|rub|rur|rouble)/iu, 'RUB'],
  [/^(?:\$|usd|долл|dollar|buck|бакс)/iu, 'USD'],
  [/^(?:€|eur|евро)/iu, 'EUR'],
  [/^(?:£|gbp|pound|фунт)/iu, 'GBP'],
  [/^(?:₸|kzt|тенге)/iu, 'KZT'],
  [/^byn/iu, 'BYN'],
];
const CURRENCY = String.raw`[₽$€£₸]|руб(?:л(?:ей|я|ь)|\.)?|р\.?|rub|rur|rubles?|roubles?|usd|долл(?:ар(?:ов|а)?|\.)?|dollars?|bucks|бакс(?:ов|а)?|eur(?:os?)?|евро|gbp|pounds?|фунт(?:ов|а)?|kzt|тенге|byn`;

const AMOUNT = new RegExp(
  String.raw`(?<![\p{L}\p{N}.,])(?:(?:(?<before>[$€£₽]|USD|EUR|GBP|RUB)\s?)?(?<number>${NUMBER})(?:\s{0,20}(?<scale>${SCALE})(?![\p{L}\p{N}]))?|(?<words>полтора\s|пол|half\sa\s|(?:a|one)\s)?(?<wordScale>миллион(?:а|ов)?|million))(?:\s{0,20}(?<after>${CURRENCY})(?![\p{L}\p{N}]))?(?![\p{L}\p{N}%])`,
  'giu',
);

type Money = Amount & { readonly scaled: boolean };

/** Finds every number that may be an amount of money. A range such as "300-500 тыс" is one amount, 500 thousand. */
const findAmounts = (text: string): readonly Found<Money>[] => {
  const amounts: Found<Money>[] = [];
  for (const match of text.matchAll(AMOUNT)) {
    const found = { value: moneyOf(match.groups ?? {}), start: match.index, end: match.index + match[0].length };
    const previous = amounts.at(-1);
    const between = previous && text.slice(previous.end, found.start);
    if (previous && between !== undefined && /^\s*(?:[-–—]|до|to|and|и)\s*$/iu.test(between)) {
      amounts.pop();
      amounts.push({ ...found, value: { ...previous.value, ...found.value }, start: previous.start });
    } else amounts.push(found);
  }
  return amounts;
};

const moneyOf = (groups: Record<string, string | undefined>): Money => {
  const scale = groups.scale ?? groups.wordScale ?? '';
  const factor = scales.find(([name]) => name.test(scale))?.[1] ?? 1;
  const sign = groups.before ?? groups.after ?? (/^т\.?\s?р/iu.test(scale) ? '₽' : '');
  const currency = currencies.find(([name]) => name.test(sign))?.[1];
  const number = groups.number === undefined ? numberOfWords(groups.words) : numberOf(groups.number);
  const amount = Number((number * factor).toPrecision(12));
  return { amount, scaled: factor > 1, ...(currency ? { currency } : {}) };
};

/** "1,5" is one and a half; "3,000" and "1.500.000" are thousands. */
const numberOf = (written: string): number => {
  const compact = written.replace(/[\s\u00a0\u202f]/g, '');
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(compact)) return Number(compact.replaceAll(',', ''));
  if (/^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(compact)) return Number(compact.replaceAll('.', '').replace(',', '.'));
  return Number(compact.replace(',', '.'));
};

/** "Миллион рублей", "полмиллиона", "half a million". */
const numberOfWords = (words = ''): number => {
  if (/полтора/iu.test(words)) return 1.5;
  return /пол|half/iu.test(words) ? 0.5 : 1;
};

const SAYS_BUDGET = wholeWords('бюджет\\p{L}*|budget\\p{L}*|to spend|выделили|закладываем|заложили');
const SETS_A_LIMIT = wholeWords(
  'до|не более|не дороже|не больше|максимум|в пределах|около|примерно|порядка|рассчитываем на|рассчитываю на|готов\\p{L}* (?:потратить|заплатить|выделить)|располагаем|укладываемся в|в районе|up to|around|about|at most|max(?:imum)?|under|no more than|can spend|can pay|willing to (?:spend|pay)|afford|within|roughly|approximately',
);
/** Prices that are asked about, already paid or deducted are not a budget. */
const ABOUT_A_PRICE = wholeWords(
  'сколько|почём|почем|стоит|стоят|стоимость\\p{L}*|цен[аыуе]|скидк\\p{L}*|кэшб[эе]к\\p{L}*|оплатил\\p{L}*|заплатил\\p{L}*|перевел\\p{L}*|перевёл|вернуть|верните|возврат\\p{L}*|предоплат\\p{L}*|депозит\\p{L}*|залог\\p{L}*|штраф\\p{L}*|доставк\\p{L}*|how much|price\\p{L}*|costs?|discount\\p{L}*|paid|refund\\p{L}*|deposit\\p{L}*|fee|fees|shipping|delivery|charged?',
);
const OTHER_UNIT =
  /^\s*(?:-?(?:х|ти|ми)\s)?(?:чел|гост|персон|участ|шт|год|г\.|дн|час|минут|кв|м²|people|guest|person|pax|year|day|hour|minute|pcs|%|месяц|недел|month|week)/iu;

/** Finds what the customer is ready to spend. A sentence about a price counts only if it says "budget". */
export const findBudget = (written: string, language: Language): Found<Budget> | undefined => {
  const text = spellInDigits(written);
  for (const sentence of sentencesOf(text)) {
    const body = text.slice(sentence.start, sentence.end);
    const found = budgetIn(body);
    if (!found) continue;
    const currency = found.value.currency ?? (language === 'ru' ? 'RUB' : undefined);
    const start = sentence.start + found.start;
    const end = endInWords(written, sentence.start + found.end);
    const words = written.slice(start, end).trim();
    return {
      value: { amount: found.value.amount, words, ...(currency ? { currency } : {}) },
      start,
      end,
    };
  }
  return undefined;
};

const budgetIn = (sentence: string): Found<Money> | undefined => {
  const amounts = findAmounts(sentence).filter(
    ({ start, end }) => !OTHER_UNIT.test(sentence.slice(end)) && !isDenied(sentence, start),
  );
  const word = SAYS_BUDGET.exec(sentence);
  if (word) {
    const plausible = amounts.filter(({ value }) => value.currency || value.scaled || isRoundEnough(value.amount));
    return plausible.find(({ start }) => start > word.index) ?? plausible.at(-1);
  }
  if (ABOUT_A_PRICE.test(sentence)) return undefined;
  const priced = amounts.filter(({ value }) => value.currency);
  return priced.find((amount) => isLimited(sentence, amount) || isWholeText(sentence, amount));
};

/** Of bare numbers beside "budget", 3000 is money; 50 and 2026 are something else. */
const isRoundEnough = (amount: number): boolean => amount >= 1000 && !(amount >= 1990 && amount <= 2100);

const isLimited = (sentence: string, { start }: Found<unknown>): boolean =>
  SETS_A_LIMIT.test(sentence.slice(Math.max(0, start - 30), start));

const isWholeText = (sentence: string, { start, end }: Found<unknown>): boolean =>
  !/[\p{L}\p{N}]/u.test(sentence.slice(0, start) + sentence.slice(end)) && !sentence.includes('?');
