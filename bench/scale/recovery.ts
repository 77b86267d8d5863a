import { setTimeout as pause } from 'node:timers/promises';
import { quantile } from '@inbetwin/shared/search/metrics.ts';
import { demoTeam } from '@inbetwin/sync-server/demo/demo-team.ts';
import { type CuttableProxy, startCuttableProxy } from '@inbetwin/sync-server/testing/cuttable-proxy.ts';
import type { Measurement, Stage } from '../bench-area.ts';
import { questionAt } from '../stage/demo-chat.ts';
import { startBenchServer } from '../stage/start-server.ts';
import { createChatCustomer } from './chat-customer.ts';
import type { CouchPlace } from './couch-environment.ts';
import { couchEnvironment } from './couch-environment.ts';
import type { Place } from './open-place.ts';

const OUTAGE_MS = 10_000;
/** How long before the end of the outage the customer writes. */
const WRITES_BEFORE_MS = 1_000;
const TIMES = 3;

/** A place in CouchDB. */
export type RecoveryPlace = Pick<Place, 'folder'> & { readonly couch: CouchPlace };

/**
 * The connection to CouchDB breaks for ten seconds, and a customer writes in the last of them. Measures from its return
 * until the customer can read the answer; the median of three outages.
 */
export const recovery = async function* (stage: Stage, { folder, couch }: RecoveryPlace): AsyncIterable<Measurement> {
  const proxy = await startCuttableProxy(stage, couch.url);
  const server = await startBenchServer(stage, folder, couchEnvironment({ ...couch, url: proxy.url }));
  const seconds: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    await untilAnswering(server.url);
    seconds.push(await measureOutage(proxy, server.url));
    stage.progress(`recovery: ${time + 1} of ${TIMES}: ${seconds.at(-1)?.toFixed(2)} s`);
  }
  await server.stop();
  yield { name: 'recovery', unit: 's', value: quantile(seconds, 0.5) };
};

const untilAnswering = async (url: string): Promise<void> => {
  const customer = createChatCustomer(url, demoTeam.slug);
  await customer.write(questionAt(0));
  await customer.untilAnswered();
};

/** In seconds. */
const measureOutage = async (proxy: CuttableProxy, url: string): Promise<number> => {
  const customer = createChatCustomer(url, demoTeam.slug);
  proxy.cut();
  await pause(OUTAGE_MS - WRITES_BEFORE_MS);
  const [, restoredAt] = await Promise.all([customer.write(questionAt(1)), restoreLater(proxy)]);
  await customer.untilAnswered();
  return (performance.now() - restoredAt) / 1000;
};

const restoreLater = async (proxy: CuttableProxy): Promise<number> => {
  await pause(WRITES_BEFORE_MS);
  await proxy.restore();
  return performance.now();
};
