import { askedKind } from '../answers/answer-kind.ts';
import type { IndexedPassage, Why } from '../search-index.ts';
import type { ScoredSlot, SlotFilter } from '../terms/best-slots.ts';
import type { ReadQuery } from '../terms/read-query.ts';
import type { TermIndex } from '../terms/term-index.ts';
import type { VectorQuery } from '../vectors/passage-vectors.ts';
import { fuse } from './fuse.ts';
import { nearness } from './nearness.ts';

/** The maximum number of ranked passages. */
const MOST_RANKED = 500;
const MOST_SIMILAR = 200;
/** The number of the best passages by words that are examined again in detail. */
const READ_AGAIN = 30;
/**
 * The bonus for query words that are close together, and for a text that contains the kind of thing asked for, relative
 * to a best full-text score of 1.
 */
const NEARNESS = 0.2;
const ASKED_KIND = 0.15;
/**
 * The bonus for a similarity of 1 if passages are long. Vectors of short passages are less reliable (half at `SHORT`
 * words).
 */
const SIMILARITY = 1.2;
const SHORT = 40;

/**
 * A query with more words than this says enough by its words alone. Vectors, nearness and the kind of thing asked for
 * count less, in proportion to its length.
 */
const SHORT_QUERY = 12;
const brevityOf = ({ terms }: ReadQuery): number =>
  Math.min(1, SHORT_QUERY / Math.max(1, terms.filter(({ joint }) => !joint).length));

/** What the ranking reads the passages with. */
export type Ranker = {
  readonly index: TermIndex;
  passage(slot: number): IndexedPassage;
  /** Returns the stems of the passage's words, as `wordsOf` does. */
  words(slot: number): readonly string[];
  isBefore(slot: number, other: number): boolean;
};

/** A query ready for ranking. `allowed` restricts the passages; undefined allows all. */
export type RankRequest = {
  readonly query: ReadQuery;
  readonly vectors: VectorQuery | undefined;
  readonly allowed: SlotFilter | undefined;
};

/** A fused ranking, with the score of each slot and its explanation. */
export type Ranking = {
  /** Best first. */
  readonly slots: readonly ScoredSlot[];
  score(slot: number): number;
  why(slot: number): Why;
};

type Extra = { readonly nearness: number; readonly askedKind: number };

/** Ranks the allowed passages by words and vectors and fuses the rankings. */
export const rankPassages = (request: RankRequest, ranker: Ranker): Ranking => {
  const { query, vectors, allowed } = request;
  const byWords = ranker.index.rank(query.terms, MOST_RANKED, allowed);
  const extras = readAgain(byWords, request, ranker);
  const fullText = withExtras(byWords, extras, ranker);
  const similar =
    vectors && comparable(vectors, byWords) ? vectors.store.nearest(vectors.vector, MOST_SIMILAR, allowed) : [];
  const fused =
    vectors && similar.length > 0
      ? fuse({ fullText, vectors: similar }, fusionOf(vectors, query, ranker))
      : new Map(fullText);
  const fullTextWhy = (slot: number) => ({
    rank: rankOf(fullText, slot),
    score: scoreOf(byWords, slot) ?? 0,
    terms: ranker.index.explain(query.terms, slot),
    ...(extras.get(slot) ?? nothingMore),
  });
  const slots = [...fused].sort((a, b) => b[1] - a[1] || (ranker.isBefore(a[0], b[0]) ? -1 : 1));
  return {
    slots,
    score: (slot) => fused.get(slot) ?? 0,
    why: (slot) => ({
      ...(scoreOf(byWords, slot) === undefined ? {} : { fullText: fullTextWhy(slot) }),
      ...vectorWhy(similar, vectors, slot),
      fused: fused.get(slot) ?? 0,
    }),
  };
};

/**
 * A vector learned from the passages represents words that none of them contains only by their letter pieces, which is
 * too unreliable.
 */
const comparable = ({ fusion }: VectorQuery, byWords: readonly ScoredSlot[]): boolean =>
  fusion === 'reciprocal-rank' || byWords.length > 0;

const fusionOf = ({ fusion, store, vector }: VectorQuery, query: ReadQuery, { index }: Ranker) =>
  fusion === 'reciprocal-rank'
    ? ({ kind: fusion } as const)
    : ({
        kind: fusion,
        weight: (brevityOf(query) * SIMILARITY * index.averageLength()) / (index.averageLength() + SHORT),
        similarity: store.similarTo(vector),
      } as const);

const readAgain = (byWords: readonly ScoredSlot[], { query }: RankRequest, ranker: Ranker): Map<number, Extra> => {
  const [, top = 1] = byWords[0] ?? [];
  const kind = askedKind(query.text);
  const average = ranker.index.averageLength();
  const brevity = brevityOf(query);
  return new Map(
    byWords.slice(0, READ_AGAIN).map(([slot]) => {
      const near = nearness(ranker.words(slot), query.terms, { index: ranker.index, average });
      const { question, text } = ranker.passage(slot);
      const held = kind?.strength(question === undefined ? text : `${question}\n${text}`) ?? 0;
      return [slot, { nearness: (brevity * NEARNESS * near) / top, askedKind: brevity * ASKED_KIND * held }];
    }),
  );
};

/** Adds the bonuses; scores are relative to a best full-text score of 1. */
const withExtras = (byWords: readonly ScoredSlot[], extras: ReadonlyMap<number, Extra>, { isBefore }: Ranker) => {
  const [, top = 1] = byWords[0] ?? [];
  return byWords
    .map(([slot, score]): ScoredSlot => {
      const extra = extras.get(slot);
      return [slot, score / top + (extra ? extra.nearness + extra.askedKind : 0)];
    })
    .sort((a, b) => b[1] - a[1] || (isBefore(a[0], b[0]) ? -1 : 1));
};

const nothingMore: Extra = { nearness: 0, askedKind: 0 };

const vectorWhy = (
  similar: readonly ScoredSlot[],
  vectors: VectorQuery | undefined,
  slot: number,
): Pick<Why, 'vector'> => {
  const similarity = scoreOf(similar, slot);
  if (!vectors || similarity === undefined) return {};
  return { vector: { rank: rankOf(similar, slot), similarity, model: vectors.model } };
};

const scoreOf = (ranking: readonly ScoredSlot[], slot: number): number | undefined =>
  ranking.find(([other]) => other === slot)?.[1];

const rankOf = (ranking: readonly ScoredSlot[], slot: number): number =>
  ranking.findIndex(([other]) => other === slot) + 1;
