import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeBranches } from './merge-branches.ts';
import type { Fields, Mergeable } from './mergeable.ts';
import { conflictsOf, seenOf } from './mergeable.ts';
import { sampleContact } from './testing/samples.ts';
import { createWriters } from './testing/writer.ts';

const alikeOf = (document: Mergeable): readonly string[] =>
  (document.alike as { id: string }[]).map(({ id }) => id).sort();
const withAlike = (document: Mergeable, id: string): Fields => ({
  alike: [...((document.alike as Fields[]) ?? []), { id, by: 'phone', state: 'suggested' }],
});
const born: Mergeable = { ...sampleContact, id: 'd', _deleted: false, alike: [] };

/** Two server processes, whose clocks tell the same time, and a device. */
const createNodes = () => {
  const writers = createWriters('contacts');
  return { one: writers('server'), two: writers('server'), anna: writers('anna') };
};

describe('branches that servers wrote without knowing each other', () => {
  it('have what each added and lose none of it, though both wrote under one name', () => {
    const { one, two } = createNodes();
    const base = one(born, withAlike(born, 'before'));
    const a = one(base, withAlike(base, 'a'));
    const b = two(base, withAlike(base, 'b'));
    expect(alikeOf(mergeBranches('contacts', { base, versions: [b, a] }))).toEqual(['a', 'b', 'before']);
    expect(alikeOf(mergeBranches('contacts', { versions: [a, b] }))).toEqual(['a', 'b', 'before']);
  });

  it('keep both values of a field that both changed, and the value of one that knew the other’s', () => {
    const { one, two, anna } = createNodes();
    const base = one(born, { name: 'Мария' });
    const a = one(base, { name: 'Мария Петрова', company: 'Лофт' });
    const b = two(base, { name: 'Маша' });
    const merged = mergeBranches('contacts', { base, versions: [a, b] });
    expect(merged).toMatchObject({ name: 'Маша', company: 'Лофт' });
    expect(conflictsOf(merged)).toMatchObject([{ path: '/name', value: 'Мария Петрова' }]);
    const early = anna(base, { name: 'Анна' });
    const late = anna(early, { name: 'Анна Петрова' });
    expect(conflictsOf(mergeBranches('contacts', { base, versions: [early, late] }))).toEqual([]);
  });

  it('keep both of two values that were written at the same time, when one of the branches was merged before', () => {
    const writers = createWriters('contacts');
    const [one, two] = [writers('server'), writers('server', -1)];
    const base = one(born, { name: 'Мария' });
    const [a, b] = [one(base, { name: 'Мария Петрова' }), two(base, { name: 'Маша' })];
    expect(seenOf(a)).toEqual(seenOf(b));
    const merged = mergeBranches('contacts', { base, versions: [a, b] });
    for (const versions of [
      [merged, a],
      [merged, b],
      [b, merged],
    ] as const) {
      const again = mergeBranches('contacts', { base, versions });
      const values = [again.name, ...conflictsOf(again).map(({ value }) => value)];
      expect(values.sort()).toEqual(['Мария Петрова', 'Маша']);
    }
  });

  it('take a field of the server from the one that changed it', () => {
    const { one, two } = createNodes();
    const base = one(born, {});
    const followUps = { sentAt: 5 };
    const [a, b] = [one(base, { name: 'a' }), two(base, { followUps })];
    for (const versions of [
      [a, b],
      [b, a],
    ] as const) {
      expect(mergeBranches('contacts', { base, versions })).toMatchObject({ name: 'a', followUps });
    }
  });

  it('use the names of branches again once they are one', () => {
    const { one, two } = createNodes();
    let base = born;
    for (let round = 0; round < 9; round++) {
      const versions = [one(base, withAlike(base, `a${round}`)), two(base, withAlike(base, `b${round}`))] as const;
      base = mergeBranches('contacts', { base, versions });
    }
    expect(alikeOf(base)).toHaveLength(18);
    expect(Object.keys(seenOf(base))).toEqual(['server.1', 'server.2']);
  });

  it('become the same whoever merges them, with every change of each', () => {
    const step = fc.record({
      branch: fc.nat(2),
      who: fc.constantFrom('server' as const, 'anna' as const, 'boris' as const),
      id: fc.nat(30),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.boolean(), (steps, knowsBase) => {
        const writers = createWriters('contacts');
        const base = writers('server')(born, withAlike(born, 'base'));
        // A device is connected to one server at a time.
        const branches = [0, 1, 2].map((branch) => ({
          state: base,
          by: { server: writers('server'), anna: writers(`anna-${branch}`), boris: writers(`boris-${branch}`) },
        }));
        const added = new Set(['base']);
        for (const { branch, who, id } of steps) {
          const here = branches[branch];
          const write = here?.by[who];
          const element = `${branch}-${id}`;
          if (!here || !write || added.has(element)) continue;
          here.state = write(here.state, withAlike(here.state, element));
          added.add(element);
        }
        const [a = base, b = base, c = base] = branches.map(({ state }) => state);
        const known = knowsBase ? { base } : {};
        const merged = mergeBranches('contacts', { ...known, versions: [a, b, c] });
        expect(alikeOf(merged)).toEqual([...added].sort());
        const again = mergeBranches('contacts', { ...known, versions: [merged, a] });
        expect(alikeOf(again)).toEqual([...added].sort());
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
