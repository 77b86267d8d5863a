import { remember } from '../../remember.ts';
import { normalizeCharacters } from '../fold-text.ts';
import { scanTokens } from '../scan-tokens.ts';
import { gapBehind, numberAt, type ScannedText, shortWordAt } from '../text-gap.ts';
import { withNumberWords } from './number-words.ts';
import { readDate } from './read-date.ts';
import { readAmount } from './read-quantity.ts';
import { readTime } from './read-time.ts';
import { isMoney, moneyMagnitudes, unitBehind } from './units.ts';

/** A number in a text with what it counts. */
export type WrittenAmount = {
  /**
   * `scaled`: thousands or more of something unstated; `measure`: of guests, hours and the like; `bare`: of nothing
   * that is named.
   */
  readonly kind: 'money' | 'percent' | 'scaled' | 'measure' | 'bare';
  /** The possible values, the most likely first, in currency units: "1.500" and «5–10 тыс.» have two. */
  readonly values: readonly number[];
  /** The number as written, without the magnitude word or the conversion of coins. */
  readonly number: number;
  /** The multiplier: 1,000 for «1,5 тыс.», 0.01 for kopecks. */
  readonly times: number;
  /** For money: the currency as in `units.ts`, or a code; undefined when it is not stated. */
  readonly currency: string | undefined;
  /** For a measure: the base unit of `values`, a symbol of `units.ts`. */
  readonly unit: string | undefined;
  /** Offset in the text that is returned with it. */
  readonly start: number;
  readonly end: number;
};

/** The amounts in a text, with the text in the form to which their offsets refer. */
export type WrittenAmounts = { readonly text: string; readonly amounts: readonly WrittenAmount[] };

const readText = (written: string): WrittenAmounts => {
  const text = withAmountsInDigits(written);
  const scanned = withNumberWords({ text, tokens: scanTokens(text) });
  const found: WrittenAmount[] = [];
  for (let at = 0; at < scanned.tokens.length; ) {
    const read = readOne(scanned, at);
    if (read?.amount) found.push(read.amount);
    at = Math.max(at + 1, read?.next ?? 0);
  }
  return { text, amounts: joinRanges(text, joinParts(text, found)) };
};

/** Size of the cache: prompts, results and messages are read for each reply and for several questions about it. */
const MOST_READ = 300;

/**
 * Reads every number of a Russian or English text, in digits and in words, and returns the text in the form in which it
 * was read. Never throws.
 */
export const readAmounts = remember(MOST_READ, readText);

/** Nothing that could be counted follows. */
const NOTHING_BEHIND = String.raw`(?=\s?(?:$|[.,;:!?)\n—–₽$€£]|руб|р\.))`;
const HALF_A_THOUSAND = /(?<!\p{L})(?:half a (?:grand|k)|пол-?косаря|пол-?штуки)(?!\p{L})/giu;
const COUPLE_OF_HUNDREDS = new RegExp(
  String.raw`(?<!\p{L})(?:пар[ауы]й? (?:сотен|соток|сотенок)|(?:две|2) (?:сотни|сотки)|(?:an? )?couple(?: of)? hundred|two hundreds?)${NOTHING_BEHIND}`,
  'giu',
);
const UNITS = ['одна', 'две', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять'];
const HUNDREDS = ['сто', 'двести', 'триста', 'четыреста', 'пятьсот', 'шестьсот', 'семьсот', 'восемьсот', 'девятьсот'];
/** «Две двести» means 2,200. */
const THOUSANDS_AND_HUNDREDS = new RegExp(
  String.raw`(?<![\p{L}\d] ?)(${UNITS.join('|')}) (${HUNDREDS.join('|')})${NOTHING_BEHIND}`,
  'giu',
);
const unitOf = (word: string): string => (/^\d/.test(word) ? word : `${UNITS.indexOf(word.toLowerCase()) + 1}`);
const thousandsAndHundreds = (_all: string, unit: string, hundred: string): string =>
  `${unitOf(unit)}${HUNDREDS.indexOf(hundred.toLowerCase()) + 1} соток`;

const CURRENCY_NEXT = String.raw`(?=\s?(?:[₽$€£]|руб|р\.|долл|евро|ro?ubles?|dollars?|euros?))`;
const SPELT_OUT = new RegExp(String.raw`(?<=\d)\s{0,2}\([\p{L} -]{3,90}\)${CURRENCY_NEXT}`, 'giu');
const ADJECTIVE = new RegExp(
  String.raw`(?<=\s)(?:российск|белорусск|американск|казахстанск|russian|us|american|canadian)\p{L}{0,3}\s${CURRENCY_NEXT}`,
  'giu',
);

/** Removes bold marks and the like, which would separate a number from what it counts, and writes spoken amounts in digits. */
const withAmountsInDigits = (written: string): string =>
  normalizeCharacters(written)
    .replace(/\*\*|__|~~|`/g, '')
    .replace(/(?<![^\s(«"])[*_](?=\S)|(?<=\S)[*_](?![^\s.,;:!?)»"])/g, '')
    .replace(/(?<=\d ?)т\. ?р(?=\.|\s|$)/giu, 'тр')
    .replace(/(?<=\d)[- ]?(?:ти|и)?[- ]?процентн\p{L}{1,4}|(?<=\p{L})процентн\p{L}{1,4}/giu, ' процентов')
    .replace(SPELT_OUT, '')
    .replace(HALF_A_THOUSAND, '5 соток')
    .replace(COUPLE_OF_HUNDREDS, '2 сотки')
    .replace(THOUSANDS_AND_HUNDREDS, thousandsAndHundreds)
    .replace(AND_A_HALF, (_all, number: string) => `${unitOf(number)}.5 тысячи`)
    .replace(ONE_OF, '1 ')
    .replace(ONE_OF_SLANG, '1 ')
    .replace(ADJECTIVE, '');

type Read = { readonly amount?: WrittenAmount; readonly next: number };

const readOne = (scanned: ScannedText, at: number): Read | undefined => {
  const number = numberAt(scanned, at);
  if (number === '' || !Number.isFinite(Number(number))) return undefined;
  const amount = readAmount(scanned, at);
  const behind = amount?.unit ? undefined : otherUnit(scanned, amount?.next ?? at + 1);
  const unit = amount?.unit ?? behind?.unit;
  const next = behind?.next ?? amount?.next ?? at + 1;
  const times = (amount?.times ?? 1) * (unit?.factor ?? 1);
  const kind = unit && kindOf(unit);
  if (unit && kind && (kind !== 'measure' || !isPartOfCode(scanned, at, next))) {
    return { amount: written(scanned, { at, next, times, kind, symbol: unit.symbol }), next };
  }
  const short = gapBehind(scanned, at) === '' ? moneyMagnitudes.get(shortWordAt(scanned, at + 1)) : undefined;
  if (short === 1000 && !isPartOfCode(scanned, at, at + 2)) {
    return { amount: written(scanned, { at, next: at + 2, times: short, kind: 'scaled' }), next: at + 2 };
  }
  // "12 T-shirts" are not tonnes.
  const isNumberAlone = next > at + 1 && /^\s/.test(gapBehind(scanned, at) ?? '') && !isPartOfCode(scanned, at, at + 1);
  if (isPartOfCode(scanned, at, next))
    return isNumberAlone
      ? { amount: written(scanned, { at, next: at + 1, times: 1, kind: 'bare' }), next: at + 1 }
      : { next };
  if (amount) return { amount: written(scanned, { at, next, times, kind: 'scaled' }), next };
  const moment = readDate(scanned, at) ?? readTime(scanned, at);
  return moment ? { next: moment.next } : { amount: written(scanned, { at, next, times: 1, kind: 'bare' }), next };
};

type Unit = { readonly symbol: string | undefined; readonly factor: number };

const kindOf = ({ symbol, factor }: Unit): WrittenAmount['kind'] => {
  if (symbol === '%') return 'percent';
  return symbol === undefined || CODE.test(symbol) || isMoney({ symbol, factor, stem: '' }) ? 'money' : 'measure';
};

/** Currencies that search does not index, coins, and slang for thousands. */
const otherUnits: readonly (readonly [RegExp, Unit])[] = [
  [/^(?:коп|копе(?:ек|йка|йки|йку)|kope(?:ck|k)s?)$/, { symbol: 'rub', factor: 0.01 }],
  [/^(?:cents?|цент(?:а|ов)?)$/, { symbol: undefined, factor: 0.01 }],
  [/^(?:косар(?:ь|я|ей)|тыщ[аиу]?)$/, { symbol: undefined, factor: 1000 }],
  [/^лям(?:а|ов)?$/, { symbol: undefined, factor: 1_000_000 }],
  [/^bucks?$/, { symbol: 'usd', factor: 1 }],
  [/^(?:pounds?|quid)$/, { symbol: 'gbp', factor: 1 }],
  [/^стольник(?:а|у|ом|ов)?$/, { symbol: undefined, factor: 100 }],
  [/^сот(?:к(?:а|у|и)|ок)$/, { symbol: undefined, factor: 100 }],
  [/^полторашк(?:а|у|и|ой)$/, { symbol: undefined, factor: 1500 }],
  [/^(?:pence|penny|pennies)$/, { symbol: 'gbp', factor: 0.01 }],
  [/^полтинник(?:а|у|ом|ов)?$/, { symbol: undefined, factor: 50 }],
  [/^червон(?:ец|ца|цев)$/, { symbol: undefined, factor: 10 }],
  [/^пятихат(?:ка|ки|ку|ок)$/, { symbol: undefined, factor: 500 }],
  [/^пятис?от(?:ка|ки|ку)$/, { symbol: undefined, factor: 500 }],
  [/^(?:тр[её]шк|пят[её]рк|десятк)(?:а|и|у)$/, { symbol: undefined, factor: 1000 }],
  [/^(?:grands?|gs)$/, { symbol: undefined, factor: 1000 }],
  [/^tenners?$/, { symbol: undefined, factor: 10 }],
  [/^fivers?$/, { symbol: undefined, factor: 5 }],
  [/^(?:usdt|usdc|busd|dai|юсдт)$/, { symbol: 'usdt', factor: 1 }],
  [/^(?:btc|биткоин(?:а|ов)?|биток|битка|bitcoins?)$/, { symbol: 'btc', factor: 1 }],
  [/^(?:satoshis?|sats?|сатоши)$/, { symbol: 'btc', factor: 1e-8 }],
  [/^(?:eth|эфир(?:а|ов)?|ethereum|ether)$/, { symbol: 'eth', factor: 1 }],
  [/^(?:ton|toncoins?|xmr|trx|bnb|sol|ltc|doge)$/, { symbol: 'coin', factor: 1 }],
  [
    /^(?:лари|драм(?:а|ов)?|сом(?:а|ов)?|сум(?:а|ов)?|лир(?:а|ы)?|йен(?:а|ы)?|иен(?:а|ы)?|бат(?:а|ов)?|злот(?:ых|ый|ого)|крон(?:а|ы)?|франк(?:а|ов)?|рупи(?:й|я|и)|шекел(?:ь|я|ей)|гривен|гривн(?:а|ы))$/,
    { symbol: 'other', factor: 1 },
  ],
  [
    /^(?:lira|liras|yen|baht|zlotys?|francs?|rupees?|shekels?|crowns?|krona|kroner?|pesos?|dirhams?)$/,
    { symbol: 'other', factor: 1 },
  ],
  [/^дирхам(?:а|ов)?$/, { symbol: 'aed', factor: 1 }],
];
/** Words that often mean one of their kind without a number: «за стольник», "a tenner". */
const ONE_OF =
  /(?<=(?:^|[—–:;,(]|(?<![\p{L}\d])(?:за|по|в|всего|лишь|только|целый|ровно|это|будет|стоит|около|примерно|an?|just|only|for|is|about|another))\s?)(?=(?:стольник|полтинник|пятихатк[ау]|сотк[ау]|червонец|косарь|grand|tenner|fiver)(?![\p{L}\d])|(?:тр[её]шк|пят[её]рк|десятк)[ау]\s?(?:$|[.,;!?)]))/giu;

/** «Семь с половиной» without a unit means thousands. */
const AND_A_HALF = new RegExp(
  String.raw`(?<=[—–:]\s?)(\d{1,3}|${UNITS.join('|')}) с половиной${NOTHING_BEHIND}`,
  'giu',
);

/** The same for words that have no other meaning. */
const ONE_OF_SLANG = /(?<![\p{L}\d]|[\d] )(?=(?:полторашк[ау]|пятихатк[ау]|косарь)(?!\p{L}))/giu;

const CODE = /^(?:usdt|btc|eth|coin|other|byn|uah|gel|amd|try|aed|jpy|chf|inr|vnd|pln|rub|usd|eur|gbp|kzt|cny)$/;

const otherUnit = (scanned: ScannedText, at: number): { readonly unit: Unit; readonly next: number } | undefined => {
  const end = scanned.tokens[at - 1]?.end ?? 0;
  // «10 тыс. ₽»
  const [, sign] = /^\.? ?([₽$€£₸¥])/.exec(scanned.text.slice(end, end + 3)) ?? [];
  const signed = sign && unitBehind(sign);
  if (signed) return { unit: signed, next: at };
  if (!/^\.? ?$/.test(gapBehind(scanned, at - 1) ?? 'none')) return undefined;
  const word = shortWordAt(scanned, at);
  const [, unit] = otherUnits.find(([form]) => form.test(word)) ?? [];
  if (unit) return { unit, next: at + 1 };
  if (word === 'p' && isCoins(numberAt(scanned, at - 1)))
    return { unit: { symbol: 'gbp', factor: 0.01 }, next: at + 1 };
  return CODE.test(word) ? { unit: { symbol: word, factor: 1 }, next: at + 1 } : undefined;
};

/** "99p" is an amount of coins; "1080p" is not. */
const isCoins = (number: string): boolean => /^\d{1,2}$/.test(number);

/** Matches codes such as "7K2M4-QXD9F", "HALL-1" and "iPhone 15Pro". */
const isPartOfCode = ({ text, tokens }: ScannedText, at: number, next: number): boolean =>
  /[\p{L}\p{N}][-_#]?$/u.test(text.slice(0, tokens[at]?.start ?? 0).slice(-2)) ||
  /^[-_]?[\p{L}\p{N}]/u.test(text.slice(tokens[next - 1]?.end ?? 0).slice(0, 2));

type Place = {
  readonly at: number;
  readonly next: number;
  readonly times: number;
  readonly kind: WrittenAmount['kind'];
  readonly symbol?: string | undefined;
};

const written = ({ text, tokens }: ScannedText, { at, next, times, kind, symbol }: Place): WrittenAmount => {
  const token = tokens[at];
  const start = token?.start ?? 0;
  const number = Number(token?.value);
  const end = tokens[next - 1]?.end ?? start;
  // A sign after the number is not a token.
  const sign = /^\.? ?[%₽$€£₸¥]/.exec(text.slice(end, end + 3))?.[0] ?? '';
  // «18.000 руб.»
  const grouped = /^\d{1,3}(?:\.\d{3})+$/.test(text.slice(start, token?.end)) && kind !== 'measure';
  const thousands = Number(text.slice(start, token?.end).replaceAll('.', ''));
  const numbers = grouped ? (times >= 1000 ? [number, thousands] : [thousands, number]) : [number];
  return {
    kind,
    values: numbers.map((one) => exact(one * times)),
    number,
    times,
    currency: kind === 'money' ? symbol : undefined,
    unit: kind === 'measure' ? symbol : undefined,
    start,
    end: kind === 'money' || kind === 'percent' ? end + sign.length : end,
  };
};

/** Removes the rounding noise of binary fractions. */
const exact = (value: number): number => Number(value.toPrecision(12));

/** Joins parts of one amount: «5 тысяч 500 рублей», "1 million 200 thousand roubles", «10 руб. 50 коп.». */
const joinParts = (text: string, amounts: readonly WrittenAmount[]): readonly WrittenAmount[] => {
  const joined: WrittenAmount[] = [];
  for (const amount of amounts) {
    const before = joined.at(-1);
    if (before && isRest(text, before, amount)) joined.splice(-1, 1, together(before, amount));
    else joined.push(amount);
  }
  return joined;
};

const isRest = (text: string, before: WrittenAmount, amount: WrittenAmount): boolean => {
  if (!/^(?:\.? |, | и | and )$/.test(text.slice(before.end, amount.start))) return false;
  const isCoin = amount.kind === 'money' && amount.times === 0.01;
  if (before.kind === 'money' && isCoin) return Number.isInteger(before.number);
  const isSmaller = (amount.values[0] ?? 0) < before.times;
  const isHundreds = amount.kind === 'bare' && (amount.values[0] ?? 0) >= 100;
  return before.kind === 'scaled' && isSmaller && (amount.kind === 'money' || amount.kind === 'scaled' || isHundreds);
};

const together = (before: WrittenAmount, amount: WrittenAmount): WrittenAmount => ({
  ...amount,
  kind: amount.kind === 'bare' ? before.kind : amount.kind,
  values: [exact((before.values[0] ?? 0) + (amount.values[0] ?? 0))],
  number: before.number,
  currency: amount.currency ?? before.currency,
  start: before.start,
});

/** The largest ratio between the ends of a price range. */
const WIDEST_RANGE = 50;
const RANGE = /^ ?[-–—] ?$|^ (?:до|to) $/;

/** Gives the first number of a range the unit of the second: «500–700 ₽», "from 5 to 10 thousand". */
const joinRanges = (text: string, amounts: readonly WrittenAmount[]): readonly WrittenAmount[] =>
  amounts.map((amount, at) => {
    const next = amounts[at + 1];
    if (!next || next.kind === 'bare' || amount.kind !== 'bare') return amount;
    // «Nova 5 — 8 900 ₽» is not a range.
    if (amount.number * WIDEST_RANGE < next.number) return amount;
    if (!RANGE.test(text.slice(amount.end, next.start))) return amount;
    const { kind, currency, times } = next;
    return { ...amount, kind, currency, values: [...new Set([exact(amount.number * times), ...amount.values])] };
  });
