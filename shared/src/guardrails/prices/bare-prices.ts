import type { WrittenAmount } from '../../search/language/values/read-amounts.ts';
import { wholeWords } from '../../text/word-pattern.ts';
import type { Place } from './surroundings.ts';

const PRICE_WORD =
  'стоит|стоят|стоить|стоимость\\p{L}*|цен[аыуе]|ценой|обойд[её]тся|обойдутся|выйдет|итого|тариф\\p{L}*|прайс\\p{L}*|price[sd]?|costs?|total|fee|rate';
const STEP =
  '\\s*(?:[:—–=-]|is|are|was|of|from|at|just|only|about|around|will be|comes to|примерно|около|порядка|от|до|всего|лишь|только|будет|составит|составляет|в|за|по|для вас|вам|you|us|а теперь|now|сейчас)?';
const BEHIND_PRICE = new RegExp(
  `(?<!\\p{L})(?:(?:${PRICE_WORD})${STEP}${STEP}|(?:${PRICE_WORD})[^.!?\\d\\n]{0,50}\\s?[:—–=]|(?:отда\\p{L}+|прода\\p{L}+|уступ\\p{L}+|оформ\\p{L}+|ваш\\p{L}?|sell|yours|have it|take it)[^.!?\\d\\n]{0,40}\\s(?:за|for))\\s*$`,
  'iu',
);
/** The counted thing is not named: nothing follows, or what follows says what the price is for. */
const NOTHING_COUNTED =
  /^\s*(?:$|[.,;:!?)\]»"|\n/+=×]|[-–—]\s|(?:за|в|на|с|по|per|a|an|for|each|every|и|and|до|to|plus|плюс|или|or|including|включая)(?![\p{L}]))/iu;

/** The number of characters considered before a number, and after it. */
const NEAR = 100;

/** Whether the number counts nothing that is named, as in a price. */
export const countsNothing = (text: string, { end }: Place): boolean => NOTHING_COUNTED.test(text.slice(end, end + 20));
/** Whether a number without a currency can only be a price. */
export const isPriced = (text: string, place: Place): boolean =>
  countsNothing(text, place) && BEHIND_PRICE.test(text.slice(Math.max(0, place.start - NEAR), place.start));

const COUNTS_PEOPLE = wholeWords(
  'вмеща\\p{L}+|вместимост\\p{L}*|гост\\p{L}+|зрител\\p{L}*|участник\\p{L}*|подписчик\\p{L}*|жител\\p{L}*|тираж\\p{L}*|пробег\\p{L}*|мощност\\p{L}*|оборот\\p{L}*|насел\\p{L}+|holds|seats|capacity|guests|visitors|followers|subscribers|mileage|population|circulation',
);
/** "4K" in capitals is a resolution. */
const RESOLUTION = /^[2458][KК]$/u;
/** Thousands of something unstated are money, unless something else was being counted. */
export const isSum = (text: string, place: Place): boolean => {
  if (!countsNothing(text, place)) return false;
  const before = text
    .slice(Math.max(0, place.start - NEAR), place.start)
    .split(/[.!?]\s|\n/)
    .at(-1);
  if (RESOLUTION.test(text.slice(place.start, place.end))) return BEHIND_PRICE.test(before ?? '');
  return !COUNTS_PEOPLE.test(before ?? '');
};

const UNIT_RU =
  '(?:квадрат\\p{L}*|кв|метр\\p{L}{0,2}|м[23]?|день|дня|сутки|час|человека?|гост\\p{L}|персон\\p{L}|штук[уи]|шт|ночь|месяц|мес|год|недел[юи]|заняти[ея]|урок|сеанс|визит|раз|порци[юи]|кг|кило\\p{L}*|литр|км|этаж|упаковк[уи]|пар[уы]|комплект|набор|билет|место|вс[её]|двоих|троих|двух|тр[её]х|обоих)';
const UNIT_EN =
  '(?:head|person|day|hour|night|week|month|year|piece|pop|guest|class|session|lesson|unit|met(?:er|re)|kilo|kg|mile|km|seat|ticket|room|couple|child|adult|pair|box|bottle|m2|sq)';
const PER_UNIT_BEHIND = new RegExp(
  `^\\s?(?:\\/\\s?\\p{L}|(?:за|в|с|на)\\s(?:(?:одн|кажд|погонн)\\p{L}{1,3}\\s)?${UNIT_RU}(?!\\p{L})|(?:a|an|per|each|every|for the)\\s${UNIT_EN}(?!\\p{L})|(?:each|apiece|pp)(?!\\p{L}))`,
  'iu',
);
const LEAST_PER_UNIT = 10;
/** Whether the number is a unit price: "50 a head", «по двести за квадрат». */
export const isPerUnitPrice = (text: string, { start, end, values }: WrittenAmount): boolean =>
  (values[0] ?? 0) >= LEAST_PER_UNIT &&
  PER_UNIT_BEHIND.test(text.slice(end, end + 30)) &&
  !/(?:\d|:)\s?[-–—]?\s?$/.test(text.slice(Math.max(0, start - 3), start));

const TAGGED = /(?:[—–:=+]|\s-|(?<!\p{L})(?:за|от|по|всего|только|ровно|лишь|for|from|only|just))\s?$/iu;
const LEAST_TAGGED = 100;
/** Whether a number that counts nothing follows a dash or "from": "Anna cuts from 3000". */
export const isTagged = (text: string, { start, end, values }: WrittenAmount): boolean =>
  (values[0] ?? 0) >= LEAST_TAGGED &&
  countsNothing(text, { start, end }) &&
  TAGGED.test(text.slice(Math.max(0, start - 10), start));

const ASKS_PRICE = wholeWords(
  'сколько|поч[её]м|цен\\p{L}{1,3}|прайс\\p{L}*|стоимость\\p{L}*|стоит|стоят|тариф\\p{L}*|how much|prices?|costs?|rates?|fees?|charge',
);
/** Whether the customer asks for a price. */
export const asksPrice = (text: string): boolean => ASKS_PRICE.test(text);

const BEHIND_DASH = /(?:[—–:]|\s-|(?<!\p{L})(?:за|for))\s?$/iu;
const LEAST_ANSWER = 10;
/** Whether the number can hardly be anything but the answer to a question about a price. */
export const isAnswer = (text: string, { start, end, kind, values }: WrittenAmount): boolean =>
  (kind === 'scaled' || (kind === 'bare' && (values[0] ?? 0) >= LEAST_ANSWER)) &&
  countsNothing(text, { start, end }) &&
  BEHIND_DASH.test(text.slice(Math.max(0, start - 5), start));
