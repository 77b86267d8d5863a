import { parseArgs } from 'node:util';
import { WrongUse } from '../read-arguments.ts';

const voiceNames = ['no-model', 'scripted', 'live'] as const;
/** A kind of voice. */
export type VoiceName = (typeof voiceNames)[number];

/** The arguments of the tasks that play scenes. */
export type SceneArguments = {
  /** A folder of YAML files that replaces the built-in set. */
  readonly in?: string;
  /** Only scenes whose names contain this text. */
  readonly only?: string;
  readonly voices: readonly VoiceName[];
  /** The share of applicable scenes that must pass, 0 to 1. */
  readonly bar: number;
  readonly json: boolean;
};

/** Parses the arguments. Throws `WrongUse`. */
export const readSceneArguments = (args: readonly string[]): SceneArguments => {
  const { in: folder, only, with: named, bar, json } = parse(args);
  const voices = (named ?? ['no-model', 'scripted']).flatMap((name) => name.split(',')).map(voiceOf);
  const share = Number(bar);
  if (!(share >= 0 && share <= 1)) throw new WrongUse('--bar takes a share from 0 to 1.');
  return {
    voices,
    bar: share,
    json,
    ...(folder !== undefined && { in: folder }),
    ...(only !== undefined && { only }),
  };
};

const voiceOf = (name: string): VoiceName => {
  const voice = voiceNames.find((known) => known === name);
  if (voice) return voice;
  throw new WrongUse(`--with takes ${voiceNames.join(', ')}.`);
};

const parse = (args: readonly string[]) => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        in: { type: 'string' },
        only: { type: 'string' },
        with: { type: 'string', multiple: true },
        bar: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error));
  }
};
