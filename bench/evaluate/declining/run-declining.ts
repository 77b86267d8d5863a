import path from 'node:path';
import { parseArgs } from 'node:util';
import { areaUnderRoc, mean } from '@inbetwin/shared/search/metrics.ts';
import { readBusinesses } from '../answering/answer-set.ts';
import { WrongUse } from '../read-arguments.ts';
import { readSearchSet, type SearchSet } from '../search-set.ts';
import { jsonFilesOf } from '../set-files.ts';
import { type Asked, askBothWays } from './ask-both-ways.ts';
import { businessSet } from './business-set.ts';
import { fitConfidence } from './fit-confidence.ts';

type Named = { readonly group: string; readonly name: string; readonly set: SearchSet };
type Measured = Named & { readonly asked: readonly Asked[] };

/** The weight in the fit of a collection of each group; the seventeen businesses together count as one and a half kinds. */
const fitted: Readonly<Record<string, number>> = { fitting: 1, building: 0.09 };

/**
 * Runs `npm run evaluate -- declining`: how well the confidence of answers tells questions that a collection answers
 * from those whose relevant documents were removed, beside the plain score of the search. Has no bar.
 */
export const runDeclining = async (args: readonly string[], resolve: (file: string) => string): Promise<boolean> => {
  const { in: place, json, fit } = readDecliningArguments(args);
  const measured: Measured[] = [];
  for (const one of place === undefined ? await builtInSets() : await readSets(resolve(place))) {
    measured.push({ ...one, asked: await askBothWays(one.set) });
  }
  const rows = measured.map(({ group, name, asked }) => ({ group, name, ...qualityOf(asked) }));
  const weights = fit
    ? fitConfidence(measured.map(({ group, asked }) => ({ asked, weight: fitted[group] ?? 0 })).filter(isFitted))
    : undefined;
  if (json) console.log(JSON.stringify({ task: 'declining', collections: rows, ...(weights && { weights }) }));
  else {
    console.table([...rows, ...meansOf(rows)].map(rounded));
    if (weights) console.table(rounded(weights));
  }
  return true;
};

const isFitted = ({ weight }: { readonly weight: number }): boolean => weight > 0;

const readDecliningArguments = (args: readonly string[]) => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        in: { type: 'string' },
        fit: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    if (values.fit && values.in !== undefined) throw new WrongUse('--fit takes the built-in sets.');
    return values;
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error));
  }
};

const builtInSets = async (): Promise<readonly Named[]> => {
  const businesses = await readBusinesses(path.join(import.meta.dirname, '../answers/building'));
  const derived = businesses.map(async ({ name, set }) => ({ group: 'building', name, set: await businessSet(set) }));
  const halves = ['fitting', 'measured'].map((half) => readSets(path.join(import.meta.dirname, half)));
  return [...(await Promise.all(halves)).flat(), ...(await Promise.all(derived))];
};

/** Reads the set of a file, or of each JSON file of a folder. Throws `WrongSet`. */
const readSets = async (place: string): Promise<readonly Named[]> => {
  const files = await jsonFilesOf(place);
  return Promise.all(
    files.map(async (file) => ({
      group: path.basename(path.dirname(file)),
      name: path.basename(file, '.json'),
      set: await readSearchSet(file),
    })),
  );
};

const qualityOf = (asked: readonly Asked[]) => {
  const [present, gone] = [asked.filter(({ isPresent }) => isPresent), asked.filter(({ isPresent }) => !isPresent)];
  const auroc = (scoreOf: (one: Asked) => number): number => areaUnderRoc(present.map(scoreOf), gone.map(scoreOf));
  const declined = (some: readonly Asked[]): number => mean(some.map(({ isAnswered }) => (isAnswered ? 0 : 1)));
  return {
    present: present.length,
    gone: gone.length,
    auroc: auroc(({ confidence }) => confidence),
    plainAuroc: auroc(({ plainScore }) => plainScore),
    falseDeclines: declined(present),
    rightDeclines: declined(gone),
  };
};

type Row = { readonly group: string; readonly name: string } & ReturnType<typeof qualityOf>;

const meansOf = (rows: readonly Row[]): readonly Row[] =>
  [...Map.groupBy(rows, ({ group }) => group)].map(([group, some]) => {
    const of = (key: Exclude<keyof Row, 'group' | 'name'>): number => mean(some.map((row) => row[key]));
    const quality = { auroc: of('auroc'), plainAuroc: of('plainAuroc') };
    const declines = { falseDeclines: of('falseDeclines'), rightDeclines: of('rightDeclines') };
    return { group, name: 'mean', present: of('present'), gone: of('gone'), ...quality, ...declines };
  });

const rounded = (row: Readonly<Record<string, string | number>>) =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      typeof value === 'number' ? Math.round(value * 1000) / 1000 : value,
    ]),
  );
