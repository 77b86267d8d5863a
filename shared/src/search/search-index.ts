import type { Language } from '../entities/fields.ts';

/** What the index needs to know of a passage. */
export type IndexedPassage = {
  readonly id: string;
  readonly sourceId: string;
  readonly title: string;
  readonly text: string;
  readonly question?: string | undefined;
  readonly language: Language;
};

export type SearchResult = {
  readonly passageId: string;
  readonly sourceId: string;
  readonly title: string;
  readonly text: string;
  readonly score: number;
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

/** One team's passages, searchable. The same engine runs in the desktop's worker and on the server. */
export type SearchIndex = {
  /** New or changed passages; the same id replaces. */
  put(passages: readonly IndexedPassage[]): Promise<void>;
  remove(passageIds: readonly string[]): Promise<void>;
  search(query: string, limit: number): Promise<readonly SearchResult[]>;
  /** The best sentence or two, quoted exactly, or an honest "no". */
  answer(question: string): Promise<ExtractedAnswer>;
  count(): Promise<number>;
};
