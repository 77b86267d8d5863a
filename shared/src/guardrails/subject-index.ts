import { noTerms, type Subject, type Terms } from './subject-terms.ts';

/** Finds told items by the words of their subjects. */
export type SubjectIndex<T extends Subject> = {
  readonly all: readonly T[];
  /** Items without words of their own. */
  readonly open: readonly T[];
  /** Whether a term is one of an item's own. */
  isOwn(term: string): boolean;
  /** Returns the items whose own terms include one of these. */
  withOwn(terms: Terms): readonly T[];
  /**
   * Returns the items that the terms mean: all that have any of the terms, without those that another item fits clearly
   * better. Rare words count more. Of two items with the same words the nearer one remains, or the one that is `asked`
   * for. Empty when no item has any of the terms.
   */
  meantBy(terms: Terms, asked?: Terms): readonly T[];
};

/**
 * Creates an index that reads items only when they are needed. A query costs time in proportion to the items with its
 * words, and its answer is cached.
 */
export const indexSubjects = <T extends Subject>(all: readonly T[]): SubjectIndex<T> => {
  let known: ReadonlyMap<string, readonly Entry[]> | undefined;
  const entriesOf = (term: string): readonly Entry[] => {
    known ??= readEntries(all);
    return known.get(term) ?? [];
  };
  const ownPlaces = (terms: Iterable<string>): ReadonlySet<number> =>
    new Set([...terms].flatMap((term) => entriesOf(term).flatMap(({ at, level }) => (level === OWN ? [at] : []))));
  const pick = (places: ReadonlySet<number>): readonly T[] =>
    [...places].toSorted((a, b) => a - b).flatMap((at) => all[at] ?? []);
  const answers = new Map<string, readonly T[]>();
  return {
    all,
    open: all.filter(({ own, wide }) => own.size === 0 && wide.size === 0),
    isOwn: (term) => entriesOf(term).some(({ level }) => level === OWN),
    withOwn: (terms) => pick(ownPlaces(terms)),
    meantBy: (terms, asked = noTerms) => {
      const key = `${[...terms].join()}|${[...asked].join()}`;
      const answer =
        answers.get(key) ?? pick(placesMeant([...terms], { terms, asked, entriesOf, ownPlaces, of: all.length }));
      answers.set(key, answer);
      return answer;
    },
  };
};

const OWN = 2;
const WIDE = 1;
/** An item that has a term; `level` tells how near the term is. */
type Entry = { readonly at: number; readonly level: number };

const readEntries = (subjects: readonly Subject[]): ReadonlyMap<string, readonly Entry[]> => {
  const entries = new Map<string, Entry[]>();
  const add = (term: string, entry: Entry): void => {
    const found = entries.get(term);
    if (found) found.push(entry);
    else entries.set(term, [entry]);
  };
  for (const [at, { own, wide }] of subjects.entries()) {
    for (const term of own) add(term, { at, level: OWN });
    for (const term of wide) if (!own.has(term)) add(term, { at, level: WIDE });
  }
  return entries;
};

type Question = {
  readonly terms: Terms;
  readonly asked: Terms;
  readonly of: number;
  entriesOf(term: string): readonly Entry[];
  ownPlaces(terms: Iterable<string>): ReadonlySet<number>;
};

/** One item must match this many times better than another for only the first to be meant. */
const CLEARLY = 4;

/** A smaller weight does not distinguish items. */
const LEAST_WEIGHT = 0.3;

/**
 * The number of items compared in full, which exceeds the number of distinct subjects in any price list. The others are
 * compared only with those that match best.
 */
const MOST_COMPARED = 64;

const placesMeant = (
  named: readonly string[],
  { terms, asked, entriesOf, ownPlaces, of }: Question,
): ReadonlySet<number> => {
  const wanted = ownPlaces([...asked].filter((term) => !terms.has(term)));
  const weights = named.map((term) => Math.log((of + 1) / Math.max(1, entriesOf(term).length)));
  const rows = rowsOf(named.map(entriesOf), wanted);
  const scored = rows.map((row) => ({
    ...row,
    score: row.levels.reduce((sum, level, at) => sum + level * (weights[at] ?? 0), 0),
  }));
  const heavy = Math.max(...weights) / 2;
  const best = scored.toSorted((a, b) => b.score - a.score).slice(0, MOST_COMPARED);
  const meant = scored.filter((row) => !best.some((other) => isClearlyLess(row, other, { weights, heavy })));
  return new Set(meant.flatMap(({ places }) => places));
};

/** Items that match the same named words. */
type Row = { readonly levels: readonly number[]; readonly isAsked: boolean; readonly places: readonly number[] };

const rowsOf = (entries: readonly (readonly Entry[])[], wanted: ReadonlySet<number>): readonly Row[] => {
  const levels = new Map<number, number[]>();
  for (const [nth, each] of entries.entries()) {
    for (const { at, level } of each) {
      const found = levels.get(at) ?? new Array<number>(entries.length).fill(0);
      found[nth] = level;
      levels.set(at, found);
    }
  }
  const rows = new Map<string, Row & { readonly places: number[] }>();
  for (const [at, found] of levels) {
    const isAsked = wanted.has(at);
    const key = `${found.join('')}${isAsked}`;
    const row = rows.get(key);
    if (row) row.places.push(at);
    else rows.set(key, { levels: found, isAsked, places: [at] });
  }
  return [...rows.values()];
};

type Weights = { readonly weights: readonly number[]; readonly heavy: number };

const isClearlyLess = (row: Row, other: Row, { weights, heavy }: Weights): boolean => {
  let more = 0;
  let less = 0;
  let isWithin = true;
  for (const [at, weight] of weights.entries()) {
    const [one = 0, two = 0] = [row.levels[at], other.levels[at]];
    // Something of its own is named as well: «зал и стулья».
    if (one - two === 2 && weight >= heavy) return false;
    if (one === 0 && two > 0) isWithin = false;
    if (one > two) more += (one - two) * weight;
    else less += (two - one) * weight;
  }
  if (isWithin && row.isAsked) return false;
  return less > LEAST_WEIGHT && less > more * CLEARLY;
};
