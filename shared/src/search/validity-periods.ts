import type { IndexedPassage } from './search-index.ts';

type Validity = Pick<IndexedPassage, 'validFrom' | 'validUntil'>;

/** The times at which the validity of any of the passages begins or ends. */
export type ValidityPeriods = {
  add(passage: Validity): void;
  remove(passage: Validity): void;
  /** Whether all passages are always valid. */
  none(): boolean;
  /** Returns a number that is the same for all times between which no validity begins or ends. */
  at(time: number): number;
};

/** Counts the validity bounds of the passages. */
export const createValidityPeriods = (passages: readonly Validity[] = []): ValidityPeriods => {
  /** The number of passages whose validity begins or ends, by time. */
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
    // Passages share the few dates of their source, so there are few entries.
    at: (time) => [...turns.keys()].filter((turn) => turn <= time).length,
  };
};

/** Bounds are inclusive, so validity has ended one millisecond after `validUntil`. */
const turnsOf = ({ validFrom, validUntil }: Validity): readonly number[] => [
  ...(validFrom === undefined ? [] : [validFrom]),
  ...(validUntil === undefined ? [] : [validUntil + 1]),
];
