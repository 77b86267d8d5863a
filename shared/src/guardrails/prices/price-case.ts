import { nowhere, type PlacedSubject, type subjectsIn } from '../segments.ts';
import type { Terms } from '../subject-terms.ts';
import type { Equation } from './equations.ts';
import type { Claim } from './price-claims.ts';
import type { PriceRecord } from './price-record.ts';
import type { Place } from './surroundings.ts';

/**
 * A reply that names prices with everything the team said about prices before: all that is needed to decide which of
 * them are known.
 */
export type PriceCase = {
  readonly record: PriceRecord;
  readonly subjects: ReturnType<typeof subjectsIn>;
  readonly text: string;
  /** Numbers in the reply that equal told prices, although nothing marks them as prices. */
  readonly operands: readonly Claim[];
  /** Calculations that the reply spells out. */
  readonly equations: readonly Equation[];
  sentenceOf(place: Place): string;
  /** All words of the reply and the customer. */
  readonly spoken: Terms;
};

/** Returns the subject of a place; `nowhere` if it names none. */
export const subjectOf = (place: Place, { subjects }: PriceCase): PlacedSubject => subjects.get(place) ?? nowhere;
