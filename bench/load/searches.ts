import { quantile } from '@inbetwin/shared/search/metrics.ts';
import type { Measurement, Stage } from '../bench-area.ts';
import { createCorpus } from '../search/corpus.ts';
import { ask, type Loaded } from './ask.ts';
import { sendAtRate } from './open-loop.ts';
import { processorTime } from './processor-time.ts';

const WARM_UP = { rate: 40, requests: 200 };
const RATE = 100;
const REQUESTS = 800;

/** All queries differ, so that no result can come from a cache. */
export const searches = async function* (stage: Stage, loaded: Loaded): AsyncIterable<Measurement> {
  const queries = createCorpus(2).queries(WARM_UP.requests + REQUESTS);
  const search = (at: number) =>
    ask(loaded, `/api/v1/rag/search?${new URLSearchParams({ q: queries[at] ?? '', limit: '10' })}`);
  stage.progress(`${RATE} searches a second, ${REQUESTS} of them`);
  await sendAtRate(WARM_UP, search);
  const before = processorTime(loaded.server.pid);
  const times = await sendAtRate({ rate: RATE, requests: REQUESTS }, (at) => search(WARM_UP.requests + at));
  const after = processorTime(loaded.server.pid);
  yield { name: `search-${RATE}rps-p95`, unit: 'ms', value: quantile(times, 0.95) };
  yield { name: `search-${RATE}rps-p50`, unit: 'ms', value: quantile(times, 0.5) };
  if (before === undefined || after === undefined) return;
  yield { name: 'search-processor', unit: 'ms/search', value: (after - before) / REQUESTS };
};
