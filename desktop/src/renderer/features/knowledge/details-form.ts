import type { Source } from '@inbetwin/shared/entities/source.ts';
import type { SourceChange } from '@inbetwin/shared/knowledge/source-details.ts';
import { readDay, writeDay } from '@inbetwin/shared/timing/days.ts';

/** As it stands in the fields: days like `2026-12-31`, and nothing as an empty text. */
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

/** Both days belong to it. */
export const hasWrongDays = ({ from, until }: DetailsForm): boolean => from !== '' && until !== '' && from > until;

/** The change that these fields are. A day that is left alone keeps its exact time, which may not be the edge of a day. */
export const changeOf = ({ title, product, from, until }: Partial<DetailsForm>): SourceChange => ({
  ...(title !== undefined && title.trim() !== '' && { title: title.trim() }),
  ...(product !== undefined && { product: product.trim() || null }),
  ...(from !== undefined && { validFrom: readDay(from)?.from ?? null }),
  ...(until !== undefined && { validUntil: readDay(until)?.until ?? null }),
});

/** Where a source holds each of them. */
export const detailPaths: { readonly [K in keyof DetailsForm]: string } = {
  title: '/title',
  product: '/product',
  from: '/validFrom',
  until: '/validUntil',
};
