import { analyzeText, type Term } from '../language/analyze-text.ts';
import type { MatchKind, TermMatch } from '../search-index.ts';
import { bestSlots, type ScoredSlot, type SlotFilter, type TieBreak } from './best-slots.ts';
import { createPassageLengths, type LengthsSnapshot, type PassageLengths } from './passage-lengths.ts';
import type { PostingsSnapshot } from './posting-lists.ts';
import { createPostings, type Postings } from './postings.ts';
import { createPassageScores, type WeighedEntries } from './score-passages.ts';
import type { FamilyMember, Relative } from './stems.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';
import type { NearWord, VocabularySnapshot } from './word-table.ts';

const B = 0.75;
/** What the scores of a query take up per slot. */
const SCORE_BYTES = 20;

/**
 * BM25's k1 by the average number of words in a passage: repetition means more in a long text. Fitted to published
 * settings: 0.82 for passages of about 56 words, 30 of which are not stop words, and more for longer documents
 * (Anserini's MS MARCO runs); docs/decisions/0010 has the measurements.
 */
const k1For = (words: number): number => Math.min(2, Math.max(0.6, 0.82 + 0.6 * Math.log(words / 30)));

/** The weight of a word by the field in which it occurs, as a whole number; `UNIT` is an ordinary word of the text. */
const UNIT = 4;
/** Field weights of the full-text score. */
export const fieldWeights = { text: UNIT, title: UNIT, question: 2 * UNIT } as const;
/** A field that the full-text index covers. */
export type SearchedField = keyof typeof fieldWeights;

/**
 * Version of a snapshot's content and meaning. Increase it with any change of the analysis, the field weights or the
 * snapshot's shape.
 */
export const TERM_SNAPSHOT_VERSION = 3;

/** A stem that a word of the query may mean. */
export type Alternative = {
  readonly stem: string;
  /** The weight of a match, 0 to 1. */
  readonly weight: number;
  readonly kind: MatchKind;
};

/** One word of the query: its stem, or the stems that it may mean if the passages do not contain it. */
export type QueryTerm = {
  readonly word: string;
  readonly stem: string;
  readonly stop: boolean;
  /** Set if it repeats what the neighboring words say (`Term.joint`). */
  readonly joint?: Term['joint'];
  /** How often the query contains it; by default once. A word repeated in a long message is its subject. */
  readonly count?: number;
  /** Best first; empty if nothing similar occurs in the passages. */
  readonly alternatives: readonly Alternative[];
};

/** A term index as a few large arrays and strings, which a structured clone copies quickly. */
export type TermSnapshot = {
  /** The `TERM_SNAPSHOT_VERSION` at the time of saving. */
  readonly version: number;
  readonly vocabulary: VocabularySnapshot;
  readonly postings: PostingsSnapshot;
  readonly lengths: LengthsSnapshot;
};

/** BM25 over weighted fields (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, BM25F with one b). */
export type TermIndex = {
  /** `slot` is the number of the passage, from 1. */
  add(slot: number, field: SearchedField, value: string): void;
  /** `value` must be the text that was added. */
  remove(slot: number, field: SearchedField, value: string): void;
  /** Returns the best `limit` allowed passages, best first; the tie break orders equal scores. */
  rank(terms: readonly QueryTerm[], limit: number, allowed?: SlotFilter): ScoredSlot[];
  /**
   * Returns what each term of the query matched in a passage. The scores, added in this order, give exactly the
   * passage's score.
   */
  explain(terms: readonly QueryTerm[], slot: number): TermMatch[];
  knows(stem: string): boolean;
  /** Returns the weight of a stem by its rarity; an unknown stem counts as if one passage contained it. */
  rarity(stem: string): number;
  /** The number of passages. */
  size(): number;
  /** The average number of words per passage that are not stop words. */
  averageLength(): number;
  /** Returns how many passages contain a stem. */
  held(stem: string): number;
  near(word: string, limit: number): NearWord[];
  nearStems(stem: string, limit: number): Relative[];
  family(stem: string): FamilyMember[];
  startingWith(prefix: string): NearWord[];
  /** Returns the memory that this takes up, in bytes, by estimate. */
  bytes(): number;
  save(): TermSnapshot;
};

type WeighedAlternative = WeighedEntries & { readonly alternative: Alternative };

type TermIndexOptions = {
  /** Default: by slot number, which may differ in a rebuilt index. */
  readonly isBefore?: TieBreak;
};

/** Creates an empty term index. */
export const createTermIndex = (options: TermIndexOptions = {}): TermIndex => openTermIndex(options);

/**
 * Restores a saved index and takes over the snapshot's arrays, so clone them first to use the snapshot again. Returns
 * undefined when another version saved it; the index must then be rebuilt.
 */
export const restoreTermIndex = (snapshot: TermSnapshot, options: TermIndexOptions = {}): TermIndex | undefined =>
  snapshot.version === TERM_SNAPSHOT_VERSION ? openTermIndex(options, snapshot) : undefined;

const openTermIndex = (
  { isBefore = (slot, other) => slot < other }: TermIndexOptions,
  saved?: TermSnapshot,
): TermIndex => {
  const vocabulary = createVocabulary(saved?.vocabulary);
  const postings = createPostings(saved?.postings);
  const lengths = createPassageLengths(saved?.lengths);
  const accumulated = createPassageScores(postings);
  const weighing = { vocabulary, postings, lengths };

  const held = (stem: string): number => {
    const term = vocabulary.findStem(stem);
    return term === undefined ? 0 : postings.held(term);
  };

  return {
    add: (slot, field, value) => {
      const weight = fieldWeights[field];
      let length = 0;
      for (const { word, stem, stop, joint } of indexedTerms(field, value)) {
        postings.add(vocabulary.add(word, stem), slot, weight);
        if (!stop && !joint) length += weight;
      }
      lengths.addField(slot, length);
    },
    remove: (slot, field, value) => {
      const weight = fieldWeights[field];
      let length = 0;
      for (const { word, stem, stop, joint } of indexedTerms(field, value)) {
        const term = vocabulary.remove(word, stem);
        if (term !== undefined) postings.add(term, slot, -weight);
        if (!stop && !joint) length += weight;
      }
      lengths.removeField(slot, length);
    },
    rank: (terms, limit, allowed) => {
      accumulated.start(lengths.reach, normsOf(lengths));
      for (const term of terms) accumulated.addTerm(weigh(weighing, term));
      return bestSlots(limit, { scores: accumulated.scores, reach: lengths.reach, allowed, isBefore });
    },
    explain: (terms, slot) =>
      terms.flatMap((term) => {
        const [first, ...others] = matchesIn(weighing, term, slot);
        return first ? [others.reduce((best, match) => (match.score > best.score ? match : best), first)] : [];
      }),
    knows: (stem) => held(stem) > 0,
    rarity: (stem) => idf(lengths, Math.max(1, held(stem))),
    size: () => lengths.passages,
    averageLength: () => lengths.average / UNIT,
    held,
    near: vocabulary.near,
    nearStems: vocabulary.nearStems,
    family: vocabulary.family,
    startingWith: vocabulary.startingWith,
    bytes: () => vocabulary.bytes() + postings.bytes() + lengths.bytes() + SCORE_BYTES * lengths.reach,
    save: () => {
      const { snapshot, stemNumbers } = vocabulary.save();
      return {
        version: TERM_SNAPSHOT_VERSION,
        vocabulary: snapshot,
        postings: postings.save(stemNumbers),
        lengths: lengths.save(),
      };
    },
  };
};

/** What the weight of a term in a passage is calculated from. */
type Weighing = {
  readonly vocabulary: Vocabulary;
  readonly postings: Postings;
  readonly lengths: PassageLengths;
};

const k1Of = ({ average }: PassageLengths): number => k1For(average / UNIT);

const idf = ({ passages }: PassageLengths, held: number): number =>
  Math.log(1 + (passages - held + 0.5) / (held + 0.5));

/** Returns the saturation of term weights by slot, in weight units. */
const normsOf = (lengths: PassageLengths): Float64Array => lengths.norms(B, k1Of(lengths) * UNIT);

/**
 * Returns the alternatives that passages contain. None counts as rarer than those before it; otherwise the least
 * likely would score most.
 */
const weigh = (
  { vocabulary, postings, lengths }: Weighing,
  { alternatives, count = 1 }: QueryTerm,
): WeighedAlternative[] => {
  const weighed: WeighedAlternative[] = [];
  let rarity = Number.POSITIVE_INFINITY;
  for (const alternative of alternatives) {
    const term = vocabulary.findStem(alternative.stem);
    if (term === undefined) continue;
    rarity = Math.min(rarity, idf(lengths, postings.held(term)));
    const gain = count * alternative.weight * rarity * (k1Of(lengths) + 1);
    weighed.push({ term, alternative, gain, entries: postings.entries(term) });
  }
  return weighed;
};

const matchesIn = (weighing: Weighing, queryTerm: QueryTerm, slot: number): TermMatch[] =>
  weigh(weighing, queryTerm).flatMap(({ term, gain, alternative: { stem, kind, weight } }) => {
    const found = weighing.postings.weightIn(term, slot);
    if (found === 0) return [];
    const norm = normsOf(weighing.lengths)[slot] ?? 0;
    return [{ word: queryTerm.word, stem, kind, weight, score: (gain * found) / (found + norm) }];
  });

/** Stop words of a text carry no information, but a title or a question may consist of them. */
const indexedTerms = (field: SearchedField, value: string): Term[] =>
  analyzeText(value).filter(({ stop }) => !stop || field !== 'text');
