import type { IndexedPassage } from './search-index.ts';

type Validity = Pick<IndexedPassage, 'validFrom' | 'validUntil'>;

/** The times at which any of some passages begins to hold, or ends to. */
export type ValidityPeriods = {
  add(passage: Validity): void;
  remove(passage: Validity): void;
  /** Whether all of them always hold. */
  none(): boolean;
  /** A number that is the same for all times between which nothing begins or ends. */
  at(time: number): number;
};

export const createValidityPeriods = (passages: readonly Validity[] = []): ValidityPeriods => {
  /** By time: how many passages begin or end then. */
  const turns = new Map<number, number>();

  const count = (passage: Validity, by: 1 | -1): void => {
    for (const time of turnsOf(passage)) {
      const left = (turns.get(time) ?? 0) + by;
      if (left > 0) turns.set(time, left);
      else turns.delete(time);
    }
  };

  for (const passage of passages) count(passage, 1);
  return {
    add: (passage) => count(passage, 1),
    remove: (passage) => count(passage, -1),
    none: () => turns.size === 0,
    // Passages have their source's few dates, so there are few.
    at: (time) => [...turns.keys()].filter((turn) => turn <= time).length,
  };
};

/** Both ends are inclusive: it has ended a millisecond later. */
const turnsOf = ({ validFrom, validUntil }: Validity): readonly number[] => [
  ...(validFrom === undefined ? [] : [validFrom]),
  ...(validUntil === undefined ? [] : [validUntil + 1]),
];
