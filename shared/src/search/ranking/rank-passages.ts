import { askedKind } from '../answers/answer-kind.ts';
import type { IndexedPassage, Why } from '../search-index.ts';
import type { ScoredSlot, SlotFilter } from '../terms/best-slots.ts';
import type { ReadQuery } from '../terms/read-query.ts';
import type { TermIndex } from '../terms/term-index.ts';
import type { VectorQuery } from '../vectors/passage-vectors.ts';
import { fuse } from './fuse.ts';
import { nearness } from './nearness.ts';

/** How many passages the rankings give. */
const MOST_RANKED = 500;
const MOST_SIMILAR = 200;
/** How many of the best by words are read again. */
const READ_AGAIN = 30;
/** What words that stand together add, beside a best full-text score of 1; and a text that holds what was asked for. */
const NEARNESS = 0.2;
const ASKED_KIND = 0.15;
/** What a similarity of 1 adds where passages are long; of short ones a vector knows less (half at `SHORT` words). */
const SIMILARITY = 1.2;
const SHORT = 40;

/** What the passages are ranked with. */
export type Ranker = {
  readonly index: TermIndex;
  passage(slot: number): IndexedPassage;
  /** The stems of its words, as `wordsOf` gives them. */
  words(slot: number): readonly string[];
  isBefore(slot: number, other: number): boolean;
};

export type RankRequest = {
  readonly query: ReadQuery;
  readonly vectors: VectorQuery | undefined;
  readonly allowed: SlotFilter | undefined;
};

export type Ranking = {
  /** Best first. */
  readonly slots: readonly ScoredSlot[];
  score(slot: number): number;
  why(slot: number): Why;
};

type Extra = { readonly nearness: number; readonly askedKind: number };

/** All rankings of the passages that are allowed, as one. */
export const rankPassages = (request: RankRequest, ranker: Ranker): Ranking => {
  const { query, vectors, allowed } = request;
  const byWords = ranker.index.rank(query.terms, MOST_RANKED, allowed);
  const extras = readAgain(byWords, request, ranker);
  const fullText = withExtras(byWords, extras, ranker);
  const similar =
    vectors && comparable(vectors, byWords) ? vectors.store.nearest(vectors.vector, MOST_SIMILAR, allowed) : [];
  const fused =
    vectors && similar.length > 0 ? fuse({ fullText, vectors: similar }, fusionOf(vectors, ranker)) : new Map(fullText);
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

/** What was learned from the passages knows words that none of them has by their pieces alone: too little to go by. */
const comparable = ({ fusion }: VectorQuery, byWords: readonly ScoredSlot[]): boolean =>
  fusion === 'reciprocal-rank' || byWords.length > 0;

const fusionOf = ({ fusion, store, vector }: VectorQuery, { index }: Ranker) =>
  fusion === 'reciprocal-rank'
    ? ({ kind: fusion } as const)
    : ({
        kind: fusion,
        weight: (SIMILARITY * index.averageLength()) / (index.averageLength() + SHORT),
        similarity: store.similarTo(vector),
      } as const);

const readAgain = (byWords: readonly ScoredSlot[], { query }: RankRequest, ranker: Ranker): Map<number, Extra> => {
  const [, top = 1] = byWords[0] ?? [];
  const kind = askedKind(query.text);
  const average = ranker.index.averageLength();
  return new Map(
    byWords.slice(0, READ_AGAIN).map(([slot]) => {
      const near = nearness(ranker.words(slot), query.terms, { index: ranker.index, average });
      const { question, text } = ranker.passage(slot);
      const held = kind?.strength(question === undefined ? text : `${question}\n${text}`) ?? 0;
      return [slot, { nearness: (NEARNESS * near) / top, askedKind: ASKED_KIND * held }];
    }),
  );
};

/** Scores beside a best full-text score of 1. */
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
