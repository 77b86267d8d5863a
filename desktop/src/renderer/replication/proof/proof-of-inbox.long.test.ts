import './testing/device-clocks.ts';
import { afterAll, beforeAll, test, vi } from 'vitest';
import { proofFromEnvironment } from './testing/proof-from-environment.ts';
import { proveStories } from './testing/prove-stories.ts';
import type { Cast } from './testing/story.ts';

const casts: readonly Cast[] = [
  [4, 'conversations', 'messages', 'leads'],
  [3, 'leads', 'conversations', 'messages', 'contacts'],
  [3, 'judgements', 'leads', 'twins'],
];

const proof = proofFromEnvironment();

// RxDB's own checks cost more than all the rest, and every other test has them.
beforeAll(() => {
  vi.stubEnv('DEV', false);
});
afterAll(() => {
  vi.unstubAllEnvs();
});

test(
  `inbox: whatever happens, all hold the same in the end and nothing that anybody entered is lost (seed ${proof.seed})`,
  () => proveStories(casts, proof),
  proof.limitMs,
);
