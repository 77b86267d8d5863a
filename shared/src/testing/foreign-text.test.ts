import { describe, expect, it } from 'vitest';
import { nastyTexts } from './nasty-texts.ts';
import { cpuTimeOfStep, textSteps } from './text-steps.ts';

const LENGTHS = { file: 60_000, message: 16_000 };
/** At least ten times the slowest step's time on an idle machine; a quadratic one takes minutes. */
const LIMIT_MS = 1500;

describe.each(textSteps)('to $name', ({ of, run }) => {
  it(`takes linear time, whatever stands in the ${of}`, { timeout: 120_000 }, async () => {
    const slow: string[] = [];
    for (const { name, make } of nastyTexts) {
      const took = await cpuTimeOfStep(run, make(LENGTHS[of]));
      if (took > LIMIT_MS) slow.push(`${name}: ${Math.round(took)} ms`);
    }
    expect(slow).toEqual([]);
  });
});
