import { parseArgs } from 'node:util';

/** The usage message of `npm run evaluate`. */
export const usage = [
  'Usage: npm run evaluate -- search --in set.json [--embedder builtin|none] [--typos SEED] [--decline] [--json]',
  '   or: npm run evaluate -- answers [--with no-model|live] [--in FILE_OR_FOLDER] [--show N] [--reveal] [--json]',
  '   or: npm run evaluate -- facts [--with no-model|live] [--in FILE_OR_FOLDER] [--show N] [--reveal] [--json]',
  '   or: npm run evaluate -- declining [--in FILE_OR_FOLDER | --fit] [--json]',
  '   or: npm run evaluate -- dialogues [--with no-model,scripted,live] [--only NAME] [--in FOLDER] [--bar SHARE] [--json]',
  '   or: npm run evaluate -- injections [--only NAME] [--in FOLDER] [--json]',
].join('\n');

/** The command line is invalid; the message says why. */
export class WrongUse extends Error {}

const embedders = ['builtin', 'none'] as const;
/** An embedder that can be evaluated. */
export type EmbedderChoice = (typeof embedders)[number];

/** The arguments of `npm run evaluate -- search`. */
export type EvaluateArguments = {
  readonly in: string;
  readonly json: boolean;
  readonly decline: boolean;
  readonly embedder: EmbedderChoice;
  /** The seed of the misspellings. */
  readonly typos?: number;
};

/** Parses the arguments. Throws `WrongUse`. */
export const readArguments = (args: readonly string[]): EvaluateArguments => {
  const { values, positionals } = parse(args);
  const { in: file, json, decline, embedder, typos } = values;
  if (positionals.length !== 1 || positionals[0] !== 'search') {
    throw new WrongUse(`No such task: ${positionals.join(' ') || '(none)'}.`);
  }
  if (file === undefined) throw new WrongUse('Name the set by --in.');
  const chosen = embedders.find((known) => known === embedder);
  if (chosen === undefined) throw new WrongUse(`--embedder takes ${embedders.join(' or ')}.`);
  if (typos !== undefined && !/^\d{1,9}$/.test(typos)) throw new WrongUse('--typos takes a whole number.');
  return { in: file, json, decline, embedder: chosen, ...(typos === undefined ? {} : { typos: Number(typos) }) };
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        in: { type: 'string' },
        json: { type: 'boolean', default: false },
        decline: { type: 'boolean', default: false },
        embedder: { type: 'string', default: 'builtin' },
        typos: { type: 'string' },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error));
  }
};
