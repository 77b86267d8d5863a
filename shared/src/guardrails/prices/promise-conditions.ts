import { readAmounts } from '../../search/language/values/read-amounts.ts';
import { remember } from '../../search/remember.ts';
import { type Terms, termsIn } from '../subject-terms.ts';
import { durationsIn } from '../terms/durations.ts';

const AUDIENCES: readonly RegExp[] = [
  /(?<!\p{L})(?<!(?:по|к|за|с|со)\s)((?:\p{L}{2,}(?:ым|им)\s)?\p{L}{3,}(?:ам|ям))(?!\p{L})/giu,
  /(?<!\p{L})для\s((?:\p{L}+\s)?\p{L}{3,})/giu,
  /(?<![\p{L}-])((?:[\p{L}-]+\s){0,2}[\p{L}-]{3,}s|children|seniors)\s(?:also\s|always\s)?(?:get|receive|have|enjoy|pay|save|qualify|are entitled)(?!\p{L})/giu,
  /(?<!\p{L})for\s((?:(?!you|your|the|a|an|any|all)[\p{L}-]+\s)?(?!hours|days|weeks|months|years|minutes)[\p{L}-]{3,}s)(?!\p{L})/giu,
  /(?<!\p{L})(?:по|on)\s((?:понедельник|вторник|сред|четверг|пятниц|суббот|воскресень|будн|выходн|утр|вечер)\p{L}{0,3}|(?:mon|tues|wednes|thurs|fri|satur|sun|week)days?|weekends?)(?!\p{L})/giu,
];
const CIRCUMSTANCES: readonly RegExp[] = [
  /(?<!\p{L})(?:при|если|когда|после)\s((?:[\p{L}\d]+\s){0,3}[\p{L}\d]+)/giu,
  /(?<!\p{L})(?:when|if|once|after|with|who)\s((?:[\p{L}\d]+\s){0,5}[\p{L}\d]+)/giu,
];
const ANYBODY =
  /^(?:всем|нам|вам|нашим|вашим|сам|там|им|дам|отдам|услугам|товарам|ценам|the customers|our customers|all customers)$/iu;
const CYRILLIC = /\p{Script=Cyrillic}/u;

/** Units of time do not describe a price by themselves, but do describe a condition: "with a yearly plan". */
const UNITS: readonly (readonly [string, RegExp])[] = [
  ['~year', /(?<!\p{L})(?:year|annual|год|лет(?!\p{L}))/iu],
  ['~half', /(?<!\p{L})(?:half a year|six months|6 months|полгод|полугод)/iu],
];

/** Returns the terms of a text that matter for conditions. */
export const spokenIn = (text: string): Terms =>
  new Set([...wordsOf(text), ...amountsIn(text).map((value) => `#${value}`)]);

const wordsOf = (text: string): readonly string[] => [
  ...[...termsIn(text)].filter((term) => !term.includes(' ')),
  ...UNITS.filter(([, pattern]) => pattern.test(text)).map(([unit]) => unit),
];

const amountsIn = (text: string): readonly number[] =>
  readAmounts(text).amounts.flatMap(({ kind, values }) =>
    kind === 'percent' || kind === 'measure' ? [] : values.slice(0, 1),
  );

/** Returns the thresholds from which something applies. */
const thresholdsIn = (sentence: string): readonly number[] => {
  const { text, amounts } = readAmounts(sentence);
  return amounts
    .filter(
      (amount) =>
        (amount.kind === 'money' || amount.kind === 'scaled') &&
        FROM.test(text.slice(Math.max(0, amount.start - 30), amount.start)),
    )
    .flatMap(({ values }) => values.slice(0, 1));
};
/** Says that more is needed to reach it. */
const NOT_YET = /(?<!\p{L})(?:не хвата|остал|добер|добав|short of|away from|until|add another|more for)/iu;
const FROM =
  /(?<!\p{L})(?:от|свыше|более|больше|выше|дороже|from|over|above|at least|exceed\p{L}*|more than)\s(?:суммы )?[$€£₽]?$/iu;

const audiencesIn = (sentence: string): readonly (readonly string[])[] =>
  AUDIENCES.flatMap((pattern) => [...sentence.matchAll(pattern)])
    .filter(([, group = '']) => !ANYBODY.test(group))
    .map(([, group = '']) => wordsOf(group))
    .filter((words) => words.length > 0);

const circumstancesIn = (sentence: string): readonly (readonly string[])[] =>
  CIRCUMSTANCES.flatMap((pattern) => [...sentence.matchAll(pattern)])
    .map(([, group = '']) => wordsOf(group))
    .filter((words) => words.length > 0);

/** A promise in a reply or of the team, with its sentence. */
type Promised = {
  readonly sentence: string;
  /** The part of the sentence with the promise, if not all of the sentence is about it. */
  readonly segment?: string;
};

type Context = {
  /** Whether a term belongs to something that has a price. */
  readonly things: (term: string) => boolean;
  /** Everything that the reply and the customer said. */
  readonly spoken: Terms;
};

/**
 * Whether the reply promises something to the same people and under the same circumstances as the team did: a group
 * must be named in what was told, a told circumstance must be mentioned, and no time may be shorter than required.
 */
export const isSameCircumstance = (said: Promised, told: Promised, { things, spoken }: Context): boolean => {
  const [reply, team] = [conditionsOf(said.sentence), conditionsOf(told.sentence)];
  if (reply.isCyrillic !== team.isCyrillic) return true;
  const isTold = (term: string): boolean => team.terms.has(term) || things(term);
  const audiences = said.segment === undefined ? reply.audiences : conditionsOf(said.segment).audiences;
  if (audiences.some((group) => !group.every(isTold))) return false;
  const needed = [...team.audiences, ...team.circumstances].flat();
  if (needed.length > 0 && !needed.some((term) => isSpoken(term, spoken))) return false;
  const reached = [...spoken].filter((term) => term.startsWith('#')).map((term) => Number(term.slice(1)));
  const least = Math.min(...team.thresholds);
  if (team.thresholds.length > 0 && !reply.isNotYet && !reached.some((value) => value >= least)) return false;
  return isLongEnough(reply.hours, team.hours);
};

const MOST_READ = 1000;

/** Reads for whom, when, from which amount and how long something applies. */
const conditionsOf = remember(MOST_READ, (sentence: string) => ({
  isCyrillic: CYRILLIC.test(sentence),
  terms: new Set(wordsOf(sentence)),
  audiences: audiencesIn(sentence),
  circumstances: circumstancesIn(sentence),
  thresholds: thresholdsIn(sentence),
  isNotYet: NOT_YET.test(sentence),
  hours: hoursIn(sentence),
}));

/** «При ремонте» and «если ремонтируете» share this many letters at the beginning. */
const LEAST_ALIKE = 6;
const isSpoken = (term: string, spoken: Terms): boolean =>
  spoken.has(term) ||
  (term.length >= LEAST_ALIKE && [...spoken].some((one) => one.startsWith(term.slice(0, LEAST_ALIKE))));

/** Whether both name the same threshold. */
export const sharesThreshold = (one: string, other: string): boolean => {
  const others = thresholdsIn(other);
  return others.length > 0 && thresholdsIn(one).some((value) => others.includes(value));
};

const OBJECT = /(?<!\p{L})(?:на|off|on)\s((?:[\p{L}-]+\s){0,2}[\p{L}-]+)/giu;

/** Returns the objects that a discount applies to. */
export const objectsIn = (sentence: string): Terms =>
  new Set([...sentence.matchAll(OBJECT)].flatMap(([, object = '']) => wordsOf(object)));

const isLongEnough = (given: readonly number[], needed: readonly number[]): boolean =>
  needed.length === 0 || given.length === 0 || Math.max(...given) >= Math.min(...needed) * 0.97;

const hoursIn = (sentence: string): readonly number[] =>
  durationsIn(sentence)
    .durations.map(({ hours }) => hours)
    .filter((hours) => hours > 0 && Number.isFinite(hours));
