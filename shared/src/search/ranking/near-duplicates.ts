import type { Term } from '../language/analyze-text.ts';

/**
 * The share of distinct words that two texts must have in common to count as duplicates; texts with few words must
 * share all of them.
 */
const SAME = 0.9;
const ABOUT_AS_LONG = 0.8;
const NEGATION =
  /^(?:не|нет|ни|нельзя|никогда|никто|ничего|никак\p{L}*|без|кроме|запрещ\p{L}*|no|not|never|none|nor|without|except|cannot|don|doesn|didn|isn|aren|wasn|weren)$/u;
/** "can't" and "won't" leave no separate word for the negation. */
const CONTRACTED_NEGATION = /n['’]t(?!\p{L})/giu;
/** Beginnings of months, weekdays and number words. Other words with these beginnings do no harm. */
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
/** Matches short codes such as "XS" and "XR", "kg" and "lb". */
const SHORT_CODE = /^[a-z]{1,3}$/;

/** The part of a text that is compared for duplicates. */
export type Gist = {
  readonly stems: ReadonlySet<string>;
  /**
   * Numbers with the following word ("15 Pro"), codes, dates and negations in order. Texts that differ in these have
   * different content.
   */
  readonly facts: string;
};

/** Returns the gist of a text. `terms` may include those of its title. */
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

/** A cheap test that avoids most comparisons: duplicates are about equally long. */
export const mayRepeat = (text: string, other: string): boolean =>
  Math.min(text.length, other.length) >= ABOUT_AS_LONG * Math.max(text.length, other.length);

/** Whether two texts have the same content, at most in other words. */
export const saysTheSame = (a: Gist, b: Gist): boolean => {
  if (a.facts !== b.facts) return false;
  const [small, large] = a.stems.size < b.stems.size ? [a.stems, b.stems] : [b.stems, a.stems];
  if (small.size === 0 || small.size < SAME * large.size) return false;
  const extra = [...large].filter((stem) => !small.has(stem));
  const missing = [...small].filter((stem) => !large.has(stem));
  if (extra.some((one) => missing.some((other) => isOpposite(one, other)))) return false;
  return small.size - missing.length >= SAME * (large.size + missing.length);
};

/** Matches opposites such as "paid" and "unpaid", «платный» and «бесплатный». */
const isOpposite = (one: string, other: string): boolean => one.endsWith(other) || other.endsWith(one);
