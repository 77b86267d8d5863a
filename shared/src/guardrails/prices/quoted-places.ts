import { readAmounts } from '../../search/language/values/read-amounts.ts';
import { withoutDetails } from '../details.ts';
import type { Place } from './surroundings.ts';

/** A shorter quote may be a bare amount, which says nothing about what it is the price of. */
const LEAST_WORDS = 3;

/**
 * Returns the places of a text, as `claimsIn` returns it, at which it repeats one of the quotes whole. Prices there are those of the passage,
 * with its own words around them, so they need no search for their subject.
 */
export const quotedPlaces = (text: string, quotes: readonly string[]): readonly Place[] =>
  [...new Set(quotes)].flatMap((quote) => {
    const sought = readAmounts(withoutDetails(quote)).text.trim();
    if ((sought.match(/\p{L}{2,}/gu) ?? []).length < LEAST_WORDS) return [];
    const start = text.indexOf(sought);
    const end = start + sought.length;
    const isWhole = start >= 0 && !CONTINUES.test(text.charAt(start - 1)) && !CONTINUES.test(text.charAt(end));
    return isWhole ? [{ start, end }] : [];
  });

const CONTINUES = /[\p{L}\p{N}]/u;

/** Whether a place is inside of one of others. */
export const isInside = ({ start, end }: Place, places: readonly Place[]): boolean =>
  places.some((place) => place.start <= start && end <= place.end);
