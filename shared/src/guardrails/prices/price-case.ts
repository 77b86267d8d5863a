import { nowhere, type PlacedSubject, type subjectsIn } from '../segments.ts';
import type { Terms } from '../subject-terms.ts';
import type { Equation } from './equations.ts';
import type { Claim } from './price-claims.ts';
import type { PriceRecord } from './price-record.ts';
import type { Place } from './surroundings.ts';

/** A reply that names prices, beside what was told of prices before: all that is needed to tell which of them are known. */
export type PriceCase = {
  readonly record: PriceRecord;
  readonly subjects: ReturnType<typeof subjectsIn>;
  readonly text: string;
  /** Numbers in the reply that are told prices, though nothing says that they are meant as such. */
  readonly operands: readonly Claim[];
  /** Reckonings that the reply writes out. */
  readonly equations: readonly Equation[];
  sentenceOf(place: Place): string;
  /** All words of the reply and the customer. */
  readonly spoken: Terms;
};

export const subjectOf = (place: Place, { subjects }: PriceCase): PlacedSubject => subjects.get(place) ?? nowhere;
