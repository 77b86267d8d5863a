// @vitest-environment node
import './testing/device-clocks.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startSeededChance } from './testing/chance.ts';
import { reduceStory } from './testing/reduce-story.ts';
import { type Story, storyArbitrary } from './testing/story.ts';
import { tellStory } from './testing/tell-story.ts';
import { startVirtualTime } from './testing/virtual-time.ts';

const seed = Number(process.env.PROOF_SEED ?? Date.now() % 1_000_000);
const numRuns = Number(process.env.PROOF_RUNS ?? 20);

// RxDB's own checks cost more than all the rest; the other tests have them on.
beforeAll(() => {
  vi.stubEnv('DEV', process.env.PROOF_CHECKS === '1');
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const tell = async (story: Story): Promise<void> => {
  const chance = startSeededChance(7);
  const time = startVirtualTime(Date.UTC(2026, 10, 21));
  try {
    await tellStory(story, time);
  } finally {
    time.stop();
    chance.stop();
  }
};

const failureOf = (story: Story): Promise<string | undefined> =>
  tell(story).then(
    () => undefined,
    (error: Error) => error.message === '' ? String(error.stack) : `${error.message}${process.env.PROOF_STACK ? error.stack : ''}`,
  );

test(`nothing is lost, whatever happens (seed ${seed})`, async () => {
  const began = performance.now();
  let runs = 0;
  const path = process.env.PROOF_PATH;
  const result = await fc.check(
    fc.asyncProperty(storyArbitrary, async (story) => {
      runs++;
      const from = performance.now();
      await tell(story).finally(() => { if (process.env.PROOF_TIMES) console.log(runs, story.events.length, Math.round(performance.now() - from)); });
    }),
    { seed, numRuns, ...(path !== undefined && { path }), endOnFailure: true },
  );
  console.log(`seed ${seed}, ${runs} runs, ${Math.round(performance.now() - began)} ms`);
  if (result.failed && result.counterexample) {
    const reduced = await reduceStory(result.counterexample[0], failureOf, Number(process.env.PROOF_TRIES ?? 150));
    const { devices, collections, events } = reduced;
    console.log(String(result.errorInstance));
    process.env.PROOF_TRACE = '1';
    const failure = await failureOf(reduced);
    const lines = events.map(({ kind, device, pause, ...rest }) => `  d${device % devices} ${kind} ${JSON.stringify(rest)} then ${pause} ms`);
    throw new Error([`PROOF_SEED=${seed} PROOF_PATH=${result.counterexamplePath}`, `${devices} devices, ${collections}`, ...lines, String(failure)].join('\n'));
  }
  expect(runs).toBeGreaterThan(0);
}, 600_000);
