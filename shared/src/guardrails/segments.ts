import { sentencesOf } from '../search/language/sentences.ts';
import type { Found } from '../text/word-pattern.ts';
import { joinTerms, noTerms, type Subject, type Terms, termsIn } from './subject-terms.ts';

/** A range of offsets in a text. */
type Place = Pick<Found<unknown>, 'start' | 'end'>;

/** The subject of a place, and what the text was about before it. */
export type PlacedSubject = Subject & {
  /** Terms of the preceding sentences, the nearest first. */
  readonly before: readonly Terms[];
  /** The same, for sentences that contain no place, such as a heading. */
  readonly lead: readonly Terms[];
  /** The part of the sentence with the place. */
  readonly segment: string;
  /** Whether it follows "against" or "instead of". */
  readonly isCompared: boolean;
};

/** The subject of a place where nothing is named. */
export const nowhere: PlacedSubject = {
  own: noTerms,
  wide: noTerms,
  before: [],
  lead: [],
  segment: '',
  isCompared: false,
};

const DELIMITER =
  /[,;:()|•=]\s?|\s[—–+-]\s|\s(?:и|а|но|или|and|or|but|so|plus|against|versus|vs|против|вместо|instead of)\s/giu;
const MOST_BEFORE = 3;
const COMPARED =
  /(?<!\p{L})(?:против|вместо|а не|against|versus|vs\.?|instead of|compared (?:to|with)|rather than)\s(?:[$€£₽]|обычн\p{L}{2,3} |the usual )?$/iu;
const isComparedAt = (text: string, { start }: Place): boolean =>
  COMPARED.test(text.slice(Math.max(0, start - 30), start));

/**
 * Determines what each place in a text is about. A sentence is cut where one thing ends and another begins; a part
 * without a place belongs to the next part that has one, and a place without words of its own belongs to what precedes
 * it.
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
    const segments = segmentsOf(text, sentence, within);
    for (const [nth, { segment, tail, opening, held: places }] of segments.entries()) {
      const named = termsIn(segment);
      const head = nth === 0 || named.size === 0 ? noTerms : headOf(segments[0]?.opening ?? '', opening);
      const own = named.size > 0 ? joinTerms(head, named) : last.size > 0 ? last : termsIn(tail);
      last = own;
      for (const place of places) {
        subjects.set(place, { own, wide: termsOf(at), before, lead, segment, isCompared: isComparedAt(text, place) });
      }
    }
  }
  return subjects;
};

/**
 * Returns what the beginning of a sentence says about a later segment: "Anna: a cut from $20, coloring from $50" is all
 * about Anna. In "a cut: $20 for short hair, $30 for long" the second segment begins with its amount, so it is also
 * about a cut.
 */
const headOf = (first: string, opening: string): Terms => {
  const colon = first.indexOf(':');
  if (colon > 0 && termsIn(first.slice(colon)).size > 0) return termsIn(first.slice(0, colon));
  return MODIFIES.test(opening) || termsIn(opening).size === 0 ? termsIn(first) : noTerms;
};

/** «Укладка — 450 ₽, по диагонали — 600 ₽» */
const MODIFIES =
  /^\s*(?:а\s|и\s|and\s)?(?:по|без|с|со|для|до|при|от|with|without|in|on|at|outside|inside|after|before)\s/iu;

/** `opening` precedes its first place, and `tail` follows the last segment up to the end of the sentence. */
type Segment = {
  readonly segment: string;
  readonly opening: string;
  readonly tail: string;
  readonly held: readonly Place[];
};

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
    opening: text.slice(each.from, each.held[0]?.start ?? each.from),
    tail: at === segments.length - 1 ? text.slice(each.to, sentence.end) : '',
    held: each.held,
  }));
};
