import type { ScoredSlot } from '../terms/best-slots.ts';

/** How the two rankings become one; docs/decisions/0010 says why there are two ways. */
export type Fusion =
  /** For similarities of a known scale, and full-text scores about 1 and below: score + `weight` * similarity. */
  | { readonly kind: 'convex'; readonly weight: number; readonly similarity: (slot: number) => number }
  /** For a foreign model's: 1 / (k + rank), summed (Cormack, Clarke and Büttcher, SIGIR 2009). */
  | { readonly kind: 'reciprocal-rank' };

const RANK_OFFSET = 60;
/** A passage without any of the words must be at least this similar. */
const ALIKE_ALONE = 0.2;

type Rankings = {
  /** Both best first. */
  readonly fullText: readonly ScoredSlot[];
  readonly vectors: readonly ScoredSlot[];
};

/** Every slot of either ranking with its fused score, in no order. */
export const fuse = ({ fullText, vectors }: Rankings, fusion: Fusion): Map<number, number> =>
  fusion.kind === 'convex' ? convex({ fullText, vectors }, fusion) : reciprocalRanks([fullText, vectors]);

const convex = (
  { fullText, vectors }: Rankings,
  { weight, similarity }: Extract<Fusion, { kind: 'convex' }>,
): Map<number, number> => {
  const fused = new Map<number, number>();
  for (const [slot, score] of fullText) fused.set(slot, score + weight * similarity(slot));
  for (const [slot, likeness] of vectors) {
    if (likeness >= ALIKE_ALONE && !fused.has(slot)) fused.set(slot, weight * likeness);
  }
  return fused;
};

const reciprocalRanks = (rankings: readonly (readonly ScoredSlot[])[]): Map<number, number> => {
  const fused = new Map<number, number>();
  for (const ranking of rankings) {
    for (const [at, [slot]] of ranking.entries()) {
      fused.set(slot, (fused.get(slot) ?? 0) + 1 / (RANK_OFFSET + at + 1));
    }
  }
  return fused;
};
