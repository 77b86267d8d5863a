import { describe, expect, it } from 'vitest';
import { nastyTexts } from './nasty-texts.ts';
import { cpuTimeOfStep, textSteps } from './text-steps.ts';

const LENGTHS = { file: 60_000, message: 16_000 };
/** Ten times and more what the slowest takes alone on a machine; what is quadratic takes minutes. */
const LIMIT_MS = 1500;

describe.each(textSteps)('to $name', ({ of, run }) => {
  it(`takes linear time, whatever stands in the ${of}`, { timeout: 120_000 }, () => {
    const slow = nastyTexts.flatMap(({ name, make }) => {
      const took = cpuTimeOfStep(run, make(LENGTHS[of]));
      return took > LIMIT_MS ? [`${name}: ${Math.round(took)} ms`] : [];
    });
    expect(slow).toEqual([]);
  });
});
