import type { Language } from '../entities/fields.ts';

/** What the index needs to know of a passage. */
export type IndexedPassage = {
  readonly id: string;
  readonly sourceId: string;
  /** 0-based place within the source: the next number is the neighbour. */
  readonly position: number;
  readonly title: string;
  readonly text: string;
  readonly question?: string | undefined;
  readonly language: Language;
  /** What it is about, when it is about one product or service. */
  readonly product?: string | undefined;
  /** Milliseconds since the epoch, both inclusive; without them it always holds. */
  readonly validFrom?: number | undefined;
  readonly validUntil?: number | undefined;
};

/** Passages that do not fit are out of the ranking, not just out of the results. Values of one field are alternatives: an empty list lets nothing through. */
export type SearchFilter = {
  readonly sourceIds?: readonly string[] | undefined;
  readonly languages?: readonly Language[] | undefined;
  readonly products?: readonly string[] | undefined;
  /** Only what holds at this time, milliseconds since the epoch. */
  readonly validAt?: number | undefined;
};

export type SearchOptions = {
  readonly filter?: SearchFilter | undefined;
  /** Every result says why it ranked. */
  readonly explain?: boolean | undefined;
  /** Nobody wants the answer any more: the query rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
};

/** How a word of the query met one of the passage: as it is, completed, misspelt, or another word of its family. */
export type MatchKind = 'exact' | 'prefix' | 'fuzzy' | 'family';

export type TermMatch = {
  /** The query's word as it was read: put right when it was typed on the wrong layout or in the wrong alphabet. */
  readonly word: string;
  /** The passage's stem that it met. */
  readonly stem: string;
  readonly kind: MatchKind;
  /** 0 to 1: what a match of this kind counts. */
  readonly weight: number;
  /** Its part of the full-text score. */
  readonly score: number;
};

/** Why a passage ranked where it did. Ranks begin at 1; a part is missing when the passage was not found that way. */
export type Why = {
  readonly fullText?: {
    readonly rank: number;
    readonly score: number;
    readonly terms: readonly TermMatch[];
    /**
     * Added, where the best `score` counts 1, for words of the query that stand close together, and for holding the kind
     * of thing asked for (a price, a date).
     */
    readonly nearness: number;
    readonly askedKind: number;
  };
  /** `similarity` is the cosine, -1 to 1; `model` names the embedder. */
  readonly vector?: { readonly rank: number; readonly similarity: number; readonly model: string };
  /** The fused score by which results are ordered. */
  readonly fused: number;
};

export type SearchResult = {
  /** The best of the passages in it. */
  readonly passageId: string;
  readonly sourceId: string;
  readonly title: string;
  /** Of `passageId` alone. */
  readonly text: string;
  readonly score: number;
  /** Neighbours of `passageId` in its source that were found too, in reading order, itself among them; at least one. */
  readonly joined: readonly { readonly passageId: string; readonly text: string }[];
  /** Passages elsewhere that say the same as one of `joined`. */
  readonly duplicates: readonly string[];
  readonly why?: Why;
};

export type ExtractedAnswer = {
  /** False: the knowledge base holds no answer, as far as can be told. */
  readonly answered: boolean;
  /** 0 to 1. */
  readonly confidence: number;
  /** `text` is `passage.text` sliced at `start..end`. Best first; empty when not answered. */
  readonly quotes: readonly {
    readonly passageId: string;
    readonly sourceId: string;
    readonly title: string;
    readonly text: string;
    readonly start: number;
    readonly end: number;
  }[];
};

/** For those who ask: what the index holds follows from the stored passages alone. */
export type KnowledgeSearch = Pick<SearchIndex, 'search' | 'answer'>;

/** One team's passages, searchable. The same engine runs in the desktop's worker and on the server. */
export type SearchIndex = {
  /** New or changed passages; the same id replaces. */
  put(passages: readonly IndexedPassage[]): Promise<void>;
  remove(passageIds: readonly string[]): Promise<void>;
  search(query: string, limit: number, options?: SearchOptions): Promise<readonly SearchResult[]>;
  /** The best sentence or two, quoted exactly, or an honest "no". */
  answer(question: string, options?: Pick<SearchOptions, 'filter' | 'signal'>): Promise<ExtractedAnswer>;
  count(): Promise<number>;
};
