import { foldText } from '../../search/language/fold-text.ts';
import { wholeWords } from '../../text/word-pattern.ts';

const MONTH =
  '(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)\\p{L}{0,2}|(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)(?:\\p{L}{1,7})?';
const WEEKDAY_RU =
  'понедельник|вторник|сред[уы]|четверг|пятниц[уы]|суббот[уы]|воскресень[ея]|пн|вт|ср|чт|пт|сб|вс|выходны[ех]';
const WEEKDAY_EN = '(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|tues|wed|thu|thur|thurs|fri|sat|the weekend';

const dayForms: readonly RegExp[] = [
  'сегодня|завтра|послезавтра|сейчас|сегодняшн\\p{L}+|завтрашн\\p{L}+|today|tonight|tomorrow|tmrw|tmr|tomorow|this (?:morning|afternoon|evening|week|weekend)|next (?:week|weekend|month)',
  `(?:на|в|во|с|к|ко|до|эт(?:у|от|о)|ближайш\\p{L}+|следующ\\p{L}+)\\s+(?:эт(?:у|от|о)\\s+|ближайш\\p{L}+\\s+|следующ\\p{L}+\\s+)?(?:${WEEKDAY_RU})`,
  `(?:on|for|this|next|by|till|until|to|from|coming|the|or|and|at)\\s+(?:next\\s+|this\\s+)?(?:${WEEKDAY_EN})`,
  '(?:mon|tues|wednes|thurs|fri|satur|sun)day',
  `(?:${WEEKDAY_EN})\\s+(?:morning|afternoon|evening|night|at|around|after|pls|please|\\d)`,
  `[0-3]?\\d(?:-?(?:го|е|му|ого|st|nd|rd|th))?\\s+(?:of\\s+)?(?:${MONTH})|(?:${MONTH})\\.?\\s+[0-3]?\\d(?:st|nd|rd|th)?`,
  '[0-3]?\\d-?(?:го|е|ое|ого)|(?:the|on|for|till)\\s+[0-3]?\\d(?:st|nd|rd|th)',
  '[0-3]?\\d[./][01]\\d(?:[./]\\d{2,4})?|20\\d\\d-\\d\\d-\\d\\d',
  'через\\s+(?:\\d+\\s+|пару\\s+|полтора\\s+|пол)?(?:час\\p{L}*|минут\\p{L}*|недел\\p{L}+|дн\\p{L}+|день)|in\\s+(?:an?|\\d+|half an|a couple of)\\s+(?:hours?|minutes?|days?|weeks?)|(?:на|этой|следующей|ближайшей)\\s+неделе|на выходн\\p{L}+|asap|right now',
].map((form) => wholeWords(form, 'giu'));
const timeForms: readonly RegExp[] = [
  '(?:[01]?\\d|2[0-3])[:.][0-5]\\d|(?:в|к|с|на|после|около|часов в|часам к)\\s+(?:[01]?\\d|2[0-3])(?:\\s*(?:час\\p{L}*|утра|вечера|дня|ч))?(?=\\s*(?:$|[,.!?]|по |на |или |и |до ))',
  '(?:at|around|by|from)\\s+\\d{1,2}(?:\\s*(?:am|pm|o.?clock))?|\\d{1,2}\\s*(?:am|pm)|noon|at midday|(?:к|ближе к|под)\\s+(?:вечеру|вечер|обеду|утру|ночи)|вечером|утром|днем|после обеда|в обед|в полдень',
].map((form) => wholeWords(form, 'giu'));

/** Whether the text names a certain time of day. */
export const namesTime = (text: string): boolean => isFound(foldText(text), timeForms);

/** Unlike `test`, `search` keeps no position between calls. */
const isFound = (text: string, forms: readonly RegExp[]): boolean => forms.some((form) => text.search(form) >= 0);

/** Whether the text names a certain day or time, unlike "on Sundays" and «по субботам». */
export const namesMoment = (text: string): boolean => {
  const folded = foldText(text);
  return isFound(folded, dayForms) || isFound(folded, timeForms);
};

const MOST_PARTS = 3;
/** A preposition before a day or time, which is repeated with it. */
const PREPOSITION = /(?<!\p{L})(?:на|в|во|к|с|on|at|for)\s$/iu;

/** Returns the day and time in the customer's words; `date` is the day as it was found before. */
export const momentIn = (text: string, date: string | undefined): string | undefined => {
  const days =
    date === undefined ? allOf(text, dayForms) : [withPreposition(text, { found: date, at: text.indexOf(date) })];
  const times = allOf(text, timeForms).filter((time) => !days.some((day) => day.includes(time)));
  const parts = [...new Set([...days, ...times])].slice(0, MOST_PARTS);
  return parts.length > 0 ? parts.join(' ') : undefined;
};

const allOf = (text: string, forms: readonly RegExp[]): readonly string[] =>
  forms
    .flatMap((form) => [...text.matchAll(form)].map(({ 0: found, index }) => ({ found, at: index })))
    .toSorted((a, b) => a.at - b.at)
    .filter(({ at }, place, all) => all.findIndex((one) => one.at <= at && at < one.at + one.found.length) === place)
    .map((one) => withPreposition(text, one));

const withPreposition = (text: string, { found, at }: { readonly found: string; readonly at: number }): string => {
  const before = PREPOSITION.exec(text.slice(Math.max(0, at - 4), Math.max(0, at)))?.[0] ?? '';
  return `${before}${found}`.trim();
};

/** The text without its days and times. */
export const withoutMoments = (text: string): string =>
  [...dayForms, ...timeForms].reduce((rest, form) => rest.replace(form, ' '), foldText(text));
