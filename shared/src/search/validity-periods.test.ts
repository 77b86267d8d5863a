import fc from 'fast-check';
import { expect, it } from 'vitest';
import { validityAt } from '../timing/validity-at.ts';
import { createValidityPeriods } from './validity-periods.ts';

const time = fc.integer({ min: 0, max: 20 });
const passage = fc.record({ validFrom: time, validUntil: time }, { requiredKeys: [] });

it('is the same for two times only when the same passages hold at both, whatever was added and removed', () => {
  fc.assert(
    fc.property(fc.array(passage), fc.array(passage), time, time, (kept, removed, one, other) => {
      const periods = createValidityPeriods(removed);
      for (const added of kept) periods.add(added);
      for (const gone of removed) periods.remove(gone);
      const validAt = (at: number) => kept.map((each) => validityAt(each, at));
      if (periods.at(one) === periods.at(other)) expect(validAt(one)).toEqual(validAt(other));
    }),
  );
});

it('is the same at all times for passages that always hold', () => {
  const periods = createValidityPeriods([{}, {}]);
  expect(periods.at(0)).toBe(periods.at(8.64e15));
});
