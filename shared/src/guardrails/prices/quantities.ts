import { readAmounts } from '../../search/language/values/read-amounts.ts';
import { remember } from '../../search/remember.ts';
import { isPriced } from './bare-prices.ts';
import { bundlesIn } from './bundles.ts';

const MOST_QUANTITIES = 60;

/** Removes duplicates and returns the first ones, as many as are used in a calculation. */
export const few = (values: readonly number[]): readonly number[] => [...new Set(values)].slice(0, MOST_QUANTITIES);

const CONDITION =
  /(?<!\p{L})(?:от|свыше|from|over|above|at least)\s(\d{1,3}(?:[ ,]\d{3})+|\d{1,9})(?![\d%:.,]| ?[%₽$€£]| ?(?:руб|р\.|roubles|dollars|euros|[яфмаисонд][а-я]{2,7}(?:я|а)(?!\p{L})))|(\d{1,6})(?:\s\p{L}{1,10})? (?:or more|и (?:более|больше))/giu;

/** Returns the quantities from which something applies. */
export const conditionsIn = (text: string): readonly number[] =>
  [...text.matchAll(CONDITION)].map(([, from = '', more = '']) => Number((from || more).replace(/[ ,]/g, '')));

/** Words that imply a quantity without a number. */
const implied: readonly (readonly [RegExp, number])[] = [
  [/(?<!\p{L})(?:недел\p{L}+|weeks?)(?!\p{L})/iu, 7],
  [/(?<!\p{L})(?:полгода|полугоди\p{L}+|half a year|half-year\p{L}*)(?!\p{L})/iu, 6],
  [/(?<!\p{L})(?:квартал\p{L}{0,2}|quarterly)(?!\p{L})/iu, 3],
  [/(?<!\p{L})(?:сутки|суток|24\/7)(?!\p{L})/iu, 24],
  [
    /(?<!\p{L})(?:выходные|выходных|weekend|пар[аыу]|оба|обе|двое|двоих|двоим|вдвоем|both|couple|дважды|twice)(?!\p{L})/iu,
    2,
  ],
  [/(?<!\p{L})(?:трое|троих|втроем|трижды)(?!\p{L})/iu, 3],
  [/(?<!\p{L})(?:дюжин\p{L}+|dozens?)(?!\p{L})/iu, 12],
  [/(?<!\p{L})(?:год|года|year|yearly|annual\p{L}*)(?!\p{L})/iu, 12],
  [/(?<!\p{L})(?:десят(?:ок|ка|ков))(?!\p{L})/iu, 10],
];

/** Nobody orders more of one thing. */
const MOST_OF_ONE = 100_000;

const MOST_TEXTS = 2000;

/** Returns the quantities in a text. */
export const quantitiesIn = remember(MOST_TEXTS, (written: string): readonly number[] => {
  const { text, amounts } = readAmounts(written);
  const counted = amounts
    .filter(
      (amount) =>
        amount.kind === 'measure' || amount.kind === 'scaled' || (amount.kind === 'bare' && !isPriced(text, amount)),
    )
    .map((amount) => (amount.kind === 'measure' ? amount.number : (amount.values[0] ?? 0)));
  const bundled = bundlesIn(written).flatMap(({ bundle }) => bundle.split(/[/+]/).map(Number));
  // «Рассрочка 0-0-6» means nothing in advance, no surcharge, six payments.
  const payments = [...written.matchAll(/(?<![\d-])0-0-(\d{1,2})(?![\d-])/g)].map(([, months]) => Number(months));
  const meant = implied.filter(([words]) => words.test(text)).map(([, value]) => value);
  return [...counted, ...bundled, ...payments, ...meant].filter((value) => value > 1 && value <= MOST_OF_ONE);
});
