import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPassageSlots } from './passage-slots.ts';
import type { IndexedPassage } from './search-index.ts';
import { indexedPassage } from './testing/indexed-passage.ts';

const steps = fc.array(fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), add: fc.boolean() }), {
  maxLength: 40,
});

describe('slots', () => {
  it('hold exactly the passages that were added and not freed, and never grow past the most at a time', () => {
    fc.assert(
      fc.property(steps, fc.nat({ max: 40 }), (all, restoreAt) => {
        let slots = createPassageSlots();
        const left = new Map<string, IndexedPassage>();
        let most = 0;
        for (const [at, { id, add }] of all.entries()) {
          if (at === restoreAt) slots = createPassageSlots(structuredClone(slots.save()));
          if (!add || left.has(id)) {
            slots.free(id);
            left.delete(id);
          } else {
            const passage = indexedPassage(id, `${at}`);
            const slot = slots.add(passage);
            left.set(id, passage);
            most = Math.max(most, left.size);
            expect(slot).toBeGreaterThanOrEqual(1);
            expect(slot).toBeLessThanOrEqual(most);
          }
        }
        const taken = [...slots.taken()];
        expect(slots.count()).toBe(left.size);
        expect(new Map(taken.map(([, passage]) => [passage.id, passage]))).toEqual(left);
        expect(taken.map(([slot]) => slot)).toEqual(taken.map(([slot]) => slot).toSorted((a, b) => a - b));
        for (const [slot, { id }] of taken) expect([slots.slotOf(id), slots.at(slot)?.id]).toEqual([slot, id]);
        for (const [slot, { id }] of taken) {
          for (const [other, { id: otherId }] of taken) expect(slots.isBefore(slot, other)).toBe(id < otherId);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('are saved as they are, whatever happens to them later', () => {
    const slots = createPassageSlots();
    slots.add(indexedPassage('a', 'один'));
    const saved = slots.save();
    slots.free('a');
    slots.add(indexedPassage('b', 'два'));
    expect(saved.map((passage) => passage?.id)).toEqual([undefined, 'a']);
  });
});
