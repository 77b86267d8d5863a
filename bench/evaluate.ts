// `npm run evaluate -- <task> --in FILE [--json]`: how good the answers are, beside what others reach on the same file.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Evaluation, evaluateSearch } from './evaluate/evaluate-search.ts';
import { WrongSet } from './evaluate/search-set.ts';

const usage = 'Usage: npm run evaluate -- search --in set.json [--decline] [--typos SEED] [--json]';

class WrongUse extends Error {}

const readArguments = () => {
  try {
    const { values, positionals } = parseArgs({
      options: {
        in: { type: 'string' },
        json: { type: 'boolean', default: false },
        decline: { type: 'boolean', default: false },
        typos: { type: 'string' },
      },
      allowPositionals: true,
    });
    return { ...values, tasks: positionals };
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error));
  }
};

const main = async (): Promise<void> => {
  const { in: file, json, decline, typos, tasks } = readArguments();
  if (tasks.length !== 1 || tasks[0] !== 'search') throw new WrongUse(`No such task: ${tasks.join(' ') || '(none)'}.`);
  if (file === undefined) throw new WrongUse('Name the set by --in.');
  if (typos !== undefined && !/^\d{1,9}$/.test(typos)) throw new WrongUse('--typos takes a whole number.');
  const seed = typos === undefined ? {} : { typos: Number(typos) };
  // npm runs commands in the project's folder and tells here where it was called.
  const found = path.resolve(process.env.INIT_CWD ?? '.', file);
  const evaluation = await evaluateSearch({ file: found, decline, ...seed });
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
