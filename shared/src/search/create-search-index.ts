import { lastHeading } from '../text/title-path.ts';
import { validityAt } from '../timing/validity-at.ts';
import { CONSIDERED_PASSAGES, extractAnswer } from './answers/extract-answer.ts';
import { readAsked } from './answers/read-asked.ts';
import { analyzeText, type Term } from './language/analyze-text.ts';
import { loadMeaning } from './meaning/load-meaning.ts';
import type { MeaningModel } from './meaning/meaning-model.ts';
import { openOrama } from './orama-face.ts';
import { createPassageSlots, type PassageSlots, type SlotsSnapshot } from './passage-slots.ts';
import { arrangeResults } from './ranking/arrange-results.ts';
import { gistOf } from './ranking/near-duplicates.ts';
import { wordsOf } from './ranking/nearness.ts';
import { type Ranker, type Ranking, type RankRequest, rankPassages } from './ranking/rank-passages.ts';
import { remember } from './remember.ts';
import type { IndexedPassage, SearchFilter, SearchIndex, SearchOptions, SearchResult } from './search-index.ts';
import type { SlotFilter } from './terms/best-slots.ts';
import { type ReadQuery, readQuery } from './terms/read-query.ts';
import { createTermIndex, restoreTermIndex, type TermIndex, type TermSnapshot } from './terms/term-index.ts';
import { isSameIndexed } from './to-indexed.ts';
import { createValidityPeriods } from './validity-periods.ts';
import { createEmbeddedVectors } from './vectors/embedded-vectors.ts';
import type { Embedder } from './vectors/embedder.ts';
import { createLearnedVectors } from './vectors/learned-vectors.ts';
import { type PassageVectors, withoutVectors } from './vectors/passage-vectors.ts';

/** Options of a search index. */
export type SearchIndexOptions = {
  /** `builtin` (the default) learns vectors from the passages; `none` ranks by words only. */
  readonly embedder?: Embedder | 'builtin' | 'none' | undefined;
  /**
   * Called when an embedder fails. Passages are retried, and a query continues without its vector. If omitted, the
   * error is rethrown asynchronously.
   */
  readonly onEmbedderFailed?: ((error: unknown) => void) | undefined;
  /** Compares questions with statements; by default the model that comes with the program. */
  readonly meaning?: MeaningModel | undefined;
};

/** A search index in the thread that owns it, with the methods that need direct access. */
export type OwnSearchIndex = SearchIndex & {
  /** Resolves when every passage that was put before the call has its vector. */
  embedded(): Promise<void>;
  save(): SearchSnapshot;
  /** Returns the memory that the index takes up, in bytes, by estimate; caches of queries are not counted. */
  bytes(): number;
  /**
   * Returns a version: a query has the same results as long as this number is the same. `validAt` is that of its
   * filter; any two times between which no passage begins or ceases to be valid give the same version.
   */
  state(validAt?: number): string;
  /** Stops the background work. */
  close(): void;
};

/** The data that is saved by structured clone: everything but the vectors, which are learned or looked up again. */
export type SearchSnapshot = { readonly passages: SlotsSnapshot; readonly terms: TermSnapshot };

/**
 * Creates an in-memory index of one team's passages, with Orama's interface and our own rankings. Equal scores are
 * ordered by id, so a rebuilt index ranks the same.
 */
export const createSearchIndex = (options: SearchIndexOptions = {}): OwnSearchIndex => {
  const passages = createPassageSlots();
  return openIndex(passages, createTermIndex({ isBefore: passages.isBefore }), options);
};

/**
 * Restores a saved index and takes ownership of its arrays. Returns undefined when another version saved it; the index
 * must then be rebuilt.
 */
export const restoreSearchIndex = (
  snapshot: SearchSnapshot,
  options: SearchIndexOptions = {},
): OwnSearchIndex | undefined => {
  const passages = createPassageSlots(snapshot.passages);
  const terms = restoreTermIndex(snapshot.terms, { isBefore: passages.isBefore });
  return terms && openIndex(passages, terms, options);
};

/** A query that is ready to be ranked. */
type Prepared = Omit<RankRequest, 'allowed'> & { readonly filter: SearchFilter | undefined };

const openIndex = (passages: PassageSlots, terms: TermIndex, options: SearchIndexOptions): OwnSearchIndex => {
  const vectors = openVectors(options, passages);
  const content = openContent({ passages, terms, vectors });
  const ranker = createRanker(passages, terms);
  const { meaning } = options;
  const gistAt = remember(MOST_READ, (passage: IndexedPassage) => gistOf(termsOf(passage), passage.text));
  const { prepare, find, nearest, allowed } = createFinder(content, ranker);
  const before = ({ sourceId, position }: IndexedPassage): IndexedPassage | undefined =>
    passages.at(passages.slotOf(`${sourceId}:${position - 1}`) ?? 0);

  return {
    put: async (changed) => {
      for (const passage of changed) content.put(passage);
    },
    remove: async (ids) => {
      for (const id of ids) content.remove(id);
    },
    search: async (text, limit, options) => {
      if (limit <= 0) return [];
      const { slots, why, score } = find(await prepare(readQuery(text, terms), options), WINDOW * limit);
      const arranged = arrangeResults(slots, limit, {
        passage: ranker.passage,
        gist: (slot) => gistAt(ranker.passage(slot)),
      });
      return arranged.map(({ slot, joined, duplicates }): SearchResult => {
        const { id, sourceId, title, text } = ranker.passage(slot);
        const explained = options?.explain ? why(slot) : undefined;
        return {
          passageId: id,
          sourceId,
          title,
          text,
          score: score(slot),
          joined: joined.map(ranker.passage).map((part) => ({ passageId: part.id, text: part.text })),
          duplicates: duplicates.map((other) => ranker.passage(other).id),
          ...(explained && { why: explained }),
        };
      });
    },
    answer: async (question, options) => {
      const preparing = prepare(readAsked(question, terms), options);
      const [prepared, model] = await Promise.all([preparing, meaning ?? loadMeaning()]);
      const { slots } = find(prepared, CONSIDERED_PASSAGES);
      const { today, lastCited = [] } = options ?? {};
      const cited = allowed(prepared, lastCited).filter((slot) => !slots.includes(slot));
      const known = [...slots, ...cited];
      const passages = [...known, ...nearest(prepared, known, model)].map(ranker.passage);
      const request = { index: terms, passages, before, meaning: model, today, lastCited };
      const { signs, ...answer } = extractAnswer(question, request);
      return options?.explain && signs ? { ...answer, signs } : answer;
    },
    count: async () => passages.count(),
    embedded: vectors.settled,
    state: (validAt) => {
      const period = validAt === undefined ? '' : content.periods.at(validAt);
      return `${content.changes()}/${vectors.version()}/${period}`;
    },
    save: () => ({ passages: passages.save(), terms: terms.save() }),
    bytes: () => passages.bytes() + terms.bytes() + vectors.bytes(),
    close: vectors.close,
  };
};

type ContentParts = {
  readonly passages: PassageSlots;
  readonly terms: TermIndex;
  readonly vectors: PassageVectors;
};

/** The passages of an index in all structures that are searched. */
const openContent = (parts: ContentParts) => {
  const { passages, terms, vectors } = parts;
  const orama = openOrama();
  const periods = createValidityPeriods([...passages.taken()].map(([, passage]) => passage));
  let changes = 0;
  for (const [slot, passage] of passages.taken()) {
    orama.insert(slot, passage);
    vectors.changed(slot);
  }

  const remove = (id: string): void => {
    const slot = passages.slotOf(id);
    const passage = slot === undefined ? undefined : passages.at(slot);
    if (slot === undefined || !passage) return;
    for (const [field, value] of searchedFields(passage)) terms.remove(slot, field, value);
    orama.remove(slot);
    passages.free(id);
    vectors.removed(slot);
    periods.remove(passage);
    changes += 1;
  };

  const isKept = (passage: IndexedPassage): boolean => {
    const slot = passages.slotOf(passage.id);
    const kept = slot === undefined ? undefined : passages.at(slot);
    return kept !== undefined && isSameIndexed(kept, passage);
  };

  return {
    ...parts,
    orama,
    periods,
    /** The number of changes so far. */
    changes: () => changes,
    remove,
    put: (passage: IndexedPassage): void => {
      if (isKept(passage)) return;
      remove(passage.id);
      const slot = passages.add(passage);
      for (const [field, value] of searchedFields(passage)) terms.add(slot, field, value);
      orama.insert(slot, passage);
      vectors.changed(slot);
      periods.add(passage);
      changes += 1;
    },
  };
};

const createFinder = ({ passages, vectors, orama, periods }: ReturnType<typeof openContent>, ranker: Ranker) => {
  /** Checks validity dates while ranking, if any passage has them. */
  const stillValid = (allowed: SlotFilter | undefined, filter: SearchFilter | undefined): SlotFilter | undefined => {
    const at = filter?.validAt;
    if (at === undefined || periods.none()) return allowed;
    return {
      has: (slot) => validityAt(passages.at(slot) ?? {}, at) === 'valid' && (!allowed || allowed.has(slot)),
    };
  };

  return {
    prepare: async (query: ReadQuery, { filter, signal = never }: SearchOptions = {}): Promise<Prepared> => {
      const compared = await vectors.read(query.text, signal);
      signal.throwIfAborted();
      return { query, vectors: compared, filter };
    },
    /** Returns the slots of passages that the filter allows. */
    allowed: ({ filter }: Prepared, ids: readonly string[]): readonly number[] =>
      ids.length === 0
        ? []
        : orama.search(filter, ids.length, (some) => {
            const valid = stillValid(some, filter);
            return ids.flatMap((id) => passages.slotOf(id) ?? []).filter((slot) => !valid || valid.has(slot));
          }),
    /** Returns the passages beside those found by words that come nearest to the question in meaning; none of a large collection. */
    nearest: ({ filter, query }: Prepared, found: readonly number[], model: MeaningModel): readonly number[] => {
      if (passages.count() > MOST_COMPARED) return [];
      const compare = model.closenessTo(query.text);
      return orama.search(filter, NEAREST, (allowed) => {
        const valid = stillValid(allowed, filter);
        return [...passages.taken()]
          .filter(([slot]) => !found.includes(slot) && (!valid || valid.has(slot)))
          .map(([slot, passage]) => ({ slot, near: compare(passage, () => [topicAndText(passage)])[0]?.cosine ?? 0 }))
          .toSorted((a, b) => b.near - a.near || (passages.isBefore(a.slot, b.slot) ? -1 : 1))
          .map(({ slot }) => slot);
      });
    },
    /** The result is valid until the next `await`: after that a slot may hold another passage. */
    find: ({ filter, ...prepared }: Prepared, limit: number) => {
      let ranking: Ranking | undefined;
      const slots = orama.search(filter, limit, (allowed) => {
        ranking = rankPassages({ ...prepared, allowed: stillValid(allowed, filter) }, ranker);
        return ranking.slots.map(([slot]) => slot);
      });
      return {
        slots,
        why: (slot: number) => ranking?.why(slot),
        score: (slot: number) => ranking?.score(slot) ?? 0,
      };
    },
  };
};

/** Passages are compared with a question by meaning only in collections of up to this size, and this many of them are read. */
const MOST_COMPARED = 300;
const NEAREST = 4;

const topicAndText = ({ title, question, text }: IndexedPassage): string =>
  `${question ?? lastHeading(title)}. ${text}`;

/** Number of passages ranked per result, so that enough are left after removing duplicates and joining neighbors. */
const WINDOW = 3;
/** The same passages are found repeatedly, so the gists and words of this many are cached. */
const MOST_READ = 2000;
const MOST_WORDS_READ = 10_000;
const MOST_STRINGS = 100_000;
const never = new AbortController().signal;

const throwLater = (error: unknown): void => {
  setTimeout(() => {
    throw error;
  });
};

const openVectors = (
  { embedder = 'builtin', onEmbedderFailed = throwLater }: SearchIndexOptions,
  passages: PassageSlots,
): PassageVectors => {
  if (embedder === 'none') return withoutVectors;
  if (embedder === 'builtin') return createLearnedVectors({ passages, onFailed: onEmbedderFailed });
  return createEmbeddedVectors({ passages, embedder, onFailed: onEmbedderFailed });
};

const searchedFields = ({ title, question, text }: IndexedPassage) =>
  [['title', title], ['text', text], ...(question === undefined ? [] : [['question', question] as const])] as const;

const createRanker = (passages: PassageSlots, index: TermIndex): Ranker => {
  const passage = (slot: number): IndexedPassage => {
    const found = passages.at(slot);
    if (!found) throw new Error(`No passage in slot ${slot}`);
    return found;
  };
  // Passages repeat words, so each string is kept only once.
  const strings = new Map<string, string>();
  const shared = (stem: string): string => {
    const known = strings.get(stem);
    if (known !== undefined) return known;
    if (strings.size >= MOST_STRINGS) strings.clear();
    strings.set(stem, stem);
    return stem;
  };
  const remembered = remember(MOST_WORDS_READ, (one: IndexedPassage) => wordsOf(termsOf(one)).map(shared));
  return { index, passage, isBefore: passages.isBefore, words: (slot) => remembered(passage(slot)) };
};

const termsOf = ({ title, question, text }: IndexedPassage): readonly Term[] =>
  analyzeText([title, question, text].join('\n'));
