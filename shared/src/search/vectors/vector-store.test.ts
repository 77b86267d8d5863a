import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVectorStore, restoreVectorStore, type VectorStore } from './vector-store.ts';

const precisions = ['float32', 'int8'] as const;

/** Mulberry32: the same numbers at every run. */
const createRandom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(random() + Number.MIN_VALUE)) * Math.cos(2 * Math.PI * random());

const randomVector = (random: () => number, dimensions: number): Float32Array =>
  Float32Array.from({ length: dimensions }, () => normal(random));

const bruteForce = (store: VectorStore, slots: Iterable<number>, query: Float32Array) =>
  [...slots]
    .filter((slot) => store.has(slot))
    .map((slot) => [slot, store.similarTo(query)(slot)] as const)
    .sort(([slotA, a], [slotB, b]) => b - a || slotA - slotB);

// Few values and dimensions, so that ties and zeros happen.
const vector = fc
  .array(fc.constantFrom(-2, -1, 0, 0, 0.5, 1, 3), { minLength: 3, maxLength: 3 })
  .map((values) => Float32Array.from(values));
const slot = fc.integer({ min: 1, max: 40 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ slot, vector }) },
  { weight: 1, arbitrary: fc.record({ slot, vector: fc.constant(undefined) }) },
);

const fill = (
  precision: (typeof precisions)[number],
  steps: readonly { slot: number; vector: Float32Array | undefined }[],
) => {
  const store = createVectorStore({ dimensions: 3, precision });
  for (const { slot, vector } of steps) {
    if (vector) store.set(slot, vector);
    else store.delete(slot);
  }
  return store;
};

const isZero = (values: Float32Array): boolean => values.every((value) => value === 0);
const slots = Array.from({ length: 40 }, (_, at) => at + 1);

describe.each(precisions)('vectors as %s', (precision) => {
  const steps = fc.array(step, { maxLength: 80 });

  it('finds what comparing with each finds, under any filter', () => {
    fc.assert(
      fc.property(
        steps,
        vector,
        fc.nat(50),
        fc.option(fc.uniqueArray(slot), { nil: undefined }),
        (all, query, limit, only) => {
          const store = fill(precision, all);
          const last = new Map(all.map((one) => [one.slot, one.vector]));
          const near = slots.filter((one) => {
            const held = last.get(one);
            return held && !isZero(held) && !isZero(query) && (!only || only.includes(one));
          });
          const expected = bruteForce(store, near, query).slice(0, limit);
          expect(store.nearest(query, limit, only && new Set(only))).toEqual(expected);
        },
      ),
    );
  });

  it('holds what was set last and forgets what was deleted', () => {
    fc.assert(
      fc.property(steps, vector, (all, query) => {
        const store = fill(precision, all);
        const last = new Map(all.map((one) => [one.slot, one.vector]));
        const living = slots.filter((one) => last.get(one));
        expect(slots.filter(store.has)).toEqual(living);
        expect(store.count()).toBe(living.length);
        for (const one of slots) {
          const alone = createVectorStore({ dimensions: 3, precision });
          const held = last.get(one);
          if (held) alone.set(one, held);
          expect(store.similarTo(query)(one)).toBe(alone.similarTo(query)(one));
        }
      }),
    );
  });

  it('is the same after it was saved and restored, and goes its own way from there', () => {
    fc.assert(
      fc.property(steps, steps, vector, (before, after, query) => {
        const store = fill(precision, before);
        const restored = restoreVectorStore(structuredClone(store.save()));
        expect(restored.save()).toEqual(store.save());
        expect(restored.nearest(query, 50)).toEqual(store.nearest(query, 50));
        for (const { slot, vector } of after) {
          if (vector) restored.set(slot, vector);
          else restored.delete(slot);
        }
        expect(restored.nearest(query, 50)).toEqual(fill(precision, [...before, ...after]).nearest(query, 50));
        expect(store.nearest(query, 50)).toEqual(fill(precision, before).nearest(query, 50));
      }),
    );
  });

  it('compares directions, whatever the lengths: 1 for the same, -1 for the opposite', () => {
    const store = createVectorStore({ dimensions: 3, precision });
    store.set(1, Float32Array.of(1e-30, 2e-30, -3e-30));
    expect(store.similarTo(Float32Array.of(1e30, 2e30, -3e30))(1)).toBeCloseTo(1, 4);
    expect(store.similarTo(Float32Array.of(-1, -2, 3))(1)).toBeCloseTo(-1, 4);
    expect(store.similarTo(Float32Array.of(1, 2, 3))(2)).toBe(0);
  });

  it('stays exact at 4,096 dimensions of the largest values', () => {
    const store = createVectorStore({ dimensions: 4096, precision });
    store.set(1, new Float32Array(4096).fill(-1));
    expect(store.similarTo(new Float32Array(4096).fill(1))(1)).toBeCloseTo(-1, 6);
  });

  it('refuses what is no vector of its size, and no slot', () => {
    const store = createVectorStore({ dimensions: 3, precision });
    expect(() => store.set(1, new Float32Array(2))).toThrow(RangeError);
    expect(() => store.set(1, Float32Array.of(1, Number.NaN, 0))).toThrow(RangeError);
    expect(() => store.nearest(Float32Array.of(1, Number.POSITIVE_INFINITY, 0), 5)).toThrow(RangeError);
    for (const wrong of [0, -1, 1.5]) expect(() => store.set(wrong, new Float32Array(3))).toThrow(RangeError);
    expect(store.count()).toBe(0);
  });
});

describe('8 bits rank as 32 do', () => {
  const overlap = (make: (random: () => number) => Float32Array, dimensions: number): number => {
    const random = createRandom(20_260);
    const [exact, rounded] = precisions.map((precision) => createVectorStore({ dimensions, precision }));
    for (let slot = 1; slot <= 4000; slot++) {
      const made = make(random);
      exact?.set(slot, made);
      rounded?.set(slot, made);
    }
    let shared = 0;
    for (let round = 0; round < 60; round++) {
      const query = make(random);
      const wanted = new Set(exact?.nearest(query, 10).map(([slot]) => slot));
      shared += rounded?.nearest(query, 10).filter(([slot]) => wanted.has(slot)).length ?? 0;
    }
    return shared / 600;
  };

  it('for random vectors: 97 % of the ten nearest are the same', () => {
    expect(overlap((random) => randomVector(random, 384), 384)).toBeGreaterThanOrEqual(0.97);
  });

  it('for vectors in clusters, as texts on a few subjects give', () => {
    const random = createRandom(7);
    const centres = Array.from({ length: 40 }, () => randomVector(random, 384));
    const clustered = (draw: () => number): Float32Array => {
      const centre = centres[Math.floor(draw() * centres.length)];
      return randomVector(draw, 384).map((value, at) => (centre?.[at] ?? 0) + 0.6 * value);
    };
    expect(overlap(clustered, 384)).toBeGreaterThanOrEqual(0.97);
  });
});
