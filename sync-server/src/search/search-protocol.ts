import type { IndexedPassage } from '@inbetwin/shared/search/search-index.ts';

/** What the search thread is asked; answered in the order of arrival. */
export type SearchCommand =
  | { readonly method: 'put'; readonly passages: readonly IndexedPassage[] }
  | { readonly method: 'remove'; readonly passageIds: readonly string[] }
  | { readonly method: 'search'; readonly query: string; readonly limit: number }
  | { readonly method: 'answer'; readonly question: string }
  | { readonly method: 'count' }
  /** Forgets the team's index; the next command begins an empty one. */
  | { readonly method: 'drop' };

export type SearchCall = { readonly id: number; readonly teamId: string; readonly command: SearchCommand };

export type SearchReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string };
