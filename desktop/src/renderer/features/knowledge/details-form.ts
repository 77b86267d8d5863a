import type { Source } from '@inbetwin/shared/entities/source.ts';
import type { SourceChange } from '@inbetwin/shared/knowledge/source-details.ts';
import { readDay, writeDay } from '@inbetwin/shared/timing/days.ts';

/** A source's details as form fields: dates such as `2026-12-31`; an empty text means no value. */
export type DetailsForm = {
  readonly title: string;
  readonly product: string;
  readonly from: string;
  readonly until: string;
};

export const formOf = ({ title, product = '', validFrom, validUntil }: Source): DetailsForm => ({
  title,
  product,
  from: validFrom === undefined ? '' : writeDay(validFrom),
  until: validUntil === undefined ? '' : writeDay(validUntil),
});

/** Both days are inclusive. */
export const hasWrongDays = ({ from, until }: DetailsForm): boolean => from !== '' && until !== '' && from > until;

/** Converts the fields to a change of the source. An unchanged day keeps its exact time, which need not be the edge of a day. */
export const changeOf = ({ title, product, from, until }: Partial<DetailsForm>): SourceChange => ({
  ...(title !== undefined && title.trim() !== '' && { title: title.trim() }),
  ...(product !== undefined && { product: product.trim() || null }),
  ...(from !== undefined && { validFrom: readDay(from)?.from ?? null }),
  ...(until !== undefined && { validUntil: readDay(until)?.until ?? null }),
});

/** The path of each field within a source. */
export const detailPaths: { readonly [K in keyof DetailsForm]: string } = {
  title: '/title',
  product: '/product',
  from: '/validFrom',
  until: '/validUntil',
};
