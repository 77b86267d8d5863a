import { readWeekdays } from '../kinds/weekdays.ts';

const BETWEEN = String.raw`\.?\s?(?:[–—-]|по|до|to|through|until|till)\s?(?:включительно\s)?`;
const MONTH_RU = 'янв|фев|мар|апр|ма[йяе]|июн|июл|авг|сен|окт|ноя|дек';
const MONTH_EN = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';

/** The months of a language in order, as customers say them, and a span of them. */
type Year = { readonly said: readonly string[]; readonly begins: readonly RegExp[]; readonly found: RegExp };

const yearOf = (said: string, months: string): Year => ({
  said: said.split(' '),
  begins: months.split('|').map((begin) => new RegExp(`^${begin}`, 'iu')),
  found: new RegExp(String.raw`(?<!\p{L})((?:${months})\p{L}{0,8})${BETWEEN}((?:${months})\p{L}{0,8})`, 'giu'),
});

const years: readonly Year[] = [
  yearOf('январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь', MONTH_RU),
  yearOf('january february march april may june july august september october november december', MONTH_EN),
];

/** Days of the week as `Date` counts them, and the words for those of the working week and of the weekend. */
type Week = { readonly said: readonly string[]; readonly working: string; readonly free: string };

const russianWeek: Week = {
  said: 'воскресенье понедельник вторник среда четверг пятница суббота'.split(' '),
  working: 'будни',
  free: 'выходные',
};
const englishWeek: Week = {
  said: 'sunday monday tuesday wednesday thursday friday saturday'.split(' '),
  working: 'weekdays',
  free: 'weekend',
};

const NUMBERS =
  /(?<![\d:.,])(\d{1,3})\s?(?:[–—-]|to|по|до)\s?(\d{1,3})(?=\s?(?:[\p{L}"″]))(?!\s?(?:am|pm|утра|вечера)(?!\p{L}))/giu;
const MOST_NUMBERS = 31;

/**
 * Returns the words that a text does not contain but means by a span: "Tuesday to Friday" means Wednesday, «5–8 лет» 6
 * and 7, «ежедневно» each day of the week. They are separated by spaces.
 */
export const impliedWords = (text: string): string =>
  [...new Set([...monthsBetween(text), ...daysIn(text), ...numbersBetween(text)])].join(' ');

const monthsBetween = (text: string): readonly string[] =>
  years.flatMap(({ said, begins, found }) =>
    [...text.matchAll(found)].flatMap(([, first = '', last = '']) => {
      const [from, to] = [first, last].map((word) => begins.findIndex((begin) => begin.test(word)));
      const count = (((to ?? 0) - (from ?? 0) + said.length) % said.length) + 1;
      return Array.from({ length: count }, (_, at) => said[((from ?? 0) + at) % said.length] ?? '');
    }),
  );

/** The days that a text names, in full; of several, also whether they are working days. */
const daysIn = (text: string): readonly string[] => {
  const days = [...readWeekdays(text)].toSorted((a, b) => a - b);
  const { said, working, free } = /[а-яё]/iu.test(text) ? russianWeek : englishWeek;
  const isFree = (day: number): boolean => day === 0 || day === 6;
  const groups = [days.some((day) => !isFree(day)) ? working : '', days.some(isFree) ? free : ''];
  return [...days.map((day) => said[day] ?? ''), ...(days.length > 1 ? groups.filter((name) => name !== '') : [])];
};

const numbersBetween = (text: string): readonly string[] =>
  [...text.matchAll(NUMBERS)].flatMap(([, first, last]) => {
    const [from, to] = [Number(first), Number(last)];
    return to - from > MOST_NUMBERS
      ? []
      : Array.from({ length: Math.max(0, to - from - 1) }, (_, at) => `${from + 1 + at}`);
  });
