import type { Term } from '../language/analyze-text.ts';
import type { QueryTerm, TermIndex } from '../terms/term-index.ts';

const K = 1.2;
const B = 0.75;

/** The length of a passage and the average length, in words. */
type Lengths = { readonly own: number; readonly average: number };

/** Returns the stems of a text that stand for one word each, in order. */
export const wordsOf = (terms: readonly Term[]): readonly string[] =>
  terms.filter(({ stop, joint }) => !stop && !joint).map(({ stem }) => stem);

/**
 * Measures how close together the query's words are in a passage: each pair of different words in sequence contributes
 * by the inverse square of their distance (Büttcher, Clarke and Lushman, "Term proximity scoring", SIGIR 2006).
 */
export const nearness = (
  content: readonly string[],
  query: readonly QueryTerm[],
  { index, average }: { readonly index: TermIndex; readonly average: number },
): number => {
  const gathered = gather(content, query, index);
  const saturation = saturationOf({ own: content.length, average });
  let sum = 0;
  for (const [term, near] of gathered) {
    sum += (Math.min(1, rarityOf(term, index)) * near * (K + 1)) / (near + saturation);
  }
  return sum;
};

const saturationOf = ({ own, average }: Lengths): number => K * (1 - B + (B * own) / Math.max(1, average));

const rarityOf = ({ alternatives: [first], stem }: QueryTerm, index: TermIndex): number =>
  index.rarity(first?.stem ?? stem);

/** Returns for each term of the query how closely the other terms surround it. */
const gather = (content: readonly string[], query: readonly QueryTerm[], index: TermIndex): Map<QueryTerm, number> => {
  const termOf = new Map(
    query.flatMap((term) => term.alternatives.slice(0, 1).map(({ stem }) => [stem, term] as const)),
  );
  const near = new Map<QueryTerm, number>();
  let last: { readonly term: QueryTerm; readonly at: number } | undefined;
  for (let at = 0; at < content.length; at++) {
    const term = termOf.get(content[at] ?? '');
    if (!term) continue;
    if (last && last.term !== term) {
      const closeness = 1 / (at - last.at) ** 2;
      near.set(term, (near.get(term) ?? 0) + closeness * rarityOf(last.term, index));
      near.set(last.term, (near.get(last.term) ?? 0) + closeness * rarityOf(term, index));
    }
    last = { term, at };
  }
  return near;
};
