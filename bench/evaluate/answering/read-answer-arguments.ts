import { parseArgs } from 'node:util';
import { WrongUse } from '../read-arguments.ts';

/** The arguments of the tasks `answers` and `facts`. */
export type AnswerArguments = {
  /** A file or folder instead of the built-in sets. */
  readonly in?: string;
  readonly json: boolean;
  /** How many of the worst replies are printed. */
  readonly show: number;
  /** Whether the replies to sets that are only measured are printed, too. */
  readonly reveal: boolean;
  /** Whether the configured models answer instead of the rules. */
  readonly live: boolean;
};

/** Parses the arguments. Throws `WrongUse`. */
export const readAnswerArguments = (args: readonly string[]): AnswerArguments => {
  const { in: place, json, show, reveal, with: voice } = parse(args);
  if (!/^\d{1,4}$/.test(show)) throw new WrongUse('--show takes how many replies to print.');
  if (voice !== 'no-model' && voice !== 'live') throw new WrongUse('--with takes no-model or live.');
  return { json, show: Number(show), reveal, live: voice === 'live', ...(place !== undefined && { in: place }) };
};

const parse = (args: readonly string[]) => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        in: { type: 'string' },
        json: { type: 'boolean', default: false },
        show: { type: 'string', default: '0' },
        reveal: { type: 'boolean', default: false },
        with: { type: 'string', default: 'no-model' },
      },
    });
    return values;
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error));
  }
};
