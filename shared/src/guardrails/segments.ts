import { sentencesOf } from '../search/language/sentences.ts';
import type { Found } from '../text/word-pattern.ts';
import { noTerms, type Subject, type Terms, termsIn } from './subject-terms.ts';

/** Where something stands. */
type Place = Pick<Found<unknown>, 'start' | 'end'>;

/** The subject of what stands at a place, and what the text was about before. */
export type PlacedSubject = Subject & {
  /** Terms of the sentences before, the nearest first. */
  readonly before: readonly Terms[];
  /** The same of those sentences that hold no place themselves, such as a heading. */
  readonly lead: readonly Terms[];
  /** The part of the sentence that it stands in. */
  readonly segment: string;
};

/** Where nothing is named. */
export const nowhere: PlacedSubject = { own: noTerms, wide: noTerms, before: [], lead: [], segment: '' };

const DELIMITER =
  /[,;:()|•=]\s?|\s[—–+-]\s|\s(?:и|а|но|или|and|or|but|so|plus|against|versus|vs|против|вместо|instead of)\s/giu;
const MOST_BEFORE = 3;

/**
 * Tells what each of some places in a text is about. A sentence is cut where one thing ends and another begins; a part without a place
 * belongs to the next that has one, and a place with no words of its own to what stands before.
 */
export const subjectsIn = (text: string, places: readonly Place[]): ReadonlyMap<Place, PlacedSubject> => {
  const sentences = sentencesOf(text);
  const ordered = places.toSorted((a, b) => a.start - b.start);
  const subjects = new Map<Place, PlacedSubject>();
  const known = new Map<number, Terms>();
  const termsOf = (at: number): Terms => {
    const terms = known.get(at) ?? termsIn(sentences[at]?.value ?? '');
    known.set(at, terms);
    return terms;
  };
  let from = 0;
  const held = new Set<number>();
  for (const [at, sentence] of sentences.entries()) {
    const within: Place[] = [];
    for (; from < ordered.length; from++) {
      const place = ordered[from];
      if (!place || place.start >= sentence.end) break;
      if (place.start >= sentence.start) within.push(place);
    }
    if (within.length === 0) continue;
    const nearest = Array.from({ length: Math.min(at, MOST_BEFORE) }, (_, back) => at - 1 - back);
    const before = nearest.map(termsOf);
    const lead = nearest.filter((one) => !held.has(one)).map(termsOf);
    held.add(at);
    let last = noTerms;
    for (const { segment, tail, held: places } of segmentsOf(text, sentence, within)) {
      const named = termsIn(segment);
      const own = named.size > 0 ? named : last.size > 0 ? last : termsIn(tail);
      last = own;
      for (const place of places) {
        subjects.set(place, { own, wide: termsOf(at), before, lead, segment });
      }
    }
  }
  return subjects;
};

/** `tail` is what stands behind the last one, up to the end of the sentence. */
type Segment = { readonly segment: string; readonly tail: string; readonly held: readonly Place[] };

const segmentsOf = (text: string, sentence: Place, places: readonly Place[]): readonly Segment[] => {
  const cuts = [...text.slice(sentence.start, sentence.end).matchAll(DELIMITER)]
    .map(({ index, 0: found }) => sentence.start + index + found.length)
    .filter((cut) => !places.some(({ start, end }) => start < cut && cut < end));
  const segments: { readonly from: number; readonly to: number; readonly held: readonly Place[] }[] = [];
  let from = sentence.start;
  for (const to of [...cuts, sentence.end]) {
    const held = places.filter(({ start }) => start >= from && start < to);
    if (held.length === 0) continue;
    segments.push({ from, to, held });
    from = to;
  }
  return segments.map((each, at) => ({
    segment: text.slice(each.from, each.to),
    tail: at === segments.length - 1 ? text.slice(each.to, sentence.end) : '',
    held: each.held,
  }));
};
