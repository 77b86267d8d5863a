import type { SentFailure } from '@inbetwin/shared/contracts/sent-failure.ts';
import type { IndexedPassage, SearchOptions } from '@inbetwin/shared/search/search-index.ts';
import { z } from 'zod';

/** An embedder that lives outside of the thread. */
export type EmbedderDescription = { readonly model: string; readonly dimensions: number };

/** Where a team's index is saved, and what its passages come from: what was saved of another origin is not used. */
export type SnapshotPlace = { readonly file: string; readonly origin: string };

/** `sequence`: the index begins as it was saved, with the passages up to there. `refused`: why it does not. */
export const begunSchema = z.object({ sequence: z.string().optional(), refused: z.string().optional() });
export type Begun = z.infer<typeof begunSchema>;

/** What the search thread is asked; begun in the order of arrival. */
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
      readonly options?: Pick<SearchOptions, 'filter'> | undefined;
    }
  | { readonly method: 'count' }
  /**
   * A new index that takes every `put` and `remove` from now on, while the one before goes on answering: as it was saved,
   * or empty. What cannot be used, or `isTrusted` not, is deleted. Answered with a `Begun`.
   */
  | {
      readonly method: 'begin';
      readonly embedder: EmbedderDescription | 'builtin';
      readonly snapshot?: (SnapshotPlace & { readonly isTrusted: boolean }) | undefined;
    }
  /** Saves what was put so far, up to `sequence` in the passages' feed. */
  | ({ readonly method: 'save'; readonly sequence: string } & SnapshotPlace)
  /** The index that was begun last answers from now on. */
  | { readonly method: 'publish' };

export type SearchCall = {
  readonly kind: 'call';
  readonly id: number;
  readonly teamId: string;
  readonly command: SearchCommand;
};

export type EmbedRequest = {
  readonly teamId: string;
  readonly model: string;
  readonly texts: readonly string[];
  readonly passageIds?: readonly string[] | undefined;
};

type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: SentFailure };

export type SearchReply = { readonly kind: 'reply'; readonly id: number } & Outcome<unknown>;
/** All vectors in one array, one behind the other. */
export type EmbedReply = { readonly kind: 'embedded'; readonly id: number } & Outcome<Float32Array>;

/** `abort`: nobody waits for the answer of that call any more. */
export type ToThread = SearchCall | EmbedReply | { readonly kind: 'abort'; readonly id: number };
export type FromThread =
  /** The passages of a team could not be learned from: they are found by words alone. */
  | { readonly kind: 'unlearned'; readonly teamId: string; readonly reason: string }
  | SearchReply
  | ({ readonly kind: 'embed'; readonly id: number } & EmbedRequest)
  /** Nobody waits for that embedding any more. */
  | { readonly kind: 'cancel'; readonly id: number };
