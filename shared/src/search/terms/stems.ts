import { grownInts } from './grow-array.ts';
import { createHeadChains, type HeadChains } from './head-chains.ts';
import { likenessTo } from './likeness.ts';
import { createNearStrings } from './near-strings.ts';
import { createNumberedStrings } from './numbered-strings.ts';

/** The number of letters with which the stems of one family begin alike. */
const HEAD = 3;
const SHORTEST = 4;
/** The similarity that stems of one family must have: «организатор» and «организация», "deliver" and "delivery". */
const FAMILY = 0.5;

/** `likeness` is 0 to 1, by the letter pieces that two stems share. */
export type FamilyMember = { readonly stem: string; readonly likeness: number };

/** A stem with its edit distance. */
export type Relative = { readonly stem: string; readonly distance: number };

/** The numbered stems of all words; a stem is removed with its last user. */
export type Stems = {
  readonly reach: number;
  find(stem: string): number | undefined;
  textOf(number: number): string | undefined;
  /** Counts one more use of a stem, which may be new. */
  use(stem: string): number;
  leave(number: number): void;
  /** Returns the stems within `limit` edits, nearest first. */
  near(stem: string, limit: number): Relative[];
  /** Returns stems that appear to share the root, the most similar first, without `stem` itself. */
  family(stem: string): FamilyMember[];
  /** Returns the memory that this takes up, in bytes, by estimate. */
  bytes(): number;
};

/** Creates the stems, empty or from a saved list. */
export const createStems = (known: readonly string[] = []): Stems => {
  const numbered = createNumberedStrings(known);
  const chains = createHeadChains(HEAD);
  const nearStrings = createNearStrings();
  let users: Int32Array = new Int32Array(known.length);

  const link = (number: number, stem: string): void => {
    chains.add(number, stem);
    nearStrings.add(number, stem);
  };
  known.forEach((stem, number) => {
    link(number, stem);
  });

  const textOf = (number: number): string => numbered.textOf(number) ?? '';

  const add = (stem: string): number => {
    const number = numbered.add(stem);
    link(number, stem);
    users = grownInts(users, number + 1);
    return number;
  };

  return {
    get reach() {
      return numbered.reach;
    },
    find: numbered.find,
    textOf: numbered.textOf,
    use: (stem) => {
      const number = numbered.find(stem) ?? add(stem);
      users[number] = (users[number] ?? 0) + 1;
      return number;
    },
    leave: (number) => {
      const left = (users[number] ?? 0) - 1;
      users[number] = left;
      if (left > 0) return;
      chains.remove(number, textOf(number));
      nearStrings.remove(number);
      numbered.remove(number);
    },
    near: (stem, limit) =>
      nearStrings
        .find(stem, limit, textOf)
        .map(([number, distance]) => ({ stem: textOf(number), distance }))
        .sort(byDistance),
    family: (stem) => familyOf(stem, chains, textOf),
    bytes: () => numbered.bytes() + chains.bytes() + nearStrings.bytes() + users.byteLength,
  };
};

const familyOf = (stem: string, chains: HeadChains, textOf: (number: number) => string): FamilyMember[] => {
  if (!hasFamily(stem)) return [];
  const likeness = likenessTo(stem);
  const found: FamilyMember[] = [];
  for (let number = chains.first(stem); number >= 0; number = chains.next(number)) {
    const relative = textOf(number);
    if (relative === stem || !hasFamily(relative) || !relative.startsWith(stem.slice(0, HEAD))) continue;
    const alike = likeness(relative);
    if (alike >= FAMILY) found.push({ stem: relative, likeness: alike });
  }
  return found.sort((a, b) => b.likeness - a.likeness || (a.stem < b.stem ? -1 : 1));
};

const hasFamily = (stem: string): boolean => stem.length >= SHORTEST && !/\d/.test(stem);

const byDistance = (a: Relative, b: Relative): number => a.distance - b.distance || (a.stem < b.stem ? -1 : 1);
