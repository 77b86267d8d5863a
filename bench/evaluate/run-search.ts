import { type Evaluation, evaluateSearch } from './evaluate-search.ts';
import { readArguments } from './read-arguments.ts';

/** Runs `npm run evaluate -- search`. It has no bar, so it always returns true. */
export const runSearch = async (args: readonly string[], resolve: (file: string) => string): Promise<boolean> => {
  const { in: file, json, ...options } = readArguments(args);
  const evaluation = await evaluateSearch({ file: resolve(file), ...options });
  if (json) console.log(JSON.stringify(evaluation));
  else printTable(evaluation);
  return true;
};

const printTable = ({ engines }: Evaluation): void => {
  const rows = Object.entries(engines).map(([name, metrics]) => {
    const rounded = Object.entries(metrics).map(([metric, value]) => [metric, Number(value.toFixed(4))]);
    return [name, Object.fromEntries(rounded)];
  });
  console.table(Object.fromEntries(rows));
};
