import type { CollectionName } from '../../entities/registry.ts';
import { createHybridClock } from '../hybrid-clock.ts';
import type { Fields, Mergeable } from '../mergeable.ts';
import { stampChanges } from '../stamp.ts';

/** Writes documents of one collection as one device. Without a `before` a document is made where nothing was. */
export type Writer = (before: Mergeable | undefined, change: Fields) => Mergeable;

/** Devices whose clocks go on by a millisecond with each write of any of them; `aheadMs` is by how much one's is wrong. */
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
