import { sentencesOf } from '../../search/language/sentences.ts';
import { wholeWords } from '../../text/word-pattern.ts';
import type { ReadReply } from '../read-reply.ts';

/** The opening days and hours that a text gives. */
type Opening = { readonly days: ReadonlySet<number>; readonly times: readonly number[]; readonly isAlways: boolean };

const OPEN = wholeWords(
  "работаем|открыты|открыто|открыт|открыта|принимаем (?:с|ежедневно|по)|часы работы|график(?: работы)?|режим работы|время работы|we['’]?(?:re| are) (?:open|here|available)|(?:reception|shop|office|store|desk|studio|salon|clinic|gym|we|doors?) (?:is|are|stays?|opens?)(?: open)?|opening (?:hours|times)|working hours|office hours|business hours|open (?:from|daily|until|till|on|every|24)",
);
const ALWAYS = /(?<!\p{L})(?:круглосуточно|24\s?\/\s?7|round the clock|around the clock|day and night)(?!\p{L})/iu;
const DAILY =
  /(?<!\p{L})(?:ежедневно|кажд\p{L}{2} день|без выходных|семь дней|7 дней|every ?day|daily|seven days|7 days|all week)(?!\p{L})/iu;
const NOT_OPEN = wholeWords(
  "закрыт\\p{L}*|не работа\\p{L}+|выходной|кроме|closed|not open|except|aren['’]t open|isn['’]t open",
);

const names: readonly string[] = [
  'понедельник\\p{L}{0,3}|пн|mon(?:days?)?',
  'вторник\\p{L}{0,3}|вт|tue(?:s|sdays?)?',
  'сред(?:а|у|ы|ам)|ср|wed(?:nesdays?)?',
  'четверг\\p{L}{0,3}|чт|thu(?:r|rs|rsdays?)?',
  'пятниц\\p{L}{1,2}|пт|fri(?:days?)?',
  'суббот\\p{L}{1,2}|сб|sat(?:urdays?)?',
  'воскресень\\p{L}{1,2}|вс|sun(?:days?)?',
];
const DAY = wholeWords(
  `${names.map((name) => `(${name})`).join('|')}|(выходн\\p{L}{2}|weekends?)|(будн\\p{L}{1,3}|weekdays?)`,
  'giu',
);
const TO = /^\s?(?:[-–—]|по|до|to|till|until|through|thru)\s?$/iu;

const daysIn = (text: string): ReadonlySet<number> => {
  const days = new Set<number>();
  let last: { readonly day: number; readonly end: number } | undefined;
  for (const match of text.matchAll(DAY)) {
    const day = match.slice(1).findIndex((group) => group !== undefined);
    const end = match.index + match[0].length;
    if (day === 7) for (const one of [5, 6]) days.add(one);
    else if (day === 8) for (const one of [0, 1, 2, 3, 4]) days.add(one);
    else {
      const from = last && TO.test(text.slice(last.end, match.index)) ? last.day : day;
      for (let one = from; ; one = (one + 1) % 7) {
        days.add(one);
        if (one === day) break;
      }
      last = { day, end };
    }
  }
  if (DAILY.test(text)) for (let one = 0; one < 7; one++) days.add(one);
  return days;
};

const CLOCK =
  /(?<![\d.,:])(\d{1,2})(?:[:.](\d{2}))?\s?(a\.?m\.?|p\.?m\.?|утра|вечера|дня|ночи|(?<=(?<!\p{L})(?:с|до)\s\d{1,2}\s)час(?:ов|а)?)?(?![\d:%₽$€£]|\s?(?:руб|дн|day|min|мин))/giu;
const SPAN_BEFORE = /(?<!\p{L})(?:с|со|до|from|to|till|until|between|and|by|at|[-–—])\s?$/iu;
const SPAN_BEHIND = /^\s?(?:[-–—]|до|to|till|until)\s?\d/iu;
const words: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  noon: 12,
  midnight: 24,
  семи: 7,
  восьми: 8,
  девяти: 9,
  десяти: 10,
  одиннадцати: 11,
  двенадцати: 12,
  шести: 6,
  пяти: 5,
};
const WORD = new RegExp(
  `(?<=(?<!\\p{L})(?:с|до|from|to|till|until|at|by)\\s)(?:${Object.keys(words).join('|')})(?!\\p{L})`,
  'giu',
);

/** Returns times in minutes of half a day, so that "6pm", "18:00" and a bare "six" are equal. */
const timesIn = (text: string): readonly number[] => [
  ...[...text.matchAll(CLOCK)].flatMap(({ index, 0: found, 1: hour = '', 2: minutes, 3: half }) => {
    const isClock =
      minutes !== undefined ||
      half !== undefined ||
      SPAN_BEFORE.test(text.slice(Math.max(0, index - 10), index)) ||
      SPAN_BEHIND.test(text.slice(index + found.length, index + found.length + 8));
    return isClock && Number(hour) <= 24 ? [(Number(hour) % 12) * 60 + Number(minutes ?? 0)] : [];
  }),
  ...[...text.matchAll(WORD)].map(([word]) => ((words[word.toLowerCase()] ?? 0) % 12) * 60),
];

const openingOf = (text: string): Opening => ({
  days: daysIn(text),
  times: timesIn(text),
  isAlways: ALWAYS.test(text),
});

/** Finds a sentence of the reply with opening days or hours that the team has not given. */
export const strangeOpeningIn = (reply: ReadReply): string | undefined => {
  const said = sentencesOf(reply.text).filter(
    ({ value }) => OPEN.test(value) && !NOT_OPEN.test(value) && !value.endsWith('?'),
  );
  const claims = said
    .map(({ value }) => ({ value, opening: openingOf(value) }))
    .filter(({ opening: { days, times, isAlways } }) => isAlways || days.size > 0 || times.length > 0);
  if (claims.length === 0) return undefined;
  const ours = reply.ours();
  const told = ours
    .flatMap((text) => sentencesOf(text))
    .filter(({ value }) => !NOT_OPEN.test(value) || OPEN.test(value))
    .map(({ value }) => ({
      isOpen: OPEN.test(value) || DAILY.test(value) || ALWAYS.test(value),
      opening: openingOf(value),
    }));
  const days = new Set(
    told
      .filter(({ isOpen, opening }) => isOpen || opening.times.length > 0)
      .flatMap(({ opening }) => [...opening.days]),
  );
  const times = new Set(
    told.filter(({ isOpen, opening }) => isOpen || opening.times.length > 1).flatMap(({ opening }) => opening.times),
  );
  const isAlways = told.some(({ isOpen, opening }) => isOpen && opening.isAlways);
  return claims.find(
    ({ opening }) =>
      (opening.isAlways && !isAlways) ||
      (!isAlways && opening.times.some((time) => !times.has(time))) ||
      (!isAlways && days.size > 0 && [...opening.days].some((day) => !days.has(day))) ||
      (days.size === 0 && opening.days.size > 0 && times.size === 0),
  )?.value;
};
