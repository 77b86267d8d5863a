import { quantile } from '@inbetwin/shared/search/metrics.ts';
import type { Measurement, Stage } from '../bench-area.ts';
import { ask, type Loaded } from './ask.ts';
import { sendAtRate } from './open-loop.ts';
import { processorTime } from './processor-time.ts';

const RATE = 200;
const REQUESTS = 1200;
const paths = ['/api/v1/conversations?limit=50', '/api/v1/leads?limit=50'] as const;

/** Requests the first pages of conversations and leads in turn. */
export const lists = async function* (stage: Stage, loaded: Loaded): AsyncIterable<Measurement> {
  const list = (at: number) => ask(loaded, paths[at % paths.length] ?? paths[0]);
  stage.progress(`${RATE} lists a second, ${REQUESTS} of them`);
  await sendAtRate({ rate: RATE / 2, requests: 200 }, list);
  const before = processorTime(loaded.server.pid);
  const times = await sendAtRate({ rate: RATE, requests: REQUESTS }, list);
  const after = processorTime(loaded.server.pid);
  yield { name: `list-${RATE}rps-p95`, unit: 'ms', value: quantile(times, 0.95) };
  if (before === undefined || after === undefined) return;
  yield { name: 'list-processor', unit: 'ms/list', value: (after - before) / REQUESTS };
};
