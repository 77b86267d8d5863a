import type { SentFailure } from '@inbetwin/shared/contracts/sent-failure.ts';
import type { AnswerOptions, IndexedPassage, SearchOptions } from '@inbetwin/shared/search/search-index.ts';
import { z } from 'zod';
import type { BlobPlace } from '../../store/blobs/blob-place.ts';

/** What a search thread is started with: where it saves indexes, if at all. */
export type SearchWorkerData = { readonly snapshots: BlobPlace | undefined };

/** An embedder that runs outside the search thread. */
export type EmbedderDescription = { readonly model: string; readonly dimensions: number };

/** The result of `size`. */
export const sizeSchema = z.number();

/** The digest of the saved snapshot; undefined if there is nothing to save. */
export const savedSchema = z.string().optional();

/** `sequence`: the index was loaded and contains the passages up to there. `refused`: why a snapshot was not loaded. */
export const begunSchema = z.object({ sequence: z.string().optional(), refused: z.string().optional() });
/** The result of `begin`. */
export type Begun = z.infer<typeof begunSchema>;

/** Commands to the search thread; they start in order of arrival. */
export type SearchCommand =
  | { readonly method: 'put'; readonly passages: readonly IndexedPassage[] }
  | { readonly method: 'remove'; readonly passageIds: readonly string[] }
  | {
      readonly method: 'search';
      readonly query: string;
      readonly limit: number;
      readonly options?: Omit<SearchOptions, 'signal'> | undefined;
    }
  | {
      readonly method: 'answer';
      readonly question: string;
      readonly options?: Omit<AnswerOptions, 'signal'> | undefined;
    }
  | { readonly method: 'count' }
  /** Answered with the bytes of memory that the team's indexes take up, by estimate. */
  | { readonly method: 'size' }
  /** Frees the team's indexes. */
  | { readonly method: 'drop' }
  /**
   * Starts a new index, loaded from the snapshot or empty, that receives every later `put` and `remove` while the previous one keeps
   * answering. A snapshot whose passages are of another origin is refused. Answered with a `Begun`.
   */
  | {
      readonly method: 'begin';
      readonly embedder: EmbedderDescription | 'builtin';
      readonly snapshot?: { readonly digest: string; readonly origin: string } | undefined;
    }
  /** Saves the index, which contains the passages up to `sequence` of their feed. Answered as in `savedSchema`. */
  | { readonly method: 'save'; readonly sequence: string; readonly origin: string }
  /** Makes the most recently started index the one that answers. */
  | { readonly method: 'publish' };

/** A command for one team's index; `id` matches it with its reply. */
export type SearchCall = {
  readonly kind: 'call';
  readonly id: number;
  readonly teamId: string;
  readonly command: SearchCommand;
};

/** Texts to embed in the main thread; `passageIds` is absent for a query. */
export type EmbedRequest = {
  readonly teamId: string;
  readonly model: string;
  readonly texts: readonly string[];
  readonly passageIds?: readonly string[] | undefined;
};

type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: SentFailure };

/** The result or failure of a `SearchCall`. */
export type SearchReply = { readonly kind: 'reply'; readonly id: number } & Outcome<unknown>;
/** All vectors concatenated in one array. */
export type EmbedReply = { readonly kind: 'embedded'; readonly id: number } & Outcome<Float32Array>;

/** A message to the thread. `abort` means that nobody waits for the result of that call anymore. */
export type ToThread = SearchCall | EmbedReply | { readonly kind: 'abort'; readonly id: number };
/** A message from the search thread. */
export type FromThread =
  /** Training on a team's passages failed, so full text alone finds them. */
  | { readonly kind: 'unlearned'; readonly teamId: string; readonly reason: string }
  | SearchReply
  | ({ readonly kind: 'embed'; readonly id: number } & EmbedRequest)
  /** Nobody waits for that embedding anymore. */
  | { readonly kind: 'cancel'; readonly id: number };
