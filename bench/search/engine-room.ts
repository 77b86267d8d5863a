import type { BenchEngine, BenchQuery, Mode } from './bench-engine.ts';
import { createCorpus } from './corpus.ts';
import { createFlexSearch } from './engines/flexsearch.ts';
import { createInbetwin } from './engines/inbetwin.ts';
import { createMiniSearch } from './engines/minisearch.ts';
import { createOrama } from './engines/orama.ts';
import { vectorNear } from './vectors.ts';

const SEED = 3;
const WARM_UP = 20;
const MOST_QUERIES = 200;

/** Our own engine is the first; the others are peers. */
const engines = {
  inbetwin: createInbetwin,
  orama: createOrama,
  minisearch: () => createMiniSearch(),
  flexsearch: () => createFlexSearch(),
} satisfies Record<string, (mode: Mode) => BenchEngine>;
/** The name of an engine. */
export type EngineName = keyof typeof engines;

/** A command to one engine. Every response is a list of milliseconds. */
export type Step =
  | { readonly do: 'fill'; readonly engine: EngineName; readonly mode: Mode; readonly passages: number }
  /** Times each query separately, after other queries to warm up. */
  | { readonly do: 'ask'; readonly queries: number }
  /** Restores an engine that can search from its serialized form. */
  | { readonly do: 'restore' };

/** Controls one engine that is alone with its passages in a worker or process. */
export const createEngineRoom = () => {
  let engine: BenchEngine | undefined;
  let queries: readonly BenchQuery[] = [];

  const fill = async (step: Extract<Step, { do: 'fill' }>): Promise<number> => {
    const corpus = createCorpus(SEED);
    const passages = corpus.passages(step.passages);
    const asked = corpus.queries(WARM_UP + MOST_QUERIES);
    queries = asked.map((text, at) => ({ text, vector: vectorNear(passages[at]?.text ?? text) }));
    const filled = engines[step.engine](step.mode);
    const took = await time(() => filled.fill(passages));
    engine = filled;
    return took;
  };

  const ask = async (asked: BenchEngine, count: number): Promise<number[]> => {
    for (const query of queries.slice(0, WARM_UP)) await asked.search(query);
    const times: number[] = [];
    let found = 0;
    for (const query of queries.slice(WARM_UP, WARM_UP + count)) {
      const started = performance.now();
      found += await asked.search(query);
      times.push(performance.now() - started);
    }
    if (found === 0) throw new Error('The engine found nothing, for whatever it was asked.');
    return times;
  };

  return async (step: Step): Promise<number[]> => {
    if (step.do === 'fill') return [await fill(step)];
    if (engine === undefined) throw new Error('The engine is empty.');
    if (step.do === 'ask') return await ask(engine, step.queries);
    const restore = await engine.save();
    const started = performance.now();
    const restored = await restore();
    const took = performance.now() - started;
    // The restored engine must be complete, so that it is queried too.
    await ask(restored, 5);
    return [took];
  };
};

const time = async (task: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await task();
  return performance.now() - started;
};
