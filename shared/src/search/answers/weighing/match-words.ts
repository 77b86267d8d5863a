import { type AskedTerm, type Question, stemOf } from '../read-question.ts';
import type { ReadPassage, Stems } from '../statements/read-passage.ts';

const MIN_HEAD = 4;
/** Words of one root share at least this fraction of the shorter word. */
const MIN_SHARED = 0.6;
/** The weight of words of one root that the vocabulary does not group in one family: «старейший» and «старый». */
const RELATIVE = 0.8;

/** A word of the question with the stems of a passage that it may mean and their weights, 0 to 1. */
export type Meant = { readonly term: AskedTerm; readonly stems: ReadonlyMap<string, number> };

/** Matches the question with a passage once, so that each of its sentences is matched by looking up a few stems. */
export const meantIn = ({ counts }: ReadPassage, { terms, vague }: Question): readonly Meant[] =>
  terms.map((term) => {
    const stems = new Map<string, number>();
    const meet = (stem: string, weight: number): void => {
      if (weight > (stems.get(stem) ?? 0)) stems.set(stem, weight);
    };
    for (const { stem, weight } of term.alternatives) if (counts.has(stem)) meet(stem, weight);
    // A span such as "Tuesday to Friday" contains words that no text has, so that the index does not know them.
    if (counts.has(term.stem)) meet(term.stem, 1);
    const own = stemOf(term);
    if (!vague) for (const stem of counts.keys()) meet(stem, RELATIVE * likeness(own, stem));
    return { term, stems };
  });

/**
 * Returns the length of the common beginning as a fraction of the longer word, or 0 for words that hardly share a root.
 */
const likeness = (a: string, b: string): number => {
  if (a === b || a.length < MIN_HEAD || b.length < MIN_HEAD || a.charCodeAt(0) !== b.charCodeAt(0)) return 0;
  if (/^\d/.test(a)) return 0;
  let shared = 1;
  while (shared < a.length && a.charCodeAt(shared) === b.charCodeAt(shared)) shared += 1;
  const isRelated = shared >= MIN_HEAD && shared >= MIN_SHARED * Math.min(a.length, b.length);
  return isRelated ? shared / Math.max(a.length, b.length) : 0;
};

/** Returns the largest weight among the meant stems that are present; 0 if there are none. */
export const matchIn = ({ stems }: Meant, there: { has(stem: string): boolean } | undefined): number => {
  let best = 0;
  if (there) for (const [stem, weight] of stems) if (weight > best && there.has(stem)) best = weight;
  return best;
};

/**
 * Neighboring words of the question count as close if they are within this many words in the sentence, and count half
 * within twice that.
 */
const NEAR = 2;

/**
 * Measures how closely a sentence follows the wording of the question: the share, by rarity, of neighboring words that
 * are close to each other.
 */
export const phrasing = (meant: readonly Meant[], sequence: readonly string[]): number => {
  const places = meant.map(({ stems }) => sequence.flatMap((stem, at) => (stems.has(stem) ? [at] : [])));
  let near = 0;
  let all = 0;
  for (let at = 0; at + 1 < meant.length; at++) {
    const weight = (meant[at]?.term.share ?? 0) + (meant[at + 1]?.term.share ?? 0);
    const distance = leastDistance(places[at] ?? [], places[at + 1] ?? []);
    all += weight;
    near += weight * (distance <= NEAR ? 1 : distance <= 2 * NEAR ? 0.5 : 0);
  }
  return all > 0 ? near / all : 0;
};

const leastDistance = (a: readonly number[], b: readonly number[]): number => {
  let least = Number.POSITIVE_INFINITY;
  for (const one of a) for (const other of b) least = Math.min(least, Math.abs(one - other));
  return least;
};

const K1 = 1.2;
const B = 0.75;

/** Returns the BM25 score of a passage among those found. It is independent of how the search fused its rankings. */
export const passageScore = (meant: readonly Meant[], { counts, length }: ReadPassage, average: number): number => {
  const norm = K1 * (1 - B + (B * length) / Math.max(average, 1));
  let score = 0;
  for (const { term, stems } of meant) {
    let best = 0;
    for (const [stem, weight] of stems) {
      const frequency = counts.get(stem) ?? 0;
      best = Math.max(best, (weight * frequency * (K1 + 1)) / (frequency + norm));
    }
    score += term.rarity * best;
  }
  return score;
};

/** Returns the union of the sets; undefined ones count as empty. */
export const union = (...sets: readonly (Stems | undefined)[]): Stems =>
  new Set(sets.flatMap((set) => [...(set ?? [])]));
