import { analyseText } from '../language/analyse-text.ts';
import { addWeight, createPostings, grown, type Postings } from './postings.ts';
import { createVocabulary, type NearWord } from './vocabulary.ts';

const K1 = 1.2;
const B = 0.75;

/** How much a word counts by the field it stands in, in whole units; `UNIT` is an ordinary word of the text. */
const UNIT = 4;
export const fieldWeights = { text: UNIT, title: UNIT, question: 2 * UNIT } as const;
export type SearchedField = keyof typeof fieldWeights;

/** One word of the query: its stem, or the stems that may be meant when the passages do not know it. */
export type QueryTerm = {
  readonly word: string;
  readonly stem: string;
  readonly stop: boolean;
  /** Best first; empty when nothing in the passages is like it. */
  readonly alternatives: readonly { readonly stem: string; readonly weight: number }[];
};

export type ScoredSlot = readonly [slot: number, score: number];

/** BM25 over weighted fields (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, BM25F with one b). */
export type TermIndex = {
  /** `slot` is the passage's number, 1 and up. */
  add(slot: number, field: SearchedField, value: string): void;
  /** `value` must be what was added. */
  remove(slot: number, field: SearchedField, value: string): void;
  /** The best `limit` passages, best first; equal scores by slot. */
  rank(terms: readonly QueryTerm[], limit: number, allowed?: ReadonlySet<number>): ScoredSlot[];
  knows(stem: string): boolean;
  /** The weight of a stem by its rarity; of an unknown one, as if one passage held it. */
  rarity(stem: string): number;
  near(word: string, limit: number): NearWord[];
  family(stem: string): NearWord[];
  startingWith(prefix: string): NearWord[];
};

export const createTermIndex = (): TermIndex => {
  const vocabulary = createVocabulary();
  const terms = new Map<string, Postings>();
  let lengths = new Int32Array(64);
  let fieldCounts = new Uint8Array(64);
  let passages = 0;
  let totalLength = 0;

  const reserve = (slot: number): void => {
    if (slot < lengths.length) return;
    const capacity = Math.max(slot + 1, lengths.length * 2);
    lengths = grown(lengths, capacity);
    const counts = new Uint8Array(capacity);
    counts.set(fieldCounts);
    fieldCounts = counts;
  };

  const changeLength = (slot: number, fields: 1 | -1, length: number): void => {
    const before = fieldCounts[slot] ?? 0;
    fieldCounts[slot] = before + fields;
    if (before === 0) passages += 1;
    if (fieldCounts[slot] === 0) passages -= 1;
    lengths[slot] = (lengths[slot] ?? 0) + length;
    totalLength += length;
  };

  const idf = (held: number): number => Math.log(1 + (passages - held + 0.5) / (held + 0.5));
  const sizeOf = (stem: string): number => terms.get(stem)?.size ?? 0;

  const postingsOf = (stem: string): Postings => {
    const known = terms.get(stem) ?? createPostings();
    terms.set(stem, known);
    return known;
  };

  const contribution = (stem: string, weight: number, add: (slot: number, score: number) => void): void => {
    const postings = terms.get(stem);
    if (!postings || postings.size === 0) return;
    const gain = weight * idf(postings.size) * (K1 + 1);
    const average = totalLength / Math.max(1, passages);
    for (let at = 0; at < postings.size; at++) {
      const slot = postings.slots[at] ?? 0;
      const frequency = (postings.weights[at] ?? 0) / UNIT;
      const norm = K1 * (1 - B + (B * (lengths[slot] ?? 0)) / average);
      add(slot, (gain * frequency) / (frequency + norm));
    }
  };

  return {
    add: (slot, field, value) => {
      reserve(slot);
      const weight = fieldWeights[field];
      let length = 0;
      for (const { word, stem, stop } of analyseText(value)) {
        if (stop && field === 'text') continue;
        addWeight(postingsOf(stem), slot, weight);
        vocabulary.add(word, stem);
        if (!stop) length += weight;
      }
      changeLength(slot, 1, length);
    },
    remove: (slot, field, value) => {
      const weight = fieldWeights[field];
      let length = 0;
      for (const { word, stem, stop } of analyseText(value)) {
        if (stop && field === 'text') continue;
        const postings = postingsOf(stem);
        addWeight(postings, slot, -weight);
        if (postings.size === 0) terms.delete(stem);
        vocabulary.remove(word);
        if (!stop) length += weight;
      }
      changeLength(slot, -1, -length);
    },
    rank: (query, limit, allowed) => {
      const scores = new Float64Array(lengths.length);
      for (const { alternatives } of query) addTerm(scores, alternatives, contribution);
      return best(scores, limit, allowed);
    },
    knows: (stem) => sizeOf(stem) > 0,
    rarity: (stem) => idf(Math.max(1, sizeOf(stem))),
    near: vocabulary.near,
    family: vocabulary.family,
    startingWith: vocabulary.startingWith,
  };
};

type Contribute = (stem: string, weight: number, add: (slot: number, score: number) => void) => void;

/** Of several alternatives a passage gets its best one, not their sum. */
const addTerm = (scores: Float64Array, alternatives: QueryTerm['alternatives'], contribute: Contribute): void => {
  const [only] = alternatives;
  if (only && alternatives.length === 1) {
    contribute(only.stem, only.weight, (slot, score) => {
      scores[slot] = (scores[slot] ?? 0) + score;
    });
    return;
  }
  const strongest = new Map<number, number>();
  for (const { stem, weight } of alternatives) {
    contribute(stem, weight, (slot, score) => strongest.set(slot, Math.max(score, strongest.get(slot) ?? 0)));
  }
  for (const [slot, score] of strongest) scores[slot] = (scores[slot] ?? 0) + score;
};

const best = (scores: Float64Array, limit: number, allowed?: ReadonlySet<number>): ScoredSlot[] => {
  const found: ScoredSlot[] = [];
  for (let slot = 1; slot < scores.length; slot++) {
    const score = scores[slot] ?? 0;
    if (score > 0 && (!allowed || allowed.has(slot))) found.push([slot, score]);
  }
  const least = leastOfBest(found, limit);
  return found
    .filter(([, score]) => score >= least)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, limit);
};

/** The score of the `limit`-th best: numbers sort far faster than pairs, and most passages fall below it. */
const leastOfBest = (found: readonly ScoredSlot[], limit: number): number => {
  if (found.length <= limit) return 0;
  const ascending = Float64Array.from(found, ([, score]) => score).sort();
  return ascending[ascending.length - limit] ?? 0;
};
