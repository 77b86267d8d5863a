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

/** What differs from the source. A day that was left alone keeps its exact time, which may not be the edge of a day. */
export const changeOf = (source: Source, form: DetailsForm): SourceChange => {
  const before = formOf(source);
  const title = form.title.trim();
  return {
    ...(title === '' || title === before.title ? {} : { title }),
    ...(form.product.trim() === before.product ? {} : { product: form.product.trim() || null }),
    ...(form.from === before.from ? {} : { validFrom: readDay(form.from)?.from ?? null }),
    ...(form.until === before.until ? {} : { validUntil: readDay(form.until)?.until ?? null }),
  };
};
