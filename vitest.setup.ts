import fc from 'fast-check';
import { vi } from 'vitest';

// Properties meet the same examples each time, so that a failure is caused by a change.
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 1) });

/** Ends a wait for something that never comes; on a busy machine what comes may be late. */
const LONGEST_WAIT_MS = 60_000;

const { waitFor } = vi;

const waitPatiently: typeof waitFor = (check, options = {}) =>
  waitFor(check, typeof options === 'number' ? options : { timeout: LONGEST_WAIT_MS, ...options });

// Where files share their modules this runs again before each of them.
if (waitFor.name !== waitPatiently.name) vi.waitFor = waitPatiently;
