// `npm run evaluate -- <task> --in FILE [--json]`: how good the answers are, beside what others reach on the same file.
import path from 'node:path';
import { type Evaluation, evaluateSearch } from './evaluate/evaluate-search.ts';
import { readArguments, usage, WrongUse } from './evaluate/read-arguments.ts';
import { WrongSet } from './evaluate/search-set.ts';

const main = async (): Promise<void> => {
  const { in: file, json, ...options } = readArguments(process.argv.slice(2));
  // npm runs commands in the project's folder and tells here where it was called.
  const found = path.resolve(process.env.INIT_CWD ?? '.', file);
  const evaluation = await evaluateSearch({ file: found, ...options });
  if (json) console.log(JSON.stringify(evaluation));
  else printTable(evaluation);
};

const printTable = ({ engines }: Evaluation): void => {
  const rows = Object.entries(engines).map(([name, metrics]) => {
    const rounded = Object.entries(metrics).map(([metric, value]) => [metric, Number(value.toFixed(4))]);
    return [name, Object.fromEntries(rounded)];
  });
  console.table(Object.fromEntries(rows));
};

try {
  await main();
} catch (error) {
  if (error instanceof WrongSet) console.error(error.message);
  else if (error instanceof WrongUse) console.error(`${error.message} ${usage}`);
  else throw error;
  process.exitCode = 1;
}
