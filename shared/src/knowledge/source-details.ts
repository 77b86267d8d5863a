import type { Passage } from '../entities/passage.ts';
import type { Source } from '../entities/source.ts';
import { cutText } from '../text/cut-text.ts';
import { TITLE_SEPARATOR } from '../text/title-path.ts';

const MAX_PASSAGE_TITLE = 300;

/** A source's title, product, and validity. */
export type SourceDetails = Pick<Source, 'product' | 'validFrom' | 'validUntil'>;

/** A person's changes of a source; null clears a field, and absent fields stay unchanged. */
export type SourceChange = {
  readonly title?: string | undefined;
  readonly product?: string | null | undefined;
  readonly validFrom?: number | null | undefined;
  readonly validUntil?: number | null | undefined;
};

const detailNames = ['product', 'validFrom', 'validUntil'] as const;

/** Only the details that are set. */
export const detailsOf = ({ product, validFrom, validUntil }: SourceDetails): SourceDetails => ({
  ...(product === undefined ? {} : { product }),
  ...(validFrom === undefined ? {} : { validFrom }),
  ...(validUntil === undefined ? {} : { validUntil }),
});

/**
 * Applies a change to a source and marks it as `changing` until `settleSource`; in between, `carryDetails` is applied to each of its
 * passages. Returns the same object if nothing changes. A source that is already `changing` must be completed first.
 */
export const changeSource = (source: Source, change: SourceChange, now: number): Source => {
  const title = change.title ?? source.title;
  const details = mergeDetails(source, change);
  if (title === source.title && hasDetails(source, details)) return source;
  return {
    ...withoutDetails(source),
    ...details,
    title,
    changing: { titleBefore: source.title },
    updatedAt: Math.max(source.updatedAt + 1, now),
  };
};

/** Returns the source with a change as its form shows it; `editSource` writes it. */
export const withSourceChange = (source: Source, change: SourceChange, now: number): Source =>
  settleSource(changeSource(source, change, now));

/** The details after a change. */
export const mergeDetails = (present: SourceDetails, change: SourceChange): SourceDetails =>
  detailsOf({
    product: changed(change.product, present.product),
    validFrom: changed(change.validFrom, present.validFrom),
    validUntil: changed(change.validUntil, present.validUntil),
  });

const changed = <T>(next: T | null | undefined, present: T | undefined): T | undefined =>
  next === undefined ? present : (next ?? undefined);

/** Applies the source's title, product, and validity to a passage; returns the same object if it has them already. */
export const carryDetails = (passage: Passage, source: Source): Passage => {
  const title = retitle(passage.title, source);
  if (title === passage.title && hasDetails(passage, source)) return passage;
  const updatedAt = Math.max(passage.updatedAt, source.updatedAt);
  return { ...withoutDetails(passage), ...detailsOf(source), title, updatedAt };
};

/** Marks the change as complete: every passage carries the source's details. */
export const settleSource = (source: Source): Source => {
  if (source.changing === undefined) return source;
  const { changing: _, ...settled } = source;
  return settled;
};

/** The source would never be valid. */
export const endsBeforeItBegins = ({ validFrom, validUntil }: SourceDetails): boolean =>
  validFrom !== undefined && validUntil !== undefined && validFrom > validUntil;

export const hasDetails = (document: SourceDetails, details: SourceDetails): boolean =>
  detailNames.every((name) => document[name] === details[name]);

const withoutDetails = <T extends SourceDetails>(document: T): Omit<T, keyof SourceDetails> => {
  const { product: _product, validFrom: _from, validUntil: _until, ...rest } = document;
  return rest;
};

const retitle = (title: string, source: Source): string => {
  const before = source.changing?.titleBefore;
  if (before === undefined || isUnder(title, source.title) || !isUnder(title, before)) return title;
  return cutText(source.title + title.slice(before.length), MAX_PASSAGE_TITLE);
};

const isUnder = (title: string, sourceTitle: string): boolean =>
  title === sourceTitle || title.startsWith(sourceTitle + TITLE_SEPARATOR);
