// `npm run bench -- [area] [--json] [--teams N]` measures performance, in numbers that can be tracked over time.
import { inspect, parseArgs } from 'node:util';
import { areas } from './areas/registry.ts';
import { type BenchOptions, CannotMeasure } from './bench-area.ts';
import { formatTable, type Row, toRow } from './rows.ts';
import { type AreaRun, runArea } from './run-area.ts';

const usage = `Usage: npm run bench -- [area] [--json] [--teams N]. Areas: ${[...areas.keys()].join(', ')}. --teams: how many teams \`scale\` has.`;

class WrongUse extends Error {}

const readArguments = () => {
  try {
    const { values, positionals } = parseArgs({
      options: { json: { type: 'boolean', default: false }, teams: { type: 'string' } },
      allowPositionals: true,
    });
    return { json: values.json, options: readOptions(values), wanted: positionals };
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error));
  }
};

const readOptions = ({ teams }: { readonly teams?: string | undefined }): BenchOptions => {
  if (teams === undefined) return {};
  if (!/^[1-9]\d*$/.test(teams)) throw new WrongUse(`--teams must be a positive whole number, not ${teams}.`);
  return { teams: Number(teams) };
};

const chooseAreas = (wanted: readonly string[]) => {
  const [name, ...others] = wanted;
  if (others.length > 0) throw new WrongUse('Name one area, or none for all.');
  if (name !== undefined && !areas.has(name)) throw new WrongUse(`No such area: ${name}.`);
  return [...areas].filter(([known]) => name === undefined || known === name);
};

const main = async (): Promise<void> => {
  const { json, options, wanted } = readArguments();
  const chosen = chooseAreas(wanted);
  const rows: Row[] = [];
  for (const [name, { area, limitMs }] of chosen) {
    const tell = (sentence: string) => console.error(`${name}: ${sentence}`);
    const run = runArea((stage) => area(stage, options), tell, limitMs);
    const signals = endOnSignals(run);
    try {
      for await (const measurement of run.measurements) {
        const row = toRow(name, measurement);
        rows.push(row);
        if (json) console.log(JSON.stringify(row));
      }
    } catch (error) {
      if (signals.came()) return;
      // A failed area does not invalidate the others.
      console.error(`${name} failed: ${error instanceof CannotMeasure ? error.message : inspect(error)}`);
      process.exitCode = 1;
    }
    signals.ignore();
  }
  if (!json && rows.length > 0) console.log(formatTable(rows));
};

/** Cleans up processes and folders on Ctrl-C. */
const endOnSignals = (run: AreaRun) => {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  let came = false;
  const end = async (): Promise<never> => {
    came = true;
    await run.end();
    process.exit(130);
  };
  for (const signal of signals) process.once(signal, end);
  return {
    came: () => came,
    ignore: () => {
      for (const signal of signals) process.off(signal, end);
    },
  };
};

try {
  await main();
} catch (error) {
  if (!(error instanceof WrongUse)) throw error;
  console.error(`${error.message}\n${usage}`);
  process.exitCode = 1;
}
