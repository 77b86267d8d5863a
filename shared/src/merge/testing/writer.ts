import type { CollectionName } from '../../entities/registry.ts';
import { createHybridClock } from '../hybrid-clock.ts';
import type { Fields, Mergeable } from '../mergeable.ts';
import { stampChanges } from '../stamp.ts';

/** Writes documents of one collection as one device. Without `before` a document is created. */
export type Writer = (before: Mergeable | undefined, change: Fields) => Mergeable;

/**
 * Creates devices whose clocks advance by a millisecond with each write of any of them; `aheadMs` is the error of one
 * device's clock.
 */
export const createWriters = (name: CollectionName, start = Date.UTC(2026, 0, 1)) => {
  let time = start;
  return (node: string, aheadMs = 0): Writer => {
    const clock = createHybridClock({ now: () => time + aheadMs, node });
    return (before, change) => {
      time += 1;
      const after = { id: 'd', _deleted: false, ...(before?._deleted ? {} : before), ...change };
      return stampChanges(name, { before, after }, { at: clock.next(), by: node });
    };
  };
};
