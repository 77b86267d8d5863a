import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScoredSlot } from '../terms/best-slots.ts';
import { type Fusion, fuse } from './fuse.ts';

const reciprocal: Fusion = { kind: 'reciprocal-rank' };
/** Knows the similarity of every slot, also of those that are not among the nearest. */
const convex = (weight: number, similarities: ReadonlyMap<number, number>): Fusion => ({
  kind: 'convex',
  weight,
  similarity: (slot) => similarities.get(slot) ?? 0,
});

const slots = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 12 });
const scored = (found: readonly number[], scores: readonly number[]): ScoredSlot[] =>
  found.map((slot, at): ScoredSlot => [slot, scores[at] ?? 0]).sort((a, b) => b[1] - a[1]);
const ranking = fc
  .tuple(slots, fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 }))
  .map(([found, scores]) => scored(found, scores));
const rankings = fc.record({ fullText: ranking, vectors: ranking });

const fusions = (vectors: readonly ScoredSlot[]): Fusion[] => [reciprocal, convex(0.7, new Map(vectors))];

describe('either fusion', () => {
  it('holds every slot of both rankings but, on one scale, those that are hardly similar; and no other', () => {
    fc.assert(
      fc.property(rankings, ({ fullText, vectors }) => {
        for (const fusion of fusions(vectors)) {
          const similar = vectors.filter(([, likeness]) => fusion.kind === 'reciprocal-rank' || likeness >= 0.2);
          const known = new Set([...fullText, ...similar].map(([slot]) => slot));
          expect(new Set(fuse({ fullText, vectors }, fusion).keys())).toEqual(known);
        }
      }),
    );
  });

  it('never puts a slot of both rankings below what it would be in one of them', () => {
    fc.assert(
      fc.property(rankings, ({ fullText, vectors }) => {
        for (const fusion of fusions(vectors)) {
          const both = fuse({ fullText, vectors }, fusion);
          for (const [slot, score] of [
            ...fuse({ fullText, vectors: [] }, fusion),
            ...fuse({ fullText: [], vectors }, fusion),
          ])
            expect(both.get(slot)).toBeGreaterThanOrEqual(score);
        }
      }),
    );
  });

  it('keeps the order of two slots on which both rankings agree', () => {
    fc.assert(
      fc.property(rankings, ({ fullText, vectors }) => {
        for (const fusion of fusions(vectors)) {
          const fused = fuse({ fullText, vectors }, fusion);
          const score = (found: readonly ScoredSlot[], slot: number) => found.find(([other]) => other === slot)?.[1];
          const common = fullText.filter(([slot]) => score(vectors, slot) !== undefined);
          for (const [a, byWords] of common) {
            for (const [b, otherByWords] of common) {
              const agrees = byWords > otherByWords && (score(vectors, a) ?? 0) > (score(vectors, b) ?? 0);
              if (agrees) expect(fused.get(a)).toBeGreaterThan(fused.get(b) ?? 0);
            }
          }
        }
      }),
    );
  });
});

it('gives by rank 1 / (60 + rank) for each ranking, whatever the scores', () => {
  const fused = fuse({ fullText: [[7, 9], [3, 1]], vectors: [[3, 0.2], [5, 0.1]] }, reciprocal); // biome-ignore format: pairs
  expect([...fused]).toEqual([
    [7, 1 / 61],
    [3, 1 / 62 + 1 / 61],
    [5, 1 / 62],
  ]);
});

it('adds the weighed similarity to the score, also of a slot that is not among the nearest', () => {
  const similarities = new Map([
    [1, 0.5],
    [2, -0.5],
    [3, 0.8],
  ]);
  const fused = fuse({ fullText: [[1, 1], [2, 0.9]], vectors: [[3, 0.8], [1, 0.5]] }, convex(0.4, similarities)); // biome-ignore format: pairs
  expect(fused.get(1)).toBeCloseTo(1.2);
  expect(fused.get(2)).toBeCloseTo(0.7);
  expect(fused.get(3)).toBeCloseTo(0.32);
});

it('does not depend on the order of equal slots when similarities decide', () => {
  const vectors: ScoredSlot[] = [[4, 0.5], [9, 0.5]]; // biome-ignore format: pairs
  const fullText: ScoredSlot[] = [[9, 1], [4, 1]]; // biome-ignore format: pairs
  const fusion = convex(0.5, new Map(vectors));
  const sorted = (fused: Map<number, number>) => [...fused].sort(([a], [b]) => a - b);
  expect(sorted(fuse({ fullText, vectors }, fusion))).toEqual(
    sorted(fuse({ fullText: fullText.toReversed(), vectors: vectors.toReversed() }, fusion)),
  );
});
