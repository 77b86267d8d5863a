import { nastyTexts } from '@inbetwin/shared/testing/nasty-texts.ts';
import { cpuTimeOfStep, textSteps } from '@inbetwin/shared/testing/text-steps.ts';
import type { BenchArea } from '../bench-area.ts';

const LENGTHS = { file: 1_000_000, message: 16_000 };

/**
 * The longest time that each step takes over any adversarial text, of 1 MB where files are read. The goal is one
 * second.
 */
export const fuzz: BenchArea = async function* ({ progress }) {
  for (const { name, of, run } of textSteps) {
    let worst = { ms: 0, text: '' };
    for (const nasty of nastyTexts) {
      const ms = await cpuTimeOfStep(run, nasty.make(LENGTHS[of]));
      if (ms > worst.ms) worst = { ms, text: nasty.name };
    }
    progress(`${name}: ${Math.round(worst.ms)} ms for ${worst.text}`);
    yield { name: `fuzz-${name.replaceAll(/[^a-z]+/g, '-')}`, unit: 'ms', value: worst.ms };
  }
};
