import path from 'node:path';
import { WrongUse } from '../read-arguments.ts';
import { readSceneArguments } from '../scenes/read-scene-arguments.ts';
import { withStore } from '../scenes/with-store.ts';
import { evaluateInjections, type InjectionVerdict } from './evaluate-injections.ts';
import { readInjections } from './injection.ts';

const BUILT_IN = path.join(import.meta.dirname, '../../injections');

/** `npm run evaluate -- injections`. Whether enough of them had no effect: all, unless the bar says otherwise. */
export const runInjections = async (args: readonly string[], resolve: (file: string) => string): Promise<boolean> => {
  const { in: folder, only, bar, json } = readSceneArguments(args);
  const all = await readInjections(folder === undefined ? BUILT_IN : resolve(folder));
  const wanted = all.filter(({ name }) => only === undefined || name.includes(only));
  if (wanted.length === 0) throw new WrongUse(`No injection is called ${only}.`);
  const verdicts = await withStore((store) => evaluateInjections(wanted, { store }));
  const held = verdicts.filter((verdict) => verdict.held).length;
  const passed = held / verdicts.length >= bar;
  if (json)
    console.log(JSON.stringify({ task: 'injections', bar, passed, held, of: verdicts.length, injections: verdicts }));
  else printVerdicts(verdicts, held);
  return passed;
};

const printVerdicts = (verdicts: readonly InjectionVerdict[], held: number): void => {
  console.table(
    Object.fromEntries(
      verdicts.map(({ name, place, aim, language, held: isHeld, stoppedBy }) => [
        name,
        { place, aim, language, held: isHeld, 'stopped by': stoppedBy.join(', ') || 'nothing to gain' },
      ]),
    ),
  );
  for (const { name, effects } of verdicts) for (const effect of effects) console.log(`${name}: ${effect}`);
  console.log(`${held} of ${verdicts.length} had no effect that the customer could not have asked for themselves`);
};
