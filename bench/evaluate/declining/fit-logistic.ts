/** A row of features with the class that it belongs to, and its weight in the fit. */
export type Example = { readonly features: readonly number[]; readonly isPositive: boolean; readonly weight: number };

/** A logistic regression: the log-odds are `bias` plus the sum of the weighted features. */
type Logistic = { readonly bias: number; readonly weights: readonly number[] };

const ROUNDS = 50;

/**
 * Fits a logistic regression by Newton's method, with `ridge` times half the square of each weight as penalty. The bias
 * is not penalized, and features are taken as they are, so give them similar scales.
 */
export const fitLogistic = (examples: readonly Example[], ridge: number): Logistic => {
  const size = 1 + (examples[0]?.features.length ?? 0);
  let solution: readonly number[] = Array.from({ length: size }, () => 0);
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = Array.from({ length: size }, (_, at) => -(at === 0 ? 0 : ridge) * (solution[at] ?? 0));
    const curvature = Array.from({ length: size }, (_, row) =>
      Array.from({ length: size }, (_, column) => (row === column && row > 0 ? ridge : 0)),
    );
    for (const { features, isPositive, weight } of examples) {
      const values = [1, ...features];
      const odds = values.reduce((sum, value, at) => sum + value * (solution[at] ?? 0), 0);
      const probability = 1 / (1 + Math.exp(-odds));
      const error = weight * ((isPositive ? 1 : 0) - probability);
      const spread = weight * probability * (1 - probability);
      for (const [row, value] of values.entries()) {
        gradient[row] = (gradient[row] ?? 0) + error * value;
        const line = curvature[row] ?? [];
        for (const [column, other] of values.entries()) line[column] = (line[column] ?? 0) + spread * value * other;
      }
    }
    const step = solve(curvature, gradient);
    solution = solution.map((value, at) => value + (step[at] ?? 0));
    if (Math.max(...step.map(Math.abs)) < 1e-9) break;
  }
  const [bias = 0, ...weights] = solution;
  return { bias, weights };
};

/** Solves a system of linear equations by elimination; a row without a pivot has the solution 0. */
const solve = (matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] => {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const below = rows.slice(column).map((row) => Math.abs(row[column] ?? 0));
    const pivot = column + below.indexOf(Math.max(...below));
    const [chosen, replaced] = [rows[pivot], rows[column]];
    if (!chosen || !replaced || chosen[column] === 0) continue;
    rows[pivot] = replaced;
    rows[column] = chosen;
    for (const [at, row] of rows.entries()) {
      if (at === column) continue;
      const factor = (row[column] ?? 0) / (chosen[column] ?? 1);
      for (let place = column; place <= size; place++) row[place] = (row[place] ?? 0) - factor * (chosen[place] ?? 0);
    }
  }
  return rows.map((row, at) => (row[at] ? (row[size] ?? 0) / row[at] : 0));
};
