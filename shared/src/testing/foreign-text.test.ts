import { describe, expect, it } from 'vitest';
import { Failure } from '../contracts/errors.ts';
import { nastyTexts } from './nasty-texts.ts';
import { textSteps } from './text-steps.ts';

const LENGTHS = { file: 60_000, message: 16_000 };
/** Ten times and more what the slowest takes alone on a machine; what is quadratic takes minutes. */
const LIMIT_MS = 1500;

/** Processor time, so that other programs of the machine do not count; refused texts count like others. */
const cpuTimeOf = (run: (text: string) => unknown, text: string): number => {
  const before = process.cpuUsage();
  try {
    run(text);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

describe.each(textSteps)('to $name', ({ of, run }) => {
  it(`takes linear time, whatever stands in the ${of}`, { timeout: 120_000 }, () => {
    const slow = nastyTexts.flatMap(({ name, make }) => {
      const took = cpuTimeOf(run, make(LENGTHS[of]));
      return took > LIMIT_MS ? [`${name}: ${Math.round(took)} ms`] : [];
    });
    expect(slow).toEqual([]);
  });
});
