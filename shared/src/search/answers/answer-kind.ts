import type { Language } from '../../entities/declaring/fields.ts';
import { detectLanguage } from '../../text/detect-language.ts';
import { analyzeText } from '../language/analyze-text.ts';
import { isFrameStem } from './frame-words.ts';

/** The kind of thing that a question asks for, recognized by its words, and how a text that contains one looks. */
type AnswerKind = {
  readonly asked: RegExp;
  /** The usual phrasing of such a question in each language. */
  readonly put: Readonly<Record<Language, string>>;
  readonly found: RegExp;
  /** Matches a weaker sign of it. */
  readonly hinted?: RegExp;
  /** A text that does not match this, and has no sign of what is asked for, cannot be an answer. */
  readonly required?: RegExp;
  /** Whether it is an amount of money. */
  readonly ofMoney?: boolean;
  /** Stems of question words that such a text answers without repeating them. */
  readonly words: RegExp;
};

const money =
  /(?:\d|тысяч|миллион|thousand|million)[^.!?\n]{0,12}?(?:[₽$€₸£¥₴₺₹₾֏]|руб|р\.|долл|евро|тенге|rou?bl|\brub\b|\busd\b|\beur|dollar|\bgbp\b|\bchf\b|\baed\b|\bpounds?\b|\bzł|\bpln\b)|(?:[₽$€₸£¥₴₺₹₾֏]|\b(?:rub|usd|eur|gbp|chf|aed|pln))\s?\d/i;
/** Prices are often written without a currency. A year is not a price, nor is a number of guests. */
const sum =
  /(?<![\d.,])(?!(?:19|20)\d\d(?!\d))(?:\d{1,3}(?:[\s.,]\d{3})+|\d{3,})(?![\s-]*(?:гост|чел|персон|участник|people|guest|person|м²|m²|кв|sq))/i;
/** In a list of prices with dots between names and values, values have no currency. */
const listed = /(?:\.{4}|…{2}|_{4})\s{0,3}\d{1,3}(?:[\s\u00a0]\d{3}|\d{0,3})(?![\d:.])/;
const free = /бесплатн|\bfree\b|включен|входит|входят|included|\d\s?%/i;
/** Whether the text contains an amount of money. */
export const holdsMoney = (text: string): boolean => money.test(text) || listed.test(text);
const people =
  /\d[\s-]*(?:человек|гост|персон|участник|посетител|people|guests?\b|persons?\b|attendees|visitors|seats)/i;
/** A number that is not an amount of money or a percentage. */
const PLAIN_NUMBER = '(?<![€$£]\\s?[\\d.,]{0,9})\\d(?!\\d)(?![\\d\\s.,]{0,9}(?:[₽$€£%]|руб|р\\.))';
const moment = new RegExp(
  [
    PLAIN_NUMBER,
    'сразу|сегодня|завтра|в любое время|в тот же|immediately|same day|any ?time|while you wait|tomorrow|at once|right away',
    'понедельн|вторник|сред[ау]|четверг|пятниц|суббот|воскресен|ежедневн|круглосуточн|выходн|будни',
    'январ|феврал|март|апрел|ма[йея](?![а-я])|июн|июл|август|сентябр|октябр|ноябр|декабр|недел|месяц',
    '(?<![а-яё])(?:дн[яейи]+|час|часа|часов|минут[ыа]?|век|века|веке|веков|год[ауы]?|лет|столети[еийях]+)(?![а-яё])',
    'monday|tuesday|wednesday|thursday|friday|saturday|sunday|daily|weekend|weekday|week|month',
    '\\b(?:days?|hours?|minutes?|years?|centur(?:y|ies))\\b',
    'january|february|march|april|\\bmay\\b|june|july|august|september|october|november|december',
  ].join('|'),
  'i',
);
/** A time of day. */
const hour =
  /(?<!\d)\d{1,2}[:.]\d\d(?!\d)|\d\s?(?:am|pm|a\.m|p\.m)\b|(?<![а-яё])(?:до|со?|к|в) (?:\d{1,2}|часу|двух|тр[её]х|четыр[её]х|пяти|шести|семи|восьми|девяти|десяти|одиннадцати|двенадцати)(?:\s(?:час|утра|вечера|дня|ночи)|(?=\s(?:до|и)\s|[.,;)]|$))|полдень|полночь|полуноч|круглосуточн|\bnoon\b|midnight|o'clock|24\/7/i;
const amount = new RegExp(
  [
    '\\d|тысяч|миллион|миллиард|процент|половин',
    '(?<![а-яё])(?:один|одна|одно|два|две|двое|три|трое|четыр|пять|пяти|шест|семь|семи|восем|девят|десят|сорок|сто(?![а-яё]))',
    '\\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|half|hundred|thousand|million)',
  ].join('|'),
  'i',
);

const BEFOREHAND =
  '(?:предоплат|аванс|депозит|залог|задат(?:ок|к)|перв\\S+ взнос|deposit|pre-?payment|advance payment|down ?payment|up-?front)';
const percent = /\d\s?%|процент|percent/i;

const kinds: readonly AnswerKind[] = [
  {
    // Asks for the amount or the share to be paid in advance. When, how, and whether it is refunded are other
    // questions.
    asked: new RegExp(
      `(?:сколько|как(?:ой|ая|ую|ов|ова|овы)(?![а-яё])|размер|сумм[аыу]|нуж(?:ен|на|но|ны)(?![а-яё])|надо|обязател|требу|есть|бер[её]те)[^.?!]{0,30}${BEFOREHAND}|${BEFOREHAND}[^.?!]{0,20}(?:сколько|как(?:ой|ая)(?![а-яё])|нуж(?:ен|на|но|ны)(?![а-яё])|обязател|требу|есть(?![а-яё]))|(?:how (?:much|big|large)|what|need|have to|must|require|charge|is there|do you (?:take|want|ask))\\b[^.?!]{0,30}${BEFOREHAND}|${BEFOREHAND}[^.?!]{0,20}(?:require|need|how much)`,
      'i',
    ),
    put: { ru: 'сколько предоплата', en: 'how much is the deposit' },
    found: new RegExp(`${money.source}|${percent.source}`, 'i'),
    words:
      /^(?:размр|сумм|состав|внест|внос|внес|плат|заплат|оплат|оплачива|обязательн|треб|требует|берет|pai|paid|payment|requir|mandatori|charg|take|much|big|larg)$/,
  },
  {
    asked:
      /(?:сколько|скок[оа]?)\s+(?:[а-яё]+\s+){0,4}?(?:сто[ия]|обойд|обход|платить|заплач|вста[нё]|выйд[еу]т|выльется|прос[ия]т|возьм[её]те|сдер[её]те)|во сколько (?:[а-яё]+\s+){0,2}(?:вста[нё]|обойд|обход|выйд|выльется)|что по (?:деньг|цен)|ценник|расценк|what (?:do|would|will) (?:you|i|we) (?:have to )?(?:charge|pay)|set (?:me|us) back|\bcharge for\b|\bpricing\b|\bwhat (?:would|will|is|are|does|do)\b[^.?!]{1,60}\b(?:a|an|per) (?:night|day|hour|week|month|year|person|head|visit|piece|kilo|kg|metre|meter)\b|почём|почем(?!у)|(?<![а-яё])цен[аыуе]|стоимост|прайс|тариф|how much(?! (?:notice|time|advance|space|room|weight|luggage))|\bprices?\b|\bcosts?\b|\bfees?\b/i,
    put: { ru: 'сколько стоит', en: 'how much is' },
    found: new RegExp(`${money.source}|${listed.source}`, 'i'),
    hinted: free,
    required: sum,
    ofMoney: true,
    words:
      /^(?:сто|стоит|стоят|стоимост|цен|ценник|расценк|деньг|встает|встанет|выйдет|выльетс|прос|просит|возьмет|заплач|charg|прайс|тариф|обойдет|обойдетс|платит|человк|персон|price|cost|much|fee|pai|person)$/,
  },
  {
    // Whether something costs extra. The text need not contain an amount: "included".
    asked:
      /(?<![а-яё])(?:бесплатн|платн|даром(?![а-яё])|доплат|доплач)|за отдельн\S{0,4} (?:плат|деньг)|\bfree\b(?! from| on | at | for (?:dinner|lunch|tomorrow|today|tonight))|\bcomplimentary\b|\b(?:extra|additional) (?:charge|cost|fee)|\b(?:charge|pay|cost) extra\b/i,
    put: { ru: 'сколько стоит', en: 'how much is' },
    found: new RegExp(`${money.source}|${listed.source}|${free.source}`, 'i'),
    words: /^(?:бесплатн|платн|дар|доплат|доплач|доплачив|free|complimentari|charg|extra|cost|pai)$/,
  },
  {
    asked: /(?<![а-яё])(?:во сколько|(?:до|со?|к) скольки)(?![а-яё])|часы работы|график|\bwhat time\b|opening hours/i,
    put: { ru: 'во сколько', en: 'what time is' },
    found: hour,
    hinted: moment,
    required: moment,
    words: /^(?:врем|час|график|time|hour)$/,
  },
  {
    asked:
      /когда|во сколько|(?:до|со?) скольки|сколько времени|как долго|за сколько|срок|часы работы|график|в каком году|\bwhen\b|what time|how long|opening hours|(?:what|which) year/i,
    put: { ru: 'когда', en: 'when is' },
    found: moment,
    words: /^(?:срок|врем|времен|долг|час|год|график|time|long|hour|year)$/,
  },
  {
    asked:
      /(?:сколько|на сколько)\s+(?:[а-яё]+\s+)?(?:человек|гостей|людей|персон|участников|мест(?![а-яё]))|вместимост|(?:влезет|влезут|поместится|поместятся|вместится|вместятся|вместит)(?![а-яё])|how many\s+(?:[a-z]+\s+)?(?:people|guests|persons|attendees|visitors|seats)|capacity/i,
    put: { ru: 'сколько человек', en: 'how many people' },
    found: people,
    words:
      /^(?:человк|люд|гост|персон|участник|мест|вмеща|вместим|вмест|вместит|помеща|помест|влезет|влезут|peopl|guest|person|attende|visitor|seat|fit|hold|capac|mani|number)$/,
  },
  {
    // "How many" without what is counted asks for a price.
    asked:
      /(?<![а-яё])(?:сколько|скок|скоко|скольк)(?=\s{0,3}(?:[?!.,;)]|$))|(?<![а-яё])(?:сколько|скок|скоко) (?:за|будет|выйдет|получится|выходит|возьм[её]те|бер[её]те|с (?:меня|нас|человека))(?![а-яё])/i,
    put: { ru: 'сколько', en: 'how much is' },
    found: new RegExp(`${money.source}|${listed.source}`, 'i'),
    hinted: amount,
    words: /^(?:выйдет|получ|получит|выход|возьмет|берет|берут)$/,
  },
  {
    asked:
      /сколько|скольк|как много|какое количество|численность|какой процент|how many|how much|what percent|number of/i,
    put: { ru: 'сколько', en: 'how many' },
    found: amount,
    words: /^(?:количеств|числ|численност|mani|much|number)$/,
  },
  {
    asked: /телефон|позвонить|связаться|контакт|почт[аыуе]|\bphone\b|\bcall\b|contact|e-?mail/i,
    put: { ru: 'телефон', en: 'phone' },
    found: /\+?\d[\d\s()-]{6,}\d|@/,
    words: /^(?:телефон|позвон|связа|контакт|почт|phone|call|contact|email|mail)$/,
  },
];

/** The kind of thing that one question asks for. */
export type AskedKind = {
  /** How certainly the text contains the kind of thing asked for: 0, 0.5 or 1. */
  strength(text: string): number;
  /** Whether the text cannot be an answer because it lacks what such a question asks for. */
  isMissing(text: string): boolean;
  answersWord(stem: string): boolean;
  /** Whether it is an amount of money. */
  readonly ofMoney: boolean;
};

/** Returns undefined when the question asks for no particular kind of thing. */
export const askedKind = (question: string): AskedKind | undefined => {
  const kind = kinds.find(({ asked }) => asked.test(question));
  if (!kind) return undefined;
  const { found, hinted, required, words } = kind;
  const strength = (text: string): number => (found.test(text) ? 1 : hinted?.test(text) ? 0.5 : 0);
  return {
    strength,
    ofMoney: kind.ofMoney === true,
    isMissing: (text) => required !== undefined && strength(text) === 0 && !required.test(text),
    answersWord: (stem) => words.test(stem),
  };
};

/**
 * Returns the words by which a question asks for a kind of thing ("how much"), or their usual phrasing in `language` if
 * that differs. Undefined when it asks for no particular kind.
 */
export const askedWords = (question: string, language?: Language): string | undefined => {
  const kind = kinds.find(({ asked }) => asked.test(question));
  const found = kind?.asked.exec(question);
  if (!kind || !found) return undefined;
  if (language !== undefined && detectLanguage(found[0]) !== language) return kind.put[language];
  const [rest = ''] = /^\p{L}*/u.exec(question.slice(found.index + found[0].length)) ?? [];
  return found[0] + rest;
};

/** Whether a question names its subject: "How much is it?" does not. */
export const namesSubject = (question: string): boolean => {
  const kind = askedKind(question);
  return analyzeText(question).some(
    ({ stem, stop, joint }) => !stop && !joint && !isFrameStem(stem) && !kind?.answersWord(stem),
  );
};
