import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ModelPolicy } from './model-policy.ts';
import { capabilities } from './provider-kind.ts';
import { type Candidate, type ModelNeeds, routeCall } from './routing.ts';

const names = ['small', 'large', 'vast'] as const;
const name = fc.constantFrom(...names);
const can = fc.subarray([...capabilities]);

const candidate: fc.Arbitrary<Candidate> = fc.record(
  {
    endpoint: fc.constantFrom('near', 'far', 'other'),
    model: name,
    local: fc.boolean(),
    can,
    contextTokens: fc.constantFrom(100, 1000),
    builtIn: fc.constant(false),
  },
  { requiredKeys: ['endpoint', 'model', 'local', 'can', 'builtIn'] },
);
const rules: Candidate = { endpoint: 'no-model', model: 'no-model', local: true, can: ['tools'], builtIn: true };
const needs: fc.Arbitrary<ModelNeeds> = fc.record({ capabilities: can, tokens: fc.constantFrom(0, 100, 500, 5000) });
const policy: fc.Arbitrary<ModelPolicy> = fc.record(
  { localOnly: fc.boolean(), models: fc.subarray([...names], { minLength: 1 }) },
  { requiredKeys: [] },
);

type Given = Parameters<typeof routeCall<Candidate>>[0];
const given: fc.Arbitrary<Given> = fc
  .record({
    candidates: fc.array(candidate, { maxLength: 8 }),
    hasRules: fc.boolean(),
    needs,
    chosen: fc.option(name, { nil: undefined }),
    policy,
    resting: fc.array(fc.nat({ max: 8 }), { maxLength: 6 }),
  })
  .map(({ candidates, hasRules, resting, ...rest }) => {
    const all = hasRules ? [...candidates, rules] : candidates;
    return { ...rest, candidates: all, isResting: (one: Candidate) => resting.includes(all.indexOf(one)) };
  });

/** Written down once more, the plain way. */
const mayAnswer = (one: Candidate, { needs: asked, policy: { localOnly, models } }: Given): boolean => {
  if (asked.capabilities.some((capability) => !one.can.includes(capability))) return false;
  if (one.contextTokens !== undefined && one.contextTokens <= asked.tokens) return false;
  if (one.builtIn) return true;
  return !(localOnly && !one.local) && !(models && !models.includes(one.model));
};

const always = (holds: (order: readonly Candidate[], asked: Given) => void): void =>
  fc.assert(fc.property(given, (asked) => holds(routeCall(asked), asked)));

test('names only models that can do what is needed and that the team may use', () => {
  always((order, asked) => {
    for (const one of order) expect(mayAnswer(one, asked)).toBe(true);
  });
});

test('a team that keeps to its own machines reaches no other', () => {
  always((order, { policy }) => {
    if (policy.localOnly) expect(order.every(({ local }) => local)).toBe(true);
  });
});

test('is empty only when nothing fits', () => {
  always((order, asked) => {
    expect(order.length === 0).toBe(!asked.candidates.some((one) => mayAnswer(one, asked)));
  });
});

test('asks nobody twice, and nobody who rests while another fits', () => {
  always((order, { isResting }) => {
    expect(new Set(order).size).toBe(order.length);
    expect(order.some(isResting) && !order.every(isResting)).toBe(false);
  });
});

test('keeps the order of the endpoints, behind those that offer the chosen model', () => {
  always((order, { candidates, chosen }) => {
    const places = (isChosen: boolean) =>
      order.filter(({ model }) => (model === chosen) === isChosen).map((one) => candidates.indexOf(one));
    for (const isChosen of [true, false]) expect(places(isChosen)).toEqual(places(isChosen).toSorted((a, b) => a - b));
    const firstOther = order.findIndex(({ model }) => model !== chosen);
    const lastChosen = order.findLastIndex(({ model }) => model === chosen);
    if (firstOther !== -1) expect(lastChosen).toBeLessThan(firstOther);
  });
});

test('of each endpoint that is well the first model that fits is asked, and the chosen one wherever it is offered', () => {
  always((order, asked) => {
    const fitting = asked.candidates.filter((one) => mayAnswer(one, asked));
    const wanted = fitting.filter(
      (one) => one.model === asked.chosen || fitting.find(({ endpoint }) => endpoint === one.endpoint) === one,
    );
    const well = wanted.filter((one) => !asked.isResting(one));
    expect(new Set(order)).toEqual(new Set(well.length > 0 ? well : wanted));
  });
});
