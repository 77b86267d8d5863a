import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Fact, factGroups, type Twin, twinSchema } from '../entities/twin.ts';
import { learnFacts, type Observation } from './learn.ts';
import { currentFacts } from './rank.ts';

const context = { id: 'contact:1', now: 1000 };
const observation = (changes: Partial<Observation>): Observation => ({
  group: 'profile',
  key: 'phone',
  value: '+79160000001',
  confidence: 0.9,
  messageId: 'm1',
  conversationId: 'c1',
  observedAt: 100,
  ...changes,
});

const anyObservation: fc.Arbitrary<Observation> = fc.record({
  group: fc.constantFrom(...factGroups),
  key: fc.constantFrom('phone', 'name', 'need', 'preference', 'budget'),
  value: fc.constantFrom('a', 'b', 'A ', 'c', 'd'),
  confidence: fc.constantFrom(0.5, 0.7, 0.9),
  messageId: fc.constantFrom('m1', 'm2', 'm3'),
  conversationId: fc.constantFrom('c1', 'c2'),
  observedAt: fc.integer({ min: 1, max: 5 }),
});
const anyObservations = fc.array(anyObservation, { maxLength: 25 });

/** A twin of which a person has corrected some facts and forbidden others. */
const anyTwin: fc.Arbitrary<Twin | undefined> = fc
  .tuple(anyObservations, fc.array(fc.constantFrom<Fact['state']>('inferred', 'corrected', 'forbidden')))
  .map(([observations, states]) => {
    if (observations.length === 0) return undefined;
    const twin = learnFacts(undefined, observations, context);
    const facts = twin.facts.map((fact, at) => {
      const state = states[at] ?? 'inferred';
      return { ...fact, state, value: state === 'corrected' ? 'by a person' : fact.value };
    });
    return learnFacts({ ...twin, facts }, [], context);
  });

test('learning in any order, at once or bit by bit, gives the same facts', () => {
  const shuffled = anyObservations.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.nat(25)),
  );
  fc.assert(
    fc.property(anyTwin, shuffled, (twin, [observations, reordered, cut]) => {
      const once = learnFacts(twin, observations, context);
      const first = learnFacts(twin, reordered.slice(0, cut), context);
      const second = learnFacts(first, reordered.slice(cut), { ...context, now: 2000 });
      expect(second.facts).toEqual(once.facts);
    }),
  );
});

test('learning the same again gives back the very twin', () => {
  fc.assert(
    fc.property(anyTwin, anyObservations, (twin, observations) => {
      const once = learnFacts(twin, observations, context);
      expect(learnFacts(once, observations, { ...context, now: 2000 })).toBe(once);
    }),
  );
});

test('what people decided outlives all learning', () => {
  fc.assert(
    fc.property(anyTwin, anyObservations, (twin, observations) => {
      const decided = (facts: readonly Fact[]) => facts.filter((fact) => fact.state !== 'inferred');
      const after = learnFacts(twin, observations, context).facts;
      expect(decided(after)).toEqual(decided(twin?.facts ?? []));
    }),
  );
});

test('the outcome fits the stored schema', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          ...{ group: fc.constantFrom(...factGroups), key: fc.string({ maxLength: 90 }) },
          ...{ value: fc.string({ maxLength: 1500 }), confidence: fc.double({ noNaN: true }) },
          ...{ messageId: fc.string({ minLength: 1, maxLength: 200 }), conversationId: fc.constant('c') },
          observedAt: fc.nat(),
        }),
      ),
      (observations) => {
        expect(() => twinSchema.parse(learnFacts(undefined, observations, context))).not.toThrow();
      },
    ),
  );
});

test('a fact is named after its message and key', () => {
  expect(learnFacts(undefined, [observation({})], context).facts[0]?.id).toBe('m1:phone');
});

test('two needs of one message are two facts, two budgets are one', () => {
  const { facts } = learnFacts(
    undefined,
    [
      observation({ key: 'need', value: 'a hall' }),
      observation({ key: 'need', value: 'a cake' }),
      observation({ key: 'budget', value: '100', confidence: 0.5 }),
      observation({ key: 'budget', value: '200', confidence: 0.8 }),
    ],
    context,
  );
  expect(facts.map(({ key, value }) => `${key} ${value}`).sort()).toEqual(['budget 200', 'need a cake', 'need a hall']);
});

test('the newest phone stands, the older one is history', () => {
  const { facts } = learnFacts(
    undefined,
    [observation({ messageId: 'm2', value: 'new', observedAt: 200 }), observation({ value: 'old' })],
    context,
  );
  expect(facts.map(({ value }) => value)).toEqual(['new', 'old']);
  expect(currentFacts(facts).map(({ value }) => value)).toEqual(['new']);
});

test('a corrected fact stands against newer inference', () => {
  const twin = learnFacts(undefined, [observation({})], context);
  const corrected = {
    ...twin,
    facts: twin.facts.map((fact) => ({ ...fact, value: 'right', state: 'corrected' as const })),
  };
  const after = learnFacts(
    corrected,
    [observation({}), observation({ messageId: 'm2', observedAt: 900, value: 'newer' })],
    context,
  );
  expect(currentFacts(after.facts).map(({ value }) => value)).toEqual(['right']);
});

test('a forbidden value is not learned again, another one is', () => {
  const twin = learnFacts(undefined, [observation({ value: 'Secret' })], context);
  const forbidden = { ...twin, facts: twin.facts.map((fact) => ({ ...fact, state: 'forbidden' as const })) };
  const again = observation({ messageId: 'm2', observedAt: 900, value: ' secret ' });
  expect(learnFacts(forbidden, [again], context)).toBe(forbidden);
  const other = learnFacts(forbidden, [{ ...again, value: 'other' }], context);
  expect(currentFacts(other.facts).map(({ value }) => value)).toEqual(['other']);
});

test('of too many facts the oldest go, but none that a person decided', () => {
  const many = Array.from({ length: 600 }, (_, at) =>
    observation({ key: 'preference', value: `v${at}`, messageId: `m${at}`, observedAt: at + 10 }),
  );
  const twin = learnFacts(undefined, [observation({ observedAt: 1 })], context);
  const corrected = { ...twin, facts: twin.facts.map((fact) => ({ ...fact, state: 'corrected' as const })) };
  const { facts } = learnFacts(corrected, many, context);
  expect(facts).toHaveLength(500);
  expect(facts.some(({ key }) => key === 'phone')).toBe(true);
  expect(facts.some(({ value }) => value === 'v599')).toBe(true);
  expect(facts.some(({ value }) => value === 'v0')).toBe(false);
});

test('blank keys and values teach nothing', () => {
  const twin = learnFacts(undefined, [observation({ value: ' ' }), observation({ key: '' })], context);
  expect(twin).toEqual({ id: 'contact:1', facts: [], createdAt: 1000, updatedAt: 1000 });
});
