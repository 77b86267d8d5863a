import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openOrama } from './orama-face.ts';
import { createPassageSlots } from './passage-slots.ts';
import type { IndexedPassage } from './search-index.ts';
import { indexedPassage } from './testing/indexed-passage.ts';

it('gives slots in the order of the ranking, no more than asked for', () => {
  const orama = openOrama();
  for (const slot of [1, 2, 3, 4]) orama.insert(slot, indexedPassage(`p${slot}`, ''));
  expect(orama.search(undefined, 3, () => [4, 1, 3, 2])).toEqual([4, 1, 3]);
  expect(orama.search(undefined, 10, () => [])).toEqual([]);
});

it('lets the ranking see all slots as allowed when nothing is filtered', () => {
  const orama = openOrama();
  orama.insert(1, indexedPassage('a', ''));
  for (const filter of [undefined, {}, { sourceIds: undefined, validAt: 5 }]) {
    orama.search(filter, 1, (allowed) => {
      expect(allowed).toBeUndefined();
      return [];
    });
  }
});

it.each(['__proto__', 'constructor', '', 'and', '\ud800'])('filters by the source «%s»', (sourceId) => {
  const orama = openOrama();
  orama.insert(1, indexedPassage('a', '', { sourceId, product: sourceId }));
  orama.insert(2, indexedPassage('b', ''));
  const allowed = (filter: { sourceIds?: string[]; products?: string[] }): number[] =>
    orama.search(filter, 5, (slots) => [1, 2].filter((slot) => slots?.has(slot)));
  expect(allowed({ sourceIds: [sourceId] })).toEqual([1]);
  expect(allowed({ products: [sourceId] })).toEqual([1]);
});

const passages = fc.record({
  sourceId: fc.constantFrom('s1', 's2', 's3'),
  language: fc.constantFrom('ru' as const, 'en' as const),
  product: fc.option(fc.constantFrom('loft', 'tent'), { nil: undefined }),
});
const some = <T>(...values: T[]) => fc.option(fc.subarray(values), { nil: undefined });

it('allows exactly the slots that fit every field of the filter, after any changes and a restart', () => {
  const steps = fc.array(fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), passage: passages }), {
    maxLength: 25,
  });
  const filters = fc.record({
    sourceIds: some('s1', 's2', 'unknown'),
    languages: some('ru' as const, 'en' as const),
    products: some('loft', 'tent'),
  });
  fc.assert(
    fc.property(steps, filters, fc.boolean(), (all, filter, restarts) => {
      const slots = createPassageSlots();
      const before = openOrama();
      for (const { id, passage } of all) {
        const slot = slots.slotOf(id);
        if (slot === undefined) {
          const added = indexedPassage(id, '', passage);
          before.insert(slots.add(added), added);
        } else {
          before.remove(slot);
          slots.free(id);
        }
      }
      const orama = restarts ? openOrama() : before;
      if (restarts) for (const [slot, passage] of slots.taken()) orama.insert(slot, passage);
      const fits = ({ sourceId, language, product }: IndexedPassage): boolean =>
        (filter.sourceIds?.includes(sourceId) ?? true) &&
        (filter.languages?.includes(language) ?? true) &&
        (filter.products === undefined || (product !== undefined && filter.products.includes(product as 'loft')));
      const taken = [...slots.taken()];
      const found = orama.search(filter, 100, (allowed) =>
        taken.map(([slot]) => slot).filter((slot) => !allowed || allowed.has(slot)),
      );
      expect(found).toEqual(taken.filter(([, passage]) => fits(passage)).map(([slot]) => slot));
    }),
    { numRuns: 100 },
  );
});
