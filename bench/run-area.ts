import { AREA_LIMIT_MS, type Measurement, type Stage } from './bench-area.ts';

/** An active area. `end` cleans up at any time, and only once even if it is called repeatedly. */
export type AreaRun = {
  readonly measurements: AsyncIterable<Measurement>;
  end(): Promise<void>;
};

/** An area with its options. */
type Measuring = (stage: Stage) => AsyncIterable<Measurement>;

/** Runs an area and cleans up after it, even when it fails or exceeds its time limit. */
export const runArea = (area: Measuring, progress: Stage['progress'], limitMs = AREA_LIMIT_MS): AreaRun => {
  const cleanUps = createCleanUps(progress);
  const measure = async function* (): AsyncIterable<Measurement> {
    const limit = createLimit(limitMs);
    const measurements = area({ progress, cleanUp: cleanUps.add })[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await Promise.race([measurements.next(), limit.passed]);
        if (next.done) return;
        yield next.value;
      }
    } finally {
      limit.clear();
      await cleanUps.run();
    }
  };
  return { measurements: measure(), end: cleanUps.run };
};

const createLimit = (limitMs: number) => {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`It took longer than ${limitMs / 1000} s.`)), limitMs);
  return { passed: promise, clear: () => clearTimeout(timer) };
};

type CleanUps = { readonly add: Stage['cleanUp']; readonly run: () => Promise<void> };

const createCleanUps = (progress: Stage['progress']): CleanUps => {
  const tasks: (() => unknown)[] = [];
  let ending: Promise<void> | undefined;
  const attempt = async (task: () => unknown): Promise<void> => {
    try {
      await task();
    } catch (error) {
      progress(`Cleaning up failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const runAll = async (): Promise<void> => {
    for (const task of tasks.splice(0).reverse()) await attempt(task);
  };
  return {
    // An area that exceeded its time limit may still start things, which must not outlive it.
    add: (task) => {
      if (ending) void attempt(task);
      else tasks.push(task);
    },
    run: () => {
      ending ??= runAll();
      return ending;
    },
  };
};
