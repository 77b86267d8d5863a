import { readAmounts } from '../../search/language/values/read-amounts.ts';

/** A duration in a text, in hours; `words` quotes it. */
export type Duration = { readonly hours: number; readonly start: number; readonly end: number; readonly words: string };

const units: readonly (readonly [string, number])[] = [
  ['минут\\p{L}?|мин|minutes?|mins?', 1 / 60],
  ['час(?:а|ов|у)?|ч|hours?|hrs?', 1],
  ['дн(?:я|ей|ю|ям)|день|дневн\\p{L}+|сут(?:ки|ок)|days?|nights?|ноч(?:ь|и|ей)', 24],
  ['недел\\p{L}{1,2}|недельн\\p{L}+|weeks?|fortnights?', 168],
  ['месяц\\p{L}{0,3}|мес|месячн\\p{L}+|months?', 730],
  ['квартал\\p{L}{0,2}|quarters?', 2190],
  ['год(?:а|у|ом|ов)?|лет|летн\\p{L}+|годов\\p{L}+|годичн\\p{L}+|years?|yrs?', 8760],
];
const ADJECTIVES =
  '(?:\\s?(?:рабоч|календарн|банковск|полн|кругл|целы)\\p{L}{1,3}|[\\s-]?(?:working|business|calendar|full|whole|entire|banking))?';
const forms = units.map(
  ([words, hours]) =>
    [new RegExp(`^${ADJECTIVES}(?:\\s?[-‑–]?\\s?|-?(?:ти|и|x|х)?[-‑])(?:${words})(?!\\p{L})`, 'iu'), hours] as const,
);
/** A unit often means one without a number, but "£40 a month" and «в месяц» give a rate instead. */
const alone: readonly (readonly [RegExp, number])[] = [
  ...units.map(
    ([words, hours]) =>
      [
        new RegExp(
          `(?<=(?<!\\p{L})(?:за|на|через|полный|целый|один|одну|in|within|for|after|under|up to)\\s(?:an?\\s)?(?:whole |full |полн\\p{L}{2} |цел\\p{L}{2} )?)(?:${words})(?!\\p{L})`,
          'giu',
        ),
        hours,
      ] as const,
  ),
  [/(?<!\p{L})(?:полгода|полугод\p{L}+|half a year)(?!\p{L})/giu, 4380],
  [/(?<!\p{L})полчаса(?!\p{L})|(?<!\p{L})half an hour(?!\p{L})/giu, 0.5],
  [/(?<!\p{L})сутк[аи](?!\p{L})/giu, 24],
  [/(?<!\p{L})(?:годов|годичн|ежегодн)\p{L}+(?!\p{L})|(?<!\p{L})(?:a|one)[- ]year(?:ly)?(?!\p{L})/giu, 8760],
  [/(?<!\p{L})(?:недельн)\p{L}+(?!\p{L})|(?<!\p{L})(?:a|one)[- ]week(?!\p{L})/giu, 168],
  [/(?<!\p{L})(?:месячн)\p{L}+(?!\p{L})/giu, 730],
  [/(?<!\p{L})(?:fortnight)(?!\p{L})/giu, 336],
  [/(?<=[—–:-]\s?)(?:год)(?!\p{L})/giu, 8760],
  [/(?<=[—–:-]\s?)(?:месяц)(?!\p{L})/giu, 730],
  [/(?<=[—–:-]\s?)(?:неделя)(?!\p{L})/giu, 168],
  [/(?<!\p{L})(?:same[- ]day|в тот же день|в день (?:заказа|обращения|оплаты))(?!\p{L})/giu, 24],
  [/(?<!\p{L})(?:overnight|next[- ]day|на следующий день)(?!\p{L})/giu, 24],
];
const UNLIMITED =
  /(?<!\p{L})(?:бессрочн\p{L}*|пожизненн\p{L}*|навсегда|без (?:ограничени\p{L}+|срока|лимит\p{L}*)|неограниченн\p{L}*|в любой момент|в любое время|lifetime|for life|forever|unlimited|no time limit|without (?:a )?(?:time )?limit|at any (?:time|moment)|any ?time)(?!\p{L})/giu;
const NOW =
  /(?<!\p{L})(?:мгновенно|моментально|сразу же|instant\p{L}*|immediate\p{L}*|straight away|right away)(?!\p{L})/giu;

/** Matches the hyphen in "a two-month stay". */
const JOINED = /(?<=\p{L}|\d)-(?=(?:minute|hour|day|night|week|month|year)s?(?!\p{L}))/giu;

/**
 * Finds durations in figures and in words, with the text to which their offsets refer. Unlimited is infinity, and
 * immediately is 0.
 */
export const durationsIn = (written: string): { readonly text: string; readonly durations: readonly Duration[] } => {
  const { text, amounts } = readAmounts(written.replace(JOINED, ' '));
  const found: Duration[] = [];
  const add = (hours: number, start: number, end: number): void => {
    if (!found.some((one) => one.start < end && start < one.end))
      found.push({ hours, start, end, words: text.slice(start, end) });
  };
  for (const { start, end, kind, number, values } of amounts) {
    if (kind === 'money' || kind === 'percent') continue;
    const value = kind === 'measure' ? number : (values[0] ?? 0);
    const digits = /^[\d.,\s]{1,12}/.exec(text.slice(start, end + 1))?.[0].trimEnd().length;
    for (const behind of digits === undefined ? [end, ...wordEnds(text, start, end)] : [start + digits, end]) {
      const form = forms.find(([pattern]) => pattern.test(text.slice(behind, behind + 40)));
      if (!form) continue;
      add(value * form[1], start, behind + (form[0].exec(text.slice(behind, behind + 40))?.[0].length ?? 0));
      break;
    }
  }
  for (const [pattern, hours] of alone)
    for (const { index, 0: words } of text.matchAll(pattern)) add(hours, index, index + words.length);
  for (const { index, 0: words } of text.matchAll(UNLIMITED))
    add(Number.POSITIVE_INFINITY, index, index + words.length);
  for (const { index, 0: words } of text.matchAll(NOW)) add(0, index, index + words.length);
  return { text, durations: found.toSorted((a, b) => a.start - b.start) };
};

/** Returns where a number word may end if its unit was read as a part of it. */
const wordEnds = (text: string, start: number, end: number): readonly number[] =>
  [...text.slice(start, end).matchAll(/\s/g)].map(({ index }) => start + index).toReversed();

/** Relative tolerance: 30 days are a month, and 365 days a year. */
const TOLERANCE = 0.03;

/** Whether two durations in hours are the same within the tolerance. */
export const isSameDuration = (one: number, other: number): boolean =>
  one === other || (Number.isFinite(one + other) && Math.abs(one - other) <= Math.max(one, other) * TOLERANCE);
