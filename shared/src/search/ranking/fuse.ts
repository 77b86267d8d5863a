import type { ScoredSlot } from '../terms/best-slots.ts';

/** How the two rankings are fused; docs/decisions/0010 explains why there are two ways. */
export type Fusion =
  /** score + `weight` * similarity, for similarities of a known scale and full-text scores of at most about 1. */
  | { readonly kind: 'convex'; readonly weight: number; readonly similarity: (slot: number) => number }
  /** 1 / (k + rank), summed (Cormack, Clarke and Büttcher, SIGIR 2009), for an external model's similarities. */
  | { readonly kind: 'reciprocal-rank' };

const RANK_OFFSET = 60;
/** A passage without any of the words must have at least this similarity. */
const ALIKE_ALONE = 0.2;

type Rankings = {
  /** Both rankings are ordered best first. */
  readonly fullText: readonly ScoredSlot[];
  readonly vectors: readonly ScoredSlot[];
};

/** Returns the fused score of every slot in either ranking, in no particular order. */
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
