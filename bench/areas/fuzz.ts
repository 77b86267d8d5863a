import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { nastyTexts } from '@inbetwin/shared/testing/nasty-texts.ts';
import { textSteps } from '@inbetwin/shared/testing/text-steps.ts';
import type { BenchArea } from '../bench-area.ts';

const LENGTHS = { file: 1_000_000, message: 16_000 };

/** The longest that each step takes over any nasty text, of 1 MB where files are read: the goal is a second. */
export const fuzz: BenchArea = async function* ({ progress }) {
  for (const { name, of, run } of textSteps) {
    let worst = { ms: 0, text: '' };
    for (const nasty of nastyTexts) {
      const ms = timeOf(run, nasty.make(LENGTHS[of]));
      if (ms > worst.ms) worst = { ms, text: nasty.name };
    }
    progress(`${name}: ${Math.round(worst.ms)} ms for ${worst.text}`);
    yield { name: `fuzz-${name.replaceAll(/[^a-z]+/g, '-')}`, unit: 'ms', value: worst.ms };
  }
};

/** Processor time, so that other programs of the machine do not count. */
const timeOf = (run: (text: string) => unknown, text: string): number => {
  const before = process.cpuUsage();
  try {
    run(text);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
