import type { Language } from '../entities/declaring/fields.ts';
import { sentencesOf } from '../search/language/sentences.ts';
import { type Found, wholeWords } from '../text/word-pattern.ts';
import { clauseBefore, isDenied, isPast } from './fact-owner.ts';
import { withDigits } from './number-words.ts';
import { tellsPast } from './past.ts';

/** An amount of money in whole units of the currency; `currency` is an ISO 4217 code, absent if none was named. */
export type Amount = { readonly amount: number; readonly currency?: string };
/** The amount that a customer is ready to spend. */
export type Budget = Amount & { /** In the customer's own words. */ readonly words: string };

const NUMBER = String.raw`\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,4}(?:[.,]\d{1,2})?|\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,2})?|\d{1,3}(?:\.\d{3}){1,4}(?:,\d{1,2})?|\d{1,12}(?:[.,]\d{1,3})?`;

const scales: readonly (readonly [RegExp, number])[] = [
  [/^(?:тыс|тыщ|т\.?\s?р|к$|k$|thousand|grand|косар|штук)/iu, 1e3],
  [/^(?:млн|миллион|лям|mln|mn|million|m$)/iu, 1e6],
  [/^(?:млрд|миллиард|bn|billion)/iu, 1e9],
];
const SCALE = String.raw`тыс(?:яч[аи]?|\.)?|т\.?\s?р\.?|к|k|thousand|grand|млн\.?|миллион(?:а|ов)?|лям(?:а|ов)?|mln|mn|m|million|млрд\.?|миллиард(?:а|ов)?|bn|billion`;

const currencies: readonly (readonly [RegExp, string])[] = [
  [/^(?:₽|руб|р\.?$|rub|rur|rouble)/iu, 'RUB'],
  [/^(?:\$|usd|долл|dollar|buck|бакс)/iu, 'USD'],
  [/^(?:€|eur|евро)/iu, 'EUR'],
  [/^(?:£|gbp|pound|quid|фунт)/iu, 'GBP'],
  [/^(?:₸|kzt|тенге)/iu, 'KZT'],
  [/^byn/iu, 'BYN'],
];
const CURRENCY = String.raw`[₽$€£₸]|руб(?:л(?:ей|я|ь)|\.)?|р\.?|rub|rur|rubles?|roubles?|usd|долл(?:ар(?:ов|а)?|\.)?|dollars?|bucks|бакс(?:ов|а)?|eur(?:os?)?|евро|gbp|pounds?|quid|фунт(?:ов|а)?|kzt|тенге|byn`;

/** Colloquial amounts. */
const SLANG: readonly (readonly [RegExp, number])[] = [
  [/^пят[её]рк/iu, 5000],
  [/^десятк/iu, 10_000],
  [/^пятнашк/iu, 15_000],
  [/^двадцатк/iu, 20_000],
  [/^(?:тридцатк|тридцатник)/iu, 30_000],
  [/^(?:полтинник|полтос)/iu, 50_000],
  [/^(?:сотк|сотен)/iu, 100_000],
  [/^(?:косар|штук)/iu, 1000],
];
const SLANG_WORDS =
  'пят[её]рк[аиуе]|десятк[аиуе]|пятнашк[аиуе]|двадцатк[аиуе]|тридцатк[аиуе]|тридцатник[ауе]?|полтинник[ауе]?|полтос[ау]?|сотк[аиуе]|косар(?:ь|я|ей)';

/** The scale or currency may come first: «тысяч сто пятьдесят», «рублей пятьсот». */
const AMOUNT = new RegExp(
  String.raw`(?<![\p{L}\p{N}.,])(?:(?:(?<before>[$€£₽]|USD|EUR|GBP|RUB|рублей|долларов|евро)\s?)?(?:(?<first>тысяч|тыщ|тыс\.?|миллиона|миллионов|млн)\s)?(?<number>${NUMBER})(?:\s{0,20}(?<scale>${SCALE}|тыщ[аи]?|косар(?:ь|я|ей)|штук(?!\s?\p{L}))(?![\p{L}\p{N}]))?|(?<words>полу?|полтора\s|half\sa\s|(?:a|one)\s)?-?(?<wordScale>миллион(?:а|ов)?|лям(?:а|ов)?|million)(?:\s(?<rest>\d{2,3})(?![\d.,:]))?|(?<slang>${SLANG_WORDS}))(?:\s{0,20}(?<after>${CURRENCY})(?![\p{L}\p{N}]))?(?![\p{L}\p{N}%])`,
  'giu',
);

type Money = Amount & {
  readonly scaled: boolean;
  /** The word for the scale where it is said elsewhere. */
  readonly scale?: string;
};

/** Finds every number that may be an amount of money. A range such as "300-500 тыс" is one amount, 500 thousand. */
const findAmounts = (text: string): readonly Found<Money>[] => {
  const amounts: Found<Money>[] = [];
  for (const match of text.matchAll(AMOUNT)) {
    const found = { value: moneyOf(match.groups ?? {}), start: match.index, end: match.index + match[0].length };
    const previous = amounts.at(-1);
    const between = previous && text.slice(previous.end, found.start);
    if (previous && between !== undefined && RANGE.test(between)) {
      amounts.pop();
      amounts.push({ ...found, value: { ...previous.value, ...found.value }, start: previous.start });
    } else amounts.push(found);
  }
  return amounts;
};

/** "€800, maybe 900" goes up to 900. */
const RANGE =
  /^\s{0,20}(?:[-–—]|до|to|and|и|или|or|,?\s{0,20}(?:maybe|может(?:\s{1,20}быть)?|максимум|max))\s{0,20}$/iu;

const moneyOf = (groups: Record<string, string | undefined>): Money => {
  const { slang, rest } = groups;
  const scale = groups.scale ?? groups.wordScale ?? groups.first ?? '';
  const factor = scales.find(([name]) => name.test(scale))?.[1] ?? 1;
  const sign = groups.before ?? groups.after ?? (/^т\.?\s?р/iu.test(scale) ? '₽' : '');
  const currency = currencies.find(([name]) => name.test(sign))?.[1];
  const named = SLANG.find(([name]) => name.test(slang ?? ''))?.[1];
  const number = groups.number === undefined ? numberOfWords(groups.words) : numberOf(groups.number);
  // «Миллион сто» is a million and a hundred thousand.
  const amount = named ?? Number((number * factor + Number(rest ?? 0) * 1000).toPrecision(12));
  return { amount, scaled: factor > 1 || named !== undefined, ...(currency ? { currency } : {}) };
};

/** "1,5" is one and a half; "3,000" and "1.500.000" are thousands. */
const numberOf = (written: string): number => {
  const compact = written.replace(/[\s\u00a0\u202f]/g, '');
  if (/^\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,12})?$/.test(compact)) return Number(compact.replaceAll(',', ''));
  if (/^\d{1,3}(?:\.\d{3}){1,4}(?:,\d{1,12})?$/.test(compact))
    return Number(compact.replaceAll('.', '').replace(',', '.'));
  return Number(compact.replace(',', '.'));
};

/** "Миллион рублей", "полмиллиона", "half a million". */
const numberOfWords = (words = ''): number => {
  if (/полтора/iu.test(words)) return 1.5;
  return /пол|half/iu.test(words) ? 0.5 : 1;
};

const SAYS_BUDGET = wholeWords(
  'бюджет\\p{L}{0,30}|потолок|budget\\p{L}{0,30}|to spend|(?:can|could|will|would|want to|able to|willing to|ready to|happy to) (?:spend|pay)|выделили|закладываем|заложили|по деньгам|на всё про всё|на все про все|на руках|отложил[аи]?|отложен[оы]|накопил[аи]?|накоплен[оы]|скопил[аи]?|лимит\\p{L}{0,9}|наш предел|мой предел|(?:my|our|the|price) limit|(?:my|our|price|spending) cap|ceiling|set aside|saved(?: up)?|put aside|can (?:go|stretch)|could (?:go|stretch)',
);
const SETS_A_LIMIT = wholeWords(
  'до|не более|не дороже|не больше|не выше|дешевле|максимум|в пределах|около|примерно|порядка|рассчитываем на|рассчитываю на|готов\\p{L}{0,30}|потратить|располагаем|уклад\\p{L}{1,30}|улож\\p{L}{1,30}|влез\\p{L}{1,30}|хватит|есть|имеется|в районе|где-то|тысяч|могу|можем|up to|around|about|at most|max(?:imum)?|under|below|less than|no more than|not more than|over|above|can spend|can pay|willing to (?:spend|pay)|afford|within|roughly|approximately|have|got|like|say',
);
const LIMIT_BEHIND =
  /^\s{0,20},?\s{0,20}(?:максимум|макс|не\s{1,20}(?:больше|дороже|более)|потолок|предел|больше\s{1,20}(?:нет|не\s)|наш|на\s{1,20}(?:вс[её]|ремонт|стол|свадьб|праздник|корпоратив|подарок|дом|человека)|готов|tops|max|maximum|at most|is all|or less|limit|с\s{1,20}носа|с\s{1,20}человека)/iu;
/** A sentence may begin by calling the amount of the preceding one a limit: «Больше не потянем», "That's all I have". */
const LIMIT_NEXT =
  /^\s{0,20}(?:больше\s{1,20}(?:не|нет|никак)|это\s{1,20}(?:вс[её]|максимум|потолок|предел)|дороже\s{1,20}не|выше\s{1,20}не|that['’]?s\s{1,20}(?:it|all|my|our|the)|no\s{1,20}more|not\s{1,20}a\s{1,20}penny|can['’]?t\s{1,20}(?:go|do)\s{1,20}(?:more|higher|over|above))/iu;
/** "Is it possible for 90 thousand?" names what the customer has. */
const FEASIBLE = wholeWords(
  'реально|возможно|получится|выйдет|уложимся|уложиться|хватит|сделаете|сделать|найд[её]тся|найти|подбер[её]те|подобрать|что\\s{1,9}можно|is\\s{1,9}it\\s{1,9}(?:possible|doable|realistic)|doable|realistic|what\\s{1,9}can\\s{1,9}i\\s{1,9}get|can\\s{1,9}you\\s{1,9}do',
);
/** Prices that are asked about, already paid or deducted are not a budget. */
const ABOUT_A_PRICE = wholeWords(
  'сколько|почём|почем|почему|стоит|стоят|стоил\\p{L}{0,30}|стоимость\\p{L}{0,30}|цен[аыуе]|прайс\\p{L}{0,30}|тариф\\p{L}{0,30}|дорого|сертификат\\p{L}{0,3}|купон\\p{L}{0,3}|промокод\\p{L}{0,3}|voucher|gift card|coupon|скидк\\p{L}{0,30}|кэшб[эе]к\\p{L}{0,30}|оплатил\\p{L}{0,30}|платил\\p{L}{0,30}|заплатил\\p{L}{0,30}|перевел\\p{L}{0,30}|перев[её]л|вернуть|верните|верн[её]те|возврат\\p{L}{0,30}|удержал\\p{L}{0,30}|списал\\p{L}{0,30}|выставил\\p{L}{0,30}|насчитал\\p{L}{0,30}|посчитал\\p{L}{0,30}|взяли|предоплат\\p{L}{0,30}|аванс\\p{L}{0,30}|депозит\\p{L}{0,30}|залог\\p{L}{0,30}|штраф\\p{L}{0,30}|доставк\\p{L}{0,30}|долг\\p{L}{0,30}|зарплат\\p{L}{0,30}|дешевле (?:у|чем)|дороговато|thanks a|steep|nuts|expensive|ridiculous|too much|rip-?off|how much|why|price\\p{L}{0,30}|costs?|discount\\p{L}{0,30}|paid|billed|refund\\p{L}{0,30}|deposit\\p{L}{0,30}|fee|fees|shipping|delivery|charg(?:ed?|es|ing)|invoiced?|quoted|owe|salary|cheaper|plan|(?:he|she|they|you|somebody|someone) said|(?:он|она|они|вы|мне|нам|мастер) (?:сказал|говорил|назвал|насчитал)[аи]?',
);
const OTHER_UNIT =
  /^\s{0,20}(?:-?(?:х|ти|ми)\s)?(?::\d|[./]\d|стол|стул|дет|взросл|уч|сотруд|квадрат|кв\.|кг|литр|км|мм|см|м\s|м$|ват|вт|мест|номер|комнат|этаж|утра|вечера|раз|kg|km|sq|am\b|pm\b|times|nights?|rooms?|seats?|kids|child|students?|adults?|чел|гост|персон|участ|шт|год|г\.|дн|час|минут|кв|м²|people|guest|person|pax|year|day|hour|minute|pcs|%|месяц|недел|month|week)/iu;

/** Finds what the customer is ready to spend. A sentence about a price counts only if it says "budget". */
export const findBudget = (written: string, language: Language): Found<Budget> | undefined => {
  const { text, endInWords } = withDigits(written);
  const all = sentencesOf(text).flatMap((sentence) => {
    const found = budgetIn(text.slice(sentence.start, sentence.end), text.slice(sentence.end));
    return found ? [{ ...found, start: sentence.start + found.start, end: sentence.start + found.end }] : [];
  });
  const found = CORRECTED.test(text) ? all.at(-1) : all[0];
  if (!found) return undefined;
  const currency = found.value.currency ?? (language === 'ru' ? 'RUB' : undefined);
  const { start } = found;
  const behind = PER_HEAD.exec(text.slice(found.end))?.[0].length ?? 0;
  const end = endInWords(found.end + behind);
  // The words must tell the amount by themselves: they are what a card shows and what is read again.
  const words = [written.slice(start, end).trim(), ...(found.value.scale ? [found.value.scale] : [])].join(' ');
  return { value: { amount: found.value.amount, words, ...(currency ? { currency } : {}) }, start, end };
};
const CORRECTED = wholeWords('пусть|точнее|вернее|поправка|ошиб\\p{L}{1,30}|i mean|actually|make it|correction');

/** «Домофон 40К» is no amount. */
const OF_A_PLACE =
  /(?<!\p{L})(?:квартир[аы]|кв\.?|домофон|дом|корпус|корп\.?|подъезд|код|офис|этаж|рейс|модель|каб(?:инет)?|flat|apt\.?|apartment|unit|suite|room|gate|door|code|model|order)\s{0,3}[№#]?\s{0,3}$/iu;

const budgetIn = (sentence: string, behind: string): Found<Money> | undefined => {
  const word = SAYS_BUDGET.exec(sentence);
  const amounts = findAmounts(sentence).filter(
    ({ start, end }) =>
      !OTHER_UNIT.test(sentence.slice(end)) &&
      !isDeniedAmount(sentence, start) &&
      !OF_A_PLACE.test(sentence.slice(0, start)) &&
      // «28 штук» is 28 pieces unless it is said to be money.
      (word !== null || !/\dшт|\d\s{1,20}шт/u.test(sentence.slice(start, end))),
  );
  if (word) {
    const raised = raisedIn(
      sentence,
      amounts.filter(({ start }) => start > word.index),
    );
    if (raised) return raised;
    const plausible = amounts.filter(
      ({ value, start, end }) =>
        value.currency ||
        value.scaled ||
        isRoundEnough(value.amount) ||
        isRightBehind(sentence, { word, start, end, value }),
    );
    return plausible.find(({ start }) => start > word.index) ?? plausible.at(-1);
  }
  if (ABOUT_A_PRICE.test(sentence) || isPast(sentence)) return undefined;
  const isLimit = LIMIT_NEXT.test(behind) || FEASIBLE.test(sentence);
  const isAsked = /\?[!?]{0,9}\s{0,20}$/u.test(sentence);
  return amounts.find((amount) => {
    const { currency, scaled, amount: value } = amount.value;
    const isMoney = currency !== undefined || scaled;
    if (tellsPast(clauseAt(sentence, amount))) return false;
    if (isMoney && isLimit && /(?<!\p{L})(?:за|for)\s{1,20}$/iu.test(sentence.slice(0, amount.start))) return true;
    if (isLimited(sentence, amount)) return isMoney || (value >= 1000 && isRoundEnough(value));
    return isMoney && (!isAsked || (currency !== undefined && isWholeText(sentence, amount)));
  });
};

/** "The budget was 100 thousand, but now we can do 120": the last amount holds, in the scale of the first. */
const raisedIn = (sentence: string, amounts: readonly Found<Money>[]): Found<Money> | undefined => {
  const [first, last] = [amounts[0], amounts.at(-1)];
  if (!first || !last || first === last || !CHANGED.test(sentence.slice(first.end, last.start))) return undefined;
  const scale = SCALE_OF.exec(sentence.slice(first.start, first.end))?.[0];
  const inherits = scale !== undefined && !last.value.scaled && last.value.amount < 1000;
  if (!inherits) return { ...last, value: { ...first.value, ...last.value } };
  const factor = scales.find(([name]) => name.test(scale))?.[1] ?? 1;
  return { ...last, value: { ...first.value, ...last.value, amount: last.value.amount * factor, scale } };
};
const SCALE_OF = new RegExp(String.raw`(?<=\d\s{0,9})(?:${SCALE})(?![\p{L}\p{N}])`, 'iu');
const CHANGED = wholeWords('но|теперь|а\\s{1,9}сейчас|сейчас|но\\s{1,9}можем|but|now|however');

const clauseAt = (sentence: string, { start, end }: Found<unknown>): string =>
  clauseBefore(sentence, start) + (/^[^,;.!?\n]{0,60}/u.exec(sentence.slice(end))?.[0] ?? '');

/** "Not more than" sets a limit, "not 500" denies an amount. */
const isDeniedAmount = (sentence: string, start: number): boolean =>
  isDenied(sentence, start) &&
  !/(?:больше|дороже|более|выше|more than|over|above)\s{0,20}\p{L}{0,30}\s{0,20}$/iu.test(sentence.slice(0, start));

type Stated = { readonly word: RegExpExecArray; readonly start: number; readonly end: number; readonly value: Amount };

/** "Our budget is 300": the amount directly follows what says that it is one. */
const isRightBehind = (sentence: string, { word, start, end, value }: Stated): boolean => {
  const between = sentence.slice(word.index + word[0].length, start);
  const isYear = value.amount >= 1990 && value.amount <= 2100;
  return (
    (value.amount >= 50 || (value.amount >= 5 && PER_HEAD.test(sentence.slice(end)))) &&
    !isYear &&
    start > word.index &&
    /^[\s:—–-]{0,60}(?:(?:is|was|of|it|at|for|up|to|до|about|around|under|около|примерно|порядка|в районе|в пределах|где-то|up to|like)\s{1,20}){0,2}$/iu.test(
      between,
    )
  );
};

const PER_HEAD =
  /^\s{0,9}(?:per|a|each|на|с|за)\s{0,9}(?:head|person|guest|pax|child|kid|человека|гостя|персону|носа|чел)/iu;

/** Of bare numbers beside "budget", 3000 is money; 50 and 2026 are something else. */
const isRoundEnough = (amount: number): boolean => amount >= 1000 && !(amount >= 1990 && amount <= 2100);

const isLimited = (sentence: string, { start, end }: Found<unknown>): boolean =>
  SETS_A_LIMIT.test(sentence.slice(Math.max(0, start - 30), start)) || LIMIT_BEHIND.test(sentence.slice(end));

const isWholeText = (sentence: string, { start, end }: Found<unknown>): boolean =>
  !/[\p{L}\p{N}]/u.test(sentence.slice(0, start) + sentence.slice(end)) && !sentence.includes('?');
