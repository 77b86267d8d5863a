const BETWEEN = String.raw`\.?\s?(?:[–—-]|по|до|to|through|until|till)\s?(?:включительно\s)?`;
const DAY_RU = 'пн|понед|вт|втор|ср|сред|чт|четв|пт|пятн|сб|субб|вс|воскр';
const DAY_EN = 'mon|tue|wed|thu|fri|sat|sun';
const MONTH_RU = 'янв|фев|март|апр|май|мая|мае|июн|июл|авг|сен|окт|ноя|дек';
const MONTH_EN = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';

/** Days of the week or months in order, as customers say them, and a span of them. */
type Cycle = { readonly said: readonly string[]; readonly begins: readonly string[]; readonly found: RegExp };

const cycles: readonly Cycle[] = [
  {
    said: ['понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота', 'воскресенье'],
    begins: ['пн|пон', 'вт', 'ср', 'чт|чет', 'пт|пят', 'сб|суб', 'вс|вос'],
    found: new RegExp(String.raw`(?<!\p{L})((?:${DAY_RU})\p{L}{0,8})${BETWEEN}((?:${DAY_RU})\p{L}{0,8})`, 'giu'),
  },
  {
    said: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
    begins: DAY_EN.split('|'),
    found: new RegExp(String.raw`(?<!\p{L})((?:${DAY_EN})\p{L}{0,8})${BETWEEN}((?:${DAY_EN})\p{L}{0,8})`, 'giu'),
  },
  {
    said: 'январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'.split(' '),
    begins: ['янв', 'фев', 'мар', 'апр', 'ма', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'],
    found: new RegExp(String.raw`(?<!\p{L})((?:${MONTH_RU})\p{L}{0,8})${BETWEEN}((?:${MONTH_RU})\p{L}{0,8})`, 'giu'),
  },
  {
    said: 'january february march april may june july august september october november december'.split(' '),
    begins: MONTH_EN.split('|'),
    found: new RegExp(String.raw`(?<!\p{L})((?:${MONTH_EN})\p{L}{0,8})${BETWEEN}((?:${MONTH_EN})\p{L}{0,8})`, 'giu'),
  },
];

const indexIn = ({ begins }: Cycle, word: string): number => {
  const written = word.toLowerCase();
  return begins.findIndex((begin) => begin.split('|').some((one) => written.startsWith(one)));
};

const [weekRu = [], weekEn = []] = cycles.map(({ said }) => said);
/** Words for several days, with the days that they mean. */
const groups: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(?<!\p{L})(?:будн|рабочи[ем] дн)/iu, weekRu.slice(0, 5)],
  [/(?<!без )(?<!\p{L})выходны[емх](?!\p{L})/iu, weekRu.slice(5)],
  [/ежедневно|без выходных|каждый день|все дни|круглосуточно/iu, weekRu],
  [/\bweekdays?\b|\bworking days\b/iu, weekEn.slice(0, 5)],
  [/\bweekends?\b/iu, weekEn.slice(5)],
  [/\b(?:daily|every day|seven days|all week)\b/iu, weekEn],
];

/** The words for working days and for the weekend by the days that a text names. */
const namesOfDays: readonly (readonly [readonly string[], string])[] = [
  [weekRu.slice(0, 5), 'будни'],
  [weekRu.slice(5), 'выходные'],
  [weekEn.slice(0, 5), 'weekdays'],
  [weekEn.slice(5), 'weekend'],
];

const NUMBERS =
  /(?<![\d:.,])(\d{1,3})\s?(?:[–—-]|to|по|до)\s?(\d{1,3})(?=\s?(?:[\p{L}"″]))(?!\s?(?:am|pm|утра|вечера)(?!\p{L}))/giu;
const MOST_NUMBERS = 31;

/**
 * Returns the words that a text does not contain but means by a span: "Tuesday to Friday" means Wednesday, «5–8 лет» 6
 * and 7, «ежедневно» each day of the week. They are separated by spaces.
 */
export const impliedWords = (text: string): string => {
  const days = [...cycles.flatMap((cycle) => cycleWords(text, cycle)), ...groupWords(text)];
  const names = namesOfDays.flatMap(([of, name]) => (of.some((day) => days.includes(day)) ? [name] : []));
  return [...new Set([...days, ...names, ...numbersBetween(text)])].join(' ');
};

const cycleWords = (text: string, cycle: Cycle): readonly string[] =>
  [...text.matchAll(cycle.found)].flatMap(([, first = '', last = '']) => {
    const { said } = cycle;
    const from = indexIn(cycle, first);
    const count = ((indexIn(cycle, last) - from + said.length) % said.length) + 1;
    return Array.from({ length: count }, (_, at) => said[(from + at) % said.length] ?? '');
  });

const groupWords = (text: string): readonly string[] =>
  groups.flatMap(([pattern, days]) => (pattern.test(text) ? days : []));

const numbersBetween = (text: string): readonly string[] =>
  [...text.matchAll(NUMBERS)].flatMap(([, first, last]) => {
    const [from, to] = [Number(first), Number(last)];
    return to - from > MOST_NUMBERS
      ? []
      : Array.from({ length: Math.max(0, to - from - 1) }, (_, at) => `${from + 1 + at}`);
  });
