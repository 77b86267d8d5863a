import type { Citation } from '@inbetwin/shared/entities/declaring/fields.ts';
import type { Work } from '@inbetwin/shared/entities/work.ts';

/** A reply that an agent has prepared for a person. */
export type Suggestion = Work & { readonly suggestion: NonNullable<Work['suggestion']> };

export const isSuggestion = (work: Work): work is Suggestion => work.suggestion !== undefined;

/** The newest suggestion, because earlier ones do not take later messages into account. */
export const newestOf = (works: readonly Work[]): Suggestion | undefined =>
  works.filter(isSuggestion).toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))[0];

/** Resolves a suggestion; returns the same object if it is already resolved. */
export const endSuggestion = (work: Work, state: 'done' | 'cancelled', now: number): Work =>
  work.state === 'open' ? { ...work, state, updatedAt: Math.max(work.updatedAt + 1, now) } : work;

/** The text as a person would send it, without source numbers, which mean nothing without the sources. */
export const textToSend = ({ text, citations }: Suggestion['suggestion']): string =>
  text.replaceAll(/\s?\[(\d{1,3})\]/g, (marker, number: string) =>
    Number(number) >= 1 && Number(number) <= citations.length ? '' : marker,
  );

export const citationKey = ({ passageId, quote }: Citation): string => `${passageId}:${quote}`;
