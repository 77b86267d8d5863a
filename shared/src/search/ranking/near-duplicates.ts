import type { Term } from '../language/analyse-text.ts';

/** The share of different words that two texts must have in common to say the same: all of them when they have few. */
const SAME = 0.9;
const ABOUT_AS_LONG = 0.8;
const NEGATION =
  /^(?:не|нет|ни|нельзя|никогда|никто|ничего|никак\p{L}*|без|кроме|запрещ\p{L}*|no|not|never|none|nor|without|except|cannot|don|doesn|didn|isn|aren|wasn|weren)$/u;
/** "can't" and "won't" leave no word of their own. */
const CONTRACTED_NEGATION = /n['’]t(?!\p{L})/giu;
/** Beginnings of months, weekdays and numbers in words; what else begins so does no harm. */
const NAMED_DATE_OR_NUMBER = new RegExp(
  [
    '^(?:январ|феврал|март|апрел|ма[йяею]$|июн|июл|август|сентябр|октябр|ноябр|декабр',
    'понедельн|вторник|сред[ауы]|четверг|пятниц|суббот|воскресен|выходн|будн',
    'один|одн[ауио]|дв[ауе]|две|три$|тр[её]|четыр|пят|шест|сем[ьи]|восе?м|девят|десят|сорок|сто$|двест|полтор|половин|тысяч|миллион',
    'january|february|march|april|may$|june|july|august|september|october|november|december',
    'monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend|weekday',
    'one$|two$|three|four|five|six|seven|eight|nine|ten$|eleven|twelve|twent|thirt|fort|fift|half|dozen|hundred|thousand|million)',
  ].join('|'),
);
/** "XS" and "XR", "kg" and "lb". */
const SHORT_CODE = /^[a-z]{1,3}$/;

/** What of a text is compared. */
export type Gist = {
  readonly stems: ReadonlySet<string>;
  /**
   * Numbers with the word behind each ("15 Pro"), codes, dates and negations in their order: texts that differ in them
   * say different things.
   */
  readonly facts: string;
};

/** `terms` may be of more than the text: of its title, too. */
export const gistOf = (terms: readonly Term[], text: string): Gist => ({
  stems: new Set(terms.map(({ stem }) => stem)),
  facts: [...factsOf(terms), text.match(CONTRACTED_NEGATION)?.length ?? 0].join(' '),
});

const factsOf = (terms: readonly Term[]): string[] => {
  const facts: string[] = [];
  let behindNumber = false;
  for (const { word, stem, stop } of terms) {
    const isNumber = /\d/.test(word);
    if (isNumber) facts.push(word);
    else if ((behindNumber && !stop) || isFact(word, stop)) facts.push(stem);
    behindNumber = isNumber;
  }
  return facts;
};

const isFact = (word: string, stop: boolean): boolean =>
  NEGATION.test(word) || NAMED_DATE_OR_NUMBER.test(word) || (!stop && SHORT_CODE.test(word));

/** A quick look that spares most texts the comparison: those that say the same are about as long. */
export const mayRepeat = (text: string, other: string): boolean =>
  Math.min(text.length, other.length) >= ABOUT_AS_LONG * Math.max(text.length, other.length);

/** Whether two texts say the same, in other words at most. */
export const saysTheSame = (a: Gist, b: Gist): boolean => {
  if (a.facts !== b.facts) return false;
  const [small, large] = a.stems.size < b.stems.size ? [a.stems, b.stems] : [b.stems, a.stems];
  if (small.size === 0 || small.size < SAME * large.size) return false;
  const extra = [...large].filter((stem) => !small.has(stem));
  const missing = [...small].filter((stem) => !large.has(stem));
  if (extra.some((one) => missing.some((other) => isOpposite(one, other)))) return false;
  return small.size - missing.length >= SAME * (large.size + missing.length);
};

/** "paid" and "unpaid", «платный» and «бесплатный». */
const isOpposite = (one: string, other: string): boolean => one.endsWith(other) || other.endsWith(one);
