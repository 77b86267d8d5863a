import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Mergeable, mergeDocuments } from './merge.ts';

/** As JSON gives them. */
const plain = { noNullPrototype: true } as const;
const fact = fc.record({ id: fc.constantFrom('f1', 'f2', 'f3', 'f4'), value: fc.integer({ min: 0, max: 3 }) }, plain);
const facts = fc.uniqueArray(fact, { selector: ({ id }) => id, maxLength: 4 });
const living: fc.Arbitrary<Mergeable> = fc.record(
  {
    id: fc.constant('d'),
    _deleted: fc.constant(false),
    title: fc.constantFrom('a', 'b', 'c'),
    bant: fc.record({ budget: fc.nat(2), need: fc.nat(2) }, { ...plain, requiredKeys: [] }),
    facts,
    tags: fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
    updatedAt: fc.nat(5),
  },
  { ...plain, requiredKeys: ['id', '_deleted', 'facts', 'updatedAt'] },
);
const deleted: Mergeable = { id: 'd', _deleted: true };
const any = fc.oneof({ weight: 5, arbitrary: living }, { weight: 1, arbitrary: fc.constant(deleted) });

const factsOf = (document: Mergeable) =>
  new Map(((document.facts ?? []) as readonly { id: string; value: number }[]).map((each) => [each.id, each]));
const unordered = (document: Mergeable): unknown =>
  document.facts ? { ...document, facts: Object.fromEntries(factsOf(document)) } : document;

test('what one side alone changed is the result', () => {
  fc.assert(
    fc.property(living, any, (base, side) => {
      expect(unordered(mergeDocuments({ base, local: side, remote: base }))).toEqual(unordered(side));
      expect(unordered(mergeDocuments({ base, local: base, remote: side }))).toEqual(unordered(side));
    }),
  );
});

test('both sides come to the same result, and merging it again changes nothing', () => {
  fc.assert(
    fc.property(fc.option(any, { nil: undefined }), any, any, (base, a, b) => {
      const here = mergeDocuments({ base, local: a, remote: b });
      const there = mergeDocuments({ base, local: b, remote: a });
      expect(unordered(here)).toEqual(unordered(there));
      expect(mergeDocuments({ base: b, local: here, remote: b })).toEqual(here);
      expect(mergeDocuments({ base: here, local: here, remote: here })).toEqual(here);
    }),
  );
});

test('each field that one side alone changed has that side’s value', () => {
  fc.assert(
    fc.property(living, living, living, (base, local, remote) => {
      const merged = mergeDocuments({ base, local, remote });
      for (const field of ['title', 'tags', 'updatedAt']) {
        const [was, mine, theirs] = [base, local, remote].map((side) => JSON.stringify(side[field]));
        if (was === theirs) expect(JSON.stringify(merged[field])).toBe(mine);
        if (was === mine) expect(JSON.stringify(merged[field])).toBe(theirs);
      }
    }),
  );
});

test('every element that a side added or edited is there, and none that both left or removed comes back', () => {
  fc.assert(
    fc.property(living, living, living, (base, local, remote) => {
      const [was, mine, theirs, merged] = [base, local, remote, mergeDocuments({ base, local, remote })].map(factsOf);
      for (const id of ['f1', 'f2', 'f3', 'f4']) {
        const before = was?.get(id);
        const changedBy = (side: typeof was): boolean =>
          side?.has(id) === true && side.get(id)?.value !== before?.value;
        if (changedBy(mine) || changedBy(theirs)) expect(merged?.has(id)).toBe(true);
        if (!mine?.has(id) && !theirs?.has(id)) expect(merged?.has(id)).toBe(false);
        const oneRemoved = mine?.has(id) !== theirs?.has(id) && before !== undefined;
        if (oneRemoved && !changedBy(mine) && !changedBy(theirs)) expect(merged?.has(id)).toBe(false);
      }
    }),
  );
});

test('a deletion against an edit keeps the edit; against no edit it stays', () => {
  fc.assert(
    fc.property(living, living, (base, edit) => {
      fc.pre(JSON.stringify(base) !== JSON.stringify(edit));
      expect(mergeDocuments({ base, local: edit, remote: deleted })).toEqual(edit);
      expect(mergeDocuments({ base, local: deleted, remote: edit })).toEqual(edit);
      expect(mergeDocuments({ base, local: base, remote: deleted })).toEqual(deleted);
    }),
  );
});

test('policies decide fields that both changed', () => {
  const at = (time: number, more: object): Mergeable => ({ id: 'd', _deleted: false, updatedAt: time, ...more });
  const base = at(1, { lastMessage: { at: 10, text: 'a' }, score: 1 });
  const local = at(9, { lastMessage: { at: 30, text: 'mine' }, score: 2 });
  const remote = at(5, { lastMessage: { at: 20, text: 'theirs' }, score: 3 });
  const policy = { updatedAt: 'max', lastMessage: 'remote', score: 'remote' } as const;
  const expected = { updatedAt: 9, lastMessage: { at: 20, text: 'theirs' }, score: 3 };
  expect(mergeDocuments({ base, local, remote }, policy)).toMatchObject(expected);
});
