import { readAmounts } from '../../language/values/read-amounts.ts';
import type { Candidate } from './candidate.ts';

type Side = 'least' | 'greatest';

/** A question for the thing with the least or the greatest value of its kind: "What is your cheapest room?" */
export type Comparison = { readonly side: Side; readonly of: 'price' | 'size' | 'time' };

type Form = Comparison & { readonly superlative: RegExp; readonly comparative: RegExp };

const forms: readonly Form[] = [
  {
    side: 'least',
    of: 'price',
    superlative:
      /(?:сам|наи)\S{0,6} (?:дешев|дешёв|бюджетн|недорог|доступн)\p{L}*|дешевле всего|дешевле всех|подешевле|(?<!\p{L})(?:минимальн|низк)\p{L}* (?:цен|стоимост)\p{L}*|наименьш\p{L}* (?:цен|стоимост)\p{L}*|(?:сам\S{0,4} )?(?:минимальн|низк)\p{L}* прайс|\bcheapest\b|\bleast expensive\b|\blowest[- ](?:price[ds]?|cost)\b|\bmost affordable\b/iu,
    comparative:
      /(?<!\p{L})(?:дешевле|выгоднее|бюджетнее|экономнее)(?!\p{L})|\b(?:cheaper|less expensive|better value)\b/iu,
  },
  {
    side: 'greatest',
    of: 'price',
    superlative: /сам\S{0,4} дорог\p{L}*|дороже всего|дороже всех|\b(?:most expensive|priciest|dearest)\b/iu,
    comparative: /(?<!\p{L})дороже(?!\p{L})|\b(?:more expensive|pricier|dearer)\b/iu,
  },
  {
    side: 'greatest',
    of: 'size',
    superlative:
      /сам\S{0,4} (?:больш|крупн|вместительн|просторн|огромн)\p{L}*|наибольш\p{L}*|больше всего (?:мест|людей|человек|гостей)|побольше|\b(?:biggest|largest|roomiest|most spacious)\b/iu,
    comparative: /(?<!\p{L})(?:больше|просторнее|вместительнее|крупнее)(?!\p{L})|\b(?:bigger|larger|roomier)\b/iu,
  },
  {
    side: 'least',
    of: 'size',
    superlative: /сам\S{0,4} (?:маленьк|компактн|мал|небольш)\p{L}*|наименьш\p{L}*|поменьше|\b(?:smallest|tiniest)\b/iu,
    comparative: /(?<!\p{L})(?:меньше|компактнее)(?!\p{L})|\bsmaller\b/iu,
  },
  {
    side: 'least',
    of: 'time',
    superlative: /сам\S{0,4} (?:быстр|коротк|срочн)\p{L}*|быстрее всего|\b(?:fastest|quickest|shortest)\b/iu,
    comparative: /(?<!\p{L})(?:быстрее|короче)(?!\p{L})|\b(?:faster|quicker|shorter)\b/iu,
  },
  {
    side: 'greatest',
    of: 'time',
    superlative: /сам\S{0,4} (?:долг|длинн|длительн)\p{L}*|дольше всего|\blongest\b/iu,
    comparative: /(?<!\p{L})(?:дольше|длиннее)(?!\p{L})|\blonger\b/iu,
  },
];

/** What a comparative is compared with: "A or B", "than B". Without it, "cheaper" asks for a discount. */
const BETWEEN = /(?<!\p{L})(?:или|либо|чем)(?!\p{L})|\b(?:or|than)\b|\bbetween\b/iu;
/** Words that only ask for the one that wins. */
const WHICH = /^(?:что|кто|где|как(?:ой|ая|ое|ие)|what(?:'s| is)?|which(?: one)?)(?!\p{L})/iu;

/** A question without its comparison, and whether it compares things that it names. */
export type AskedComparison = Comparison & { readonly rest: string; readonly isBetween: boolean };

/** Reads a comparison; undefined if the question asks for none. */
export const readComparison = (question: string): AskedComparison | undefined => {
  for (const { side, of, superlative, comparative } of forms) {
    const isBetween = BETWEEN.test(question);
    const found = superlative.exec(question) ?? (isBetween ? comparative.exec(question) : null);
    if (!found) continue;
    const rest = `${question.slice(0, found.index)} ${question.slice(found.index + found[0].length)}`;
    return { side, of, isBetween, rest: rest.trim().replace(WHICH, ' ').replace(BETWEEN, ' ').trim() };
  }
  return undefined;
};

/** Things within this distance of the best one (log-odds) are compared with each other. */
const SAME_WITHIN = 3;
const MOST_SHOWN = 4;

/**
 * Returns the candidates that answer a comparison: the winner among the rows or items of the best candidate's table or
 * list, or the compared ones with the winner first. Undefined if their values cannot be compared.
 */
export const compareCandidates = (
  asked: AskedComparison,
  best: Candidate,
  candidates: readonly Candidate[],
): readonly Candidate[] | undefined => {
  const { statement } = best;
  if (statement?.kind !== 'row' && statement?.kind !== 'item') return undefined;
  const block = candidates.filter(
    ({ read, statement: other, wordScore }) =>
      read === best.read && other?.block === statement.block && best.wordScore - wordScore <= SAME_WITHIN,
  );
  const values = valuesOf(asked, block);
  if (!values || block.length < 2) return undefined;
  const sign = asked.side === 'least' ? 1 : -1;
  const sorted = block
    .flatMap((candidate, at) => {
      const value = values[at];
      return value === undefined ? [] : [{ candidate, value }];
    })
    .toSorted((a, b) => sign * (a.value - b.value));
  const [first] = sorted;
  if (!first || sorted.length < 2) return undefined;
  if (asked.isBetween) return sorted.slice(0, MOST_SHOWN).map(({ candidate }) => candidate);
  return sorted
    .filter(({ value }) => value === first.value)
    .slice(0, MOST_SHOWN)
    .map(({ candidate }) => candidate);
};

type Values = readonly (number | undefined)[];

/** A value for each candidate, from one column of their table or from the items themselves; undefined if most have none. */
const valuesOf = (asked: AskedComparison, block: readonly Candidate[]): Values | undefined => {
  const read = readers[asked.of];
  const count = Math.max(...block.map(({ statement }) => statement?.cells.length ?? 0));
  const columns = Array.from({ length: count }, (_, at) => at).filter((at) => at > 0);
  const texts =
    count === 0 ? [block.map(({ statement }) => statement?.readable ?? '')] : columns.map((at) => cellsAt(block, at));
  const named = columns.map((at) => matchedColumn(block, at));
  const readable = texts.flatMap((column, at) => {
    const values = column.map(read);
    const isOfKind = values.filter((value) => value !== undefined).length > block.length / 2;
    const isNamed = asked.of !== 'size' || count === 0 || SIZE.test(columnName(block, columns[at] ?? 0));
    return isOfKind && isNamed ? [{ values, weight: named[at] ?? 0 }] : [];
  });
  return readable.toSorted((a, b) => b.weight - a.weight)[0]?.values;
};

const SIZE =
  /человек|гост|мест|персон|взросл|площад|размер|объ[её]м|вместим|м²|people|guests|seats|capacity|area|size|sleeps|sq|persons/iu;

const cellsAt = (block: readonly Candidate[], at: number): readonly string[] =>
  block.map(({ statement }) => statement?.cells[at]?.text ?? '');

const columnName = (block: readonly Candidate[], at: number): string => block[0]?.statement?.cells[at]?.column ?? '';

/** How many of the question's words the name of the column contains. */
const matchedColumn = (block: readonly Candidate[], at: number): number => {
  const name = columnName(block, at).toLowerCase();
  return (block[0]?.meant ?? []).filter(({ stems }) => [...stems.keys()].some((stem) => name.includes(stem))).length;
};

const FREE = /бесплатн|\bfree\b|no charge/iu;

const priceIn = (text: string): number | undefined =>
  readAmounts(text).amounts.find(({ kind }) => kind === 'money')?.values[0] ?? (FREE.test(text) ? 0 : undefined);

const sizeIn = (text: string): number | undefined => {
  const numbers = readAmounts(text).amounts.filter(({ kind }) => kind === 'bare' || kind === 'measure');
  return numbers.at(-1)?.number;
};

/** Minutes of the units of time in `units.ts`. */
const minutes: ReadonlyMap<string | undefined, number> = new Map([
  ['min', 1],
  ['day', 1440],
  ['week', 10_080],
  ['month', 43_200],
]);

const timeIn = (text: string): number | undefined =>
  readAmounts(text)
    .amounts.filter(({ kind }) => kind === 'measure')
    .map(({ values, unit }) => (values[0] ?? Number.NaN) * (minutes.get(unit) ?? Number.NaN))
    .find((time) => !Number.isNaN(time));

const readers: Readonly<Record<Comparison['of'], (text: string) => number | undefined>> = {
  price: priceIn,
  size: sizeIn,
  time: timeIn,
};
