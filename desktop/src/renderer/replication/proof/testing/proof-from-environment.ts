import type { Proof } from './prove-stories.ts';

/** The number of stories for each half of the casts. */
const USUAL_RUNS = 150;
const RUNS_WITH_COUCHDB = 10;
/** A fixed seed, so that a failing test is caused by a change; `npm run prove` chooses a new one. */
const KNOWN_SEED = 6;
/** Many times the duration of a story. */
const STORY_MS = 5_000;
/** For stories in real time over a network, which create and delete a dozen databases each. */
const STORY_WITH_COUCHDB_MS = 30_000;
const REDUCING_MS = 600_000;

/** `PROOF_RUNS` stories in total, starting from `PROOF_SEED`; `PROOF_PATH` selects one story. */
export const proofFromEnvironment = (): Proof & { readonly limitMs: number } => {
  const { PROOF_SEED, PROOF_RUNS, PROOF_PATH, COUCHDB_URL } = process.env;
  const usual = COUCHDB_URL === undefined ? USUAL_RUNS : RUNS_WITH_COUCHDB;
  const runs = PROOF_RUNS === undefined ? usual : Math.ceil(Number(PROOF_RUNS) / 2);
  const seed = Number(PROOF_SEED ?? KNOWN_SEED);
  const storyMs = COUCHDB_URL === undefined ? STORY_MS : STORY_WITH_COUCHDB_MS;
  return { seed, runs, path: PROOF_PATH, limitMs: runs * storyMs + REDUCING_MS };
};
