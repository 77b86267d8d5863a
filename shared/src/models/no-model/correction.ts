import { findDate } from '../../reading/days/dates.ts';
import { findEmails } from '../../reading/email.ts';
import { spellInDigits } from '../../reading/number-words.ts';
import { findPhones } from '../../reading/phone.ts';
import { detectLanguage } from '../../text/detect-language.ts';
import { unitNamed } from './arithmetic/units.ts';
import { wordsOf } from './questions/word-roles.ts';

const MAX_WORDS = 14;
/** Number of the customer's messages in which what they correct may be. */
const MAX_BACK = 4;

const LEAD =
  /^\s*(?:(?:ой|упс|ох|тьфу|блин|пардон|сорян|миль пардон|ошибочка|описк[аи]|описал(?:ся|ась)|очепятка|не то написал[аи]?|извините|простите|прошу прощения|сорри|поправка|поправлюсь|исправлюсь|ошибл(?:ся|ась)|ошибка|опечатка|точнее|вернее|то есть|стойте|стоп|погодите|подождите|нет|не так|я (?:ошибл(?:ся|ась)|перепутал[аи]?)|перепутал[аи]?|хотел[аи]? (?:сказать|написать)|имел[аи]? в виду|oops|ops|whoops|sorry|soz|my bad|my mistake|pardon|wait|no|nope|correction|actually|typo|scratch that|make (?:that|it)|i mean(?:t)?(?: to say)?|rather|apologies)(?!\p{L})[\s,.:;!–—-]*)+|^\s*\*+\s?/iu;

const INSTEAD: readonly RegExp[] = [
  /(?<!\p{L})не (?<wrong>[^,]{1,40}?),? а (?<right>[^,.!?]{1,60})/iu,
  /(?<!\p{L})not (?<wrong>[^,]{1,40}?),? but (?<right>[^,.!?]{1,60})/iu,
  /(?<right>[^,.!?]{1,60}), ?(?:а не|not) (?<wrong>[^,.!?]{1,40})/iu,
  /(?<right>[^,.!?]{1,60}?) (?:вместо|instead of|rather than) (?<wrong>[^,.!?]{1,40})/iu,
];

/** A message of the customer with a correction in its place; `at` is its number among the earlier ones. */
export type Correction = { readonly at: number; readonly text: string };

/**
 * Finds the message that the customer corrects ("ой, не 5, а 6 декабря", "sorry, I meant Sunday", «номер …-34») and puts the correction in its
 * place; undefined if the text corrects nothing that was written before.
 */
export const findCorrection = (text: string, earlier: readonly string[]): Correction | undefined => {
  if (earlier.length === 0 || text.split(/\s+/u).length > MAX_WORDS || text.includes('?')) return undefined;
  const plain = text.replace(/\s+/gu, ' ').trim();
  const said = plain.replace(LEAD, '').trim();
  const before = earlier
    .map((message, at) => ({ at, text: message }))
    .slice(-MAX_BACK)
    .toReversed();
  const instead = insteadIn(said);
  if (instead) return firstOf(before, (message) => replaced(message, instead));
  if (said === plain || said === '') return undefined;
  return firstOf(before, (message) => corrected(message, said));
};

/** Returns a text without the words that announce a correction: "oops, I meant". */
export const withoutCorrection = (text: string): string => text.replace(LEAD, '').trim();

const firstOf = (
  messages: readonly Correction[],
  change: (message: string) => string | undefined,
): Correction | undefined => {
  for (const { at, text } of messages) {
    const changed = change(text);
    if (changed !== undefined) return { at, text: changed };
  }
  return undefined;
};

type Instead = { readonly wrong: string; readonly right: string };

const insteadIn = (said: string): Instead | undefined => {
  for (const pattern of INSTEAD) {
    const { wrong = '', right = '' } = pattern.exec(said)?.groups ?? {};
    if (wrong !== '' && right !== '') return { wrong: wrong.trim(), right: right.replace(LEAD, '').trim() };
  }
  return undefined;
};

const replaced = (message: string, { wrong, right }: Instead): string | undefined => {
  const at = placeOf(message, wrong);
  if (at < 0) return undefined;
  // "13 of us, not 12" replaces only the number.
  const number = /^\d+$/.test(wrong) ? /\d+/.exec(spellInDigits(right))?.[0] : undefined;
  const behind = message.slice(at + wrong.length);
  const isRepeated = number !== undefined && behind.trim() !== '';
  return message.slice(0, at) + (isRepeated ? number : right) + behind;
};

/** Returns where a message has these words as whole words; -1 if it has not. */
const placeOf = (message: string, words: string): number => {
  const [text, sought] = [message.toLowerCase(), words.toLowerCase()];
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
    const isWhole = !/[\p{L}\p{N}]$/u.test(text.slice(0, at)) && !/^[\p{L}\p{N}]/u.test(text.slice(at + sought.length));
    if (isWhole) return at;
  }
  return -1;
};

/** Puts a lone value in the place of the value of its kind. */
const corrected = (message: string, said: string): string | undefined => {
  const [email] = findEmails(said);
  if (email) return swap(message, findEmails(message)[0], email.value);
  const tail = /(?:номер|телефон|number|phone)?\D{0,12}?((?:\d{2,4}[-\s]?){1,2})$/iu.exec(said)?.[1]?.trim();
  if (tail !== undefined && /номер|телефон|number|phone|…|\.\.|^-/iu.test(said)) return withPhoneTail(message, tail);
  const measure = measuresIn(said).at(0);
  if (measure && said.split(/\s+/u).length <= MAX_MEASURE_WORDS) {
    const old = measuresIn(message).findLast(({ unit }) => unit === measure.unit);
    if (old) return swap(message, old, measure.value);
  }
  if (wordsOf(said).some(({ role }) => role === 'thing')) return undefined;
  const date = dateIn(said);
  if (date) return swap(message, dateIn(message), date.value);
  const count = countIn(said);
  if (!count) return undefined;
  const old = countIn(message);
  // "We are 25 now" behind "for 15 people" says only another number.
  const number = /\d+/.exec(count.value)?.[0] ?? '';
  const isBare = !WITH_PEOPLE.test(count.value) && old !== undefined && WITH_PEOPLE.test(old.value);
  return swap(message, old, isBare ? old.value.replace(/\d+/, number) : count.value);
};

type Span = { readonly value: string; readonly start: number; readonly end: number };

const swap = (message: string, old: Omit<Span, 'value'> | undefined, value: string): string | undefined => {
  if (!old) return undefined;
  const was = message.slice(old.start, old.end);
  const lead = PREPOSITION.test(value) ? '' : (PREPOSITION.exec(was)?.[0] ?? '');
  return message.slice(0, old.start) + lead + value + message.slice(old.end);
};

const PREPOSITION = /^(?:в|во|на|к|для|с|on|for|at|by|from)\s+/iu;

/** The digits at the end of the phone number are replaced by as many others. */
const withPhoneTail = (message: string, tail: string): string | undefined => {
  const phone = findPhones(message, detectLanguage(message) ?? 'ru')[0];
  if (!phone) return undefined;
  const digits = tail.replace(/\D/g, '');
  const written = [...message.slice(phone.start, phone.end)];
  let left = digits.length;
  for (let at = written.length - 1; at >= 0 && left > 0; at--) {
    if (/\d/.test(written[at] ?? '')) written[at] = digits[--left] ?? '';
  }
  return message.slice(0, phone.start) + written.join('') + message.slice(phone.end);
};

/** «8 метров», «три часа»: a number with a unit other than people. */
const MEASURE = /(?<![\p{L}\p{N}.,:])(\d{1,4}(?:[.,]\d{1,2})?)\s{1,9}(\p{L}{1,12})(?!\p{L})/giu;
const MAX_MEASURE_WORDS = 4;

const measuresIn = (text: string): readonly (Span & { readonly unit: string })[] =>
  [...spellInDigits(text).matchAll(MEASURE)].flatMap(({ index, 0: found, 2: word = '' }) => {
    const unit = unitNamed(word);
    if (unit === undefined || unit === 'person' || unit === 'child') return [];
    return [{ unit, value: found.replace(/\s+/gu, ' '), start: index, end: index + found.length }];
  });

const WEEKDAY =
  /(?<!\p{L})(?:(?:в|во|на|к|on|for)\s+)?(?:понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье|monday|tuesday|wednesday|thursday|friday|saturday|sunday|завтра|послезавтра|сегодня|tomorrow|today)(?!\p{L})/iu;

const dateIn = (text: string): Span | undefined => {
  const found = findDate(text);
  if (found) return found;
  const day = WEEKDAY.exec(text);
  return day ? { value: day[0], start: day.index, end: day.index + day[0].length } : undefined;
};

const PEOPLE =
  '(?:человек\\p{L}*|чел|гост\\p{L}+|персон\\p{L}*|дет(?:ей|и)|реб[её]н\\p{L}+|взросл\\p{L}+|people|guests?|persons?|adults?|kids|children|pax)';
const COLLECTIVE = /(?<!\p{L})(?:двоих|троих|четверых|пятерых|шестерых|семерых|восьмерых|десятерых)(?!\p{L})/iu;
const WITH_PEOPLE = new RegExp(PEOPLE, 'iu');
const NOW = '(?:(?:уже|теперь|всего|будет|буд[еу]м|now|actually|only)\\s+){0,3}';
const COUNT = new RegExp(
  `(?<!\\p{L})(?:(?:нас|будет|we are|we['’]re|we will be)\\s+${NOW})?(?:\\d{1,4}\\s+(?:${PEOPLE}|of us)(?!\\p{L})|${PEOPLE}\\s+\\d{1,4}(?!\\d))|(?<!\\p{L})(?:нас|we are|we['’]re|we will be)\\s+${NOW}\\d{1,4}(?![\\d:.])`,
  'iu',
);

const countIn = (text: string): Span | undefined => {
  const found = COLLECTIVE.exec(text) ?? COUNT.exec(spellInDigits(text));
  return found
    ? { value: found[0].replace(/\s+/gu, ' '), start: found.index, end: found.index + found[0].length }
    : undefined;
};
