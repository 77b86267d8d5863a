/** Relevance grades by document id; other documents are not relevant. */
export type Judgements = Readonly<Record<string, number>>;

/**
 * Normalized discounted cumulative gain of the first `depth` results (Järvelin and Kekäläinen, 2002): gain is the
 * grade, discount log2(rank + 1). 0 when nothing is relevant.
 */
export const ndcg = (ranked: readonly string[], relevant: Judgements, depth: number): number => {
  const ideal = discountedGain(
    Object.values(relevant)
      .sort((a, b) => b - a)
      .slice(0, depth),
  );
  if (ideal === 0) return 0;
  return discountedGain(ranked.slice(0, depth).map((id) => relevant[id] ?? 0)) / ideal;
};

const discountedGain = (grades: readonly number[]): number =>
  grades.reduce((sum, grade, index) => sum + grade / Math.log2(index + 2), 0);

/** Returns the share of relevant documents among the first `depth` results; 0 when nothing is relevant. */
export const recall = (ranked: readonly string[], relevant: Judgements, depth: number): number => {
  const wanted = Object.keys(relevant).filter((id) => (relevant[id] ?? 0) > 0);
  if (wanted.length === 0) return 0;
  const found = new Set(ranked.slice(0, depth));
  return wanted.filter((id) => found.has(id)).length / wanted.length;
};

/** 1 / rank of the first relevant result among the first `depth`, or 0. */
export const reciprocalRank = (ranked: readonly string[], relevant: Judgements, depth: number): number => {
  const at = ranked.slice(0, depth).findIndex((id) => (relevant[id] ?? 0) > 0);
  return at < 0 ? 0 : 1 / (at + 1);
};

/**
 * Returns the probability that a random positive scores above a random negative; ties count half. 0.5 when either is
 * empty.
 */
export const areaUnderRoc = (positives: readonly number[], negatives: readonly number[]): number => {
  if (positives.length === 0 || negatives.length === 0) return 0.5;
  const all = [
    ...positives.map((score) => ({ score, positive: true })),
    ...negatives.map((score) => ({ score, positive: false })),
  ];
  all.sort((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to]?.score === all[from]?.score) to += 1;
    const sharedRank = (from + 1 + to) / 2;
    rankSum += sharedRank * all.slice(from, to).filter(({ positive }) => positive).length;
    from = to;
  }
  const least = (positives.length * (positives.length + 1)) / 2;
  return (rankSum - least) / (positives.length * negatives.length);
};

/** Returns the value that `share` (0 to 1) of the values do not exceed (nearest rank). NaN for an empty list. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
};

/** Returns the arithmetic mean; 0 for an empty list. */
export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
