import type { Proof } from './prove-stories.ts';

/** Of each half of the casts. */
const USUAL_RUNS = 150;
const RUNS_WITH_COUCHDB = 10;
/** The tests tell the same stories each time, so that a failure is caused by a change; `npm run prove` chooses a new seed. */
const KNOWN_SEED = 6;
/** Many times what a story takes. */
const STORY_MS = 5_000;
/** In real time, over a network, with the making and deleting of a dozen databases. */
const STORY_WITH_COUCHDB_MS = 30_000;
const REDUCING_MS = 600_000;

/** `PROOF_RUNS` stories in all, from `PROOF_SEED`; `PROOF_PATH` tells one story alone. */
export const proofFromEnvironment = (): Proof & { readonly limitMs: number } => {
  const { PROOF_SEED, PROOF_RUNS, PROOF_PATH, COUCHDB_URL } = process.env;
  const usual = COUCHDB_URL === undefined ? USUAL_RUNS : RUNS_WITH_COUCHDB;
  const runs = PROOF_RUNS === undefined ? usual : Math.ceil(Number(PROOF_RUNS) / 2);
  const seed = Number(PROOF_SEED ?? KNOWN_SEED);
  const storyMs = COUCHDB_URL === undefined ? STORY_MS : STORY_WITH_COUCHDB_MS;
  return { seed, runs, path: PROOF_PATH, limitMs: runs * storyMs + REDUCING_MS };
};
