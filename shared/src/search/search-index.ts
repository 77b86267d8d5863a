import type { Language } from '../entities/declaring/fields.ts';
import type { AnswerSigns } from './answers/answer-confidence.ts';
import type { Weekday } from './answers/kinds/weekdays.ts';

/** The fields of a passage that the index needs. */
export type IndexedPassage = {
  readonly id: string;
  readonly sourceId: string;
  /** 0-based position within the source; consecutive numbers are neighbors. */
  readonly position: number;
  readonly title: string;
  readonly text: string;
  readonly question?: string | undefined;
  readonly language: Language;
  /** The product or service, if the passage is about a single one. */
  readonly product?: string | undefined;
  /** Milliseconds since the epoch, both inclusive; without them the passage is always valid. */
  readonly validFrom?: number | undefined;
  readonly validUntil?: number | undefined;
};

/**
 * Restricts a search. Passages that do not match are excluded before ranking, not only from the results. Values of one
 * field are alternatives; an empty list matches nothing.
 */
export type SearchFilter = {
  readonly sourceIds?: readonly string[] | undefined;
  readonly languages?: readonly Language[] | undefined;
  readonly products?: readonly string[] | undefined;
  /** Only passages that are valid at this time, in milliseconds since the epoch. */
  readonly validAt?: number | undefined;
};

/** Options of one search. */
export type SearchOptions = {
  readonly filter?: SearchFilter | undefined;
  /** Adds to every result why it ranked where it did, and to an answer the evidence for it. */
  readonly explain?: boolean | undefined;
  /** Abort it when the result is no longer needed; the query then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * How a word of the query matched one of the passage: exactly, as a prefix, with a typo, by another word of its family, or, for a question,
 * by a synonym.
 */
export type MatchKind = 'exact' | 'prefix' | 'fuzzy' | 'family';

/** One matched word of the query. */
export type TermMatch = {
  /** The query's word after correction of a wrong keyboard layout or alphabet. */
  readonly word: string;
  /** The stem in the passage that it matched. */
  readonly stem: string;
  readonly kind: MatchKind;
  /** Weight of this kind of match, 0 to 1. */
  readonly weight: number;
  /** Its contribution to the full-text score. */
  readonly score: number;
};

/**
 * Options of an answer. `today` is the day at the business when the question is asked, which "open today?" means. `lastCited` are the ids of
 * the passages that the customer was told of last: "and on Sunday?" is likely answered there.
 */
export type AnswerOptions = SearchOptions & {
  readonly today?: Weekday | undefined;
  readonly lastCited?: readonly string[] | undefined;
};

/** Why a passage ranked where it did. Ranks begin at 1; a part is absent when the passage was not found that way. */
export type Why = {
  readonly fullText?: {
    readonly rank: number;
    readonly score: number;
    readonly terms: readonly TermMatch[];
    /**
     * The bonus, relative to a best `score` of 1, for query words that are close together and for containing the kind
     * of thing asked for (a price, a date).
     */
    readonly nearness: number;
    readonly askedKind: number;
  };
  /** `similarity` is the cosine, -1 to 1; `model` names the embedder. */
  readonly vector?: { readonly rank: number; readonly similarity: number; readonly model: string };
  /** The fused score, by which results are ordered. */
  readonly fused: number;
};

/** One result: a passage with its joined neighbors and duplicates. */
export type SearchResult = {
  /** The best of the passages in this result. */
  readonly passageId: string;
  readonly sourceId: string;
  readonly title: string;
  /** The text of `passageId` only. */
  readonly text: string;
  readonly score: number;
  /**
   * The neighbors of `passageId` in its source that were found too, in reading order and including `passageId` itself.
   */
  readonly joined: readonly { readonly passageId: string; readonly text: string }[];
  /** Passages elsewhere with the same content as one of `joined`. */
  readonly duplicates: readonly string[];
  readonly why?: Why;
};

/** Quotes that answer a question, or the finding that there is no answer. */
export type ExtractedAnswer = {
  /** False when the knowledge base appears to have no answer. */
  readonly answered: boolean;
  /** The probability of an answer, 0 to 1. */
  readonly confidence: number;
  /** The evidence that `confidence` was calculated from; only with `explain`, and absent if no passage was found. */
  readonly signs?: AnswerSigns;
  /** `text` is `passage.text` sliced at `start..end`; `said` is the same in the form for customers. Best first; empty when not answered. */
  readonly quotes: readonly {
    readonly passageId: string;
    readonly sourceId: string;
    readonly title: string;
    readonly text: string;
    readonly said: string;
    readonly start: number;
    readonly end: number;
  }[];
  /**
   * The names of the things that the question does not tell apart, if there is too much to be told of all of them; `quotes` tell of the first.
   */
  readonly choices?: readonly string[];
};

/** The read-only part of the index, for callers that only search. */
export type KnowledgeSearch = Pick<SearchIndex, 'search' | 'answer'>;

/** One team's searchable passages. The same engine runs in the desktop's worker and on the server. */
export type SearchIndex = {
  /** Adds or replaces passages by id. */
  put(passages: readonly IndexedPassage[]): Promise<void>;
  remove(passageIds: readonly string[]): Promise<void>;
  search(query: string, limit: number, options?: SearchOptions): Promise<readonly SearchResult[]>;
  /** Quotes the best one or two sentences verbatim, or says that there is no answer. */
  answer(question: string, options?: AnswerOptions): Promise<ExtractedAnswer>;
  count(): Promise<number>;
};
