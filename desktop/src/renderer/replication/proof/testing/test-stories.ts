import './device-clocks.ts';
import { afterAll, beforeAll, test, vi } from 'vitest';
import { proofFromEnvironment } from './proof-from-environment.ts';
import { proveStories } from './prove-stories.ts';
import type { Cast } from './story.ts';

/** Tests random stories of these casts; the environment sets their number and seed. */
export const testStories = (name: string, casts: readonly Cast[]): void => {
  const proof = proofFromEnvironment();

  // RxDB's own checks cost more than everything else, and every other test runs them.
  beforeAll(() => {
    vi.stubEnv('DEV', false);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });

  test(
    `${name}: whatever happens, all hold the same in the end and nothing that anybody entered is lost (seed ${proof.seed})`,
    () => proveStories(casts, proof),
    proof.limitMs,
  );
};
