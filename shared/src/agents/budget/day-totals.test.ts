import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDayTotals } from './day-totals.ts';
import { nothingSpent, type Spent } from './limits.ts';

type Note = { readonly id: string; readonly conversationId: string; readonly spent: Spent };

const few = (...names: readonly string[]) => fc.constantFrom(...names);
const note: fc.Arbitrary<Note> = fc.record({
  id: few('r1', 'r2', 'r3', 'r4', 'r5'),
  conversationId: few('c1', 'c2', ''),
  spent: fc.record({ runs: fc.constant(1), tokens: fc.nat(1_000_000), costMicros: fc.nat(1e12) }),
});

const plainSum = (all: readonly Note[]): Spent =>
  all.reduce(
    (sum, { spent }) => ({
      runs: sum.runs + spent.runs,
      tokens: sum.tokens + spent.tokens,
      costMicros: sum.costMicros + spent.costMicros,
    }),
    nothingSpent,
  );

test('the totals are those of a plain sum over what each run was last known to have spent, without the one that asks', () => {
  fc.assert(
    fc.property(fc.array(note, { maxLength: 40 }), (notes) => {
      const totals = createDayTotals();
      const latest = new Map<string, Note>();
      for (const one of notes) {
        totals.note(one, one.spent);
        latest.set(one.id, one);
        for (const id of ['r1', 'r5', 'new']) {
          for (const conversationId of ['c1', 'c2', 'other']) {
            const others = [...latest.values()].filter((other) => other.id !== id);
            expect(totals.beside({ id, conversationId })).toEqual({
              conversation: plainSum(others.filter((other) => other.conversationId === conversationId)),
              team: plainSum(others),
            });
          }
        }
      }
    }),
  );
});
