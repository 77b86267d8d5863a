import fc from 'fast-check';
import { vi } from 'vitest';

// Property tests use the same examples each time, so that a failure is caused by a change.
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 1) });

/** Limits waiting for something that never happens; on a busy machine things may happen late. */
const LONGEST_WAIT_MS = 60_000;

const { waitFor } = vi;

const waitPatiently: typeof waitFor = (check, options = {}) =>
  waitFor(check, typeof options === 'number' ? options : { timeout: LONGEST_WAIT_MS, ...options });

// Runs before each file, also where files share their modules.
if (waitFor.name !== waitPatiently.name) vi.waitFor = waitPatiently;
