import { setTimeout as pause } from 'node:timers/promises';
import type { Role } from '@inbetwin/sync-server/processes/roles.ts';
import type { ServerProcess } from '@inbetwin/sync-server/testing/server-process.ts';
import type { Measurement, Stage } from '../bench-area.ts';
import { startBenchServer } from '../stage/start-server.ts';
import { type AnsweringTeams, behindProxy, openAnsweringTeams } from './answering-teams.ts';
import { startCustomers } from './busy-customers.ts';
import { cores, machineTime } from './machine-usage.ts';
import { untilAllServed } from './open-teams.ts';
import { usedBy } from './process-usage.ts';

/** Twice the number of partitions by which processes share teams. */
const TEAMS = 64;
const CUSTOMERS_PER_TEAM = 2;
const WORKERS = [1, 2, 4];
const WARM_UP_MS = 8_000;
const WINDOW_MS = 20_000;

/** What happened in a window of time: messages per second, and processor time in cores. */
type Throughput = {
  readonly rate: number;
  readonly worker: number;
  readonly api: number;
  readonly channels: number;
  /** This process, which plays the customers, everything else on the machine, and CouchDB. */
  readonly others: number;
};

/**
 * Messages per second that customers write and the rules answer, with one api process, one for channels, and several
 * workers on one data folder.
 *
 * Workers share the machine with everything else, so linear growth is relative to the cores that they could have had:
 * one for each worker, but no more than the others leave.
 */
export const workers = async function* (stage: Stage): AsyncIterable<Measurement> {
  const teams = await openAnsweringTeams(stage, TEAMS);
  let alone: Throughput | undefined;
  for (const count of WORKERS) {
    const now = await measureWorkers(stage, teams, count);
    alone ??= now;
    const linear = (alone.rate * coresFor(count, now)) / coresFor(1, alone);
    const name = `messages-per-second-${count}-${count === 1 ? 'worker' : 'workers'}`;
    yield { name, unit: 'messages/s', value: now.rate, ...(count > 1 && { peer: { name: 'linear', value: linear } }) };
    yield {
      name: `${name}-processor`,
      unit: 'ms/message',
      value: ((now.worker + now.api + now.channels) * 1000) / now.rate,
    };
  }
};

const coresFor = (count: number, { others, api, channels }: Throughput): number =>
  Math.min(count, cores() - others - api - channels);

const measureWorkers = async (stage: Stage, { place, teams }: AnsweringTeams, count: number): Promise<Throughput> => {
  const start = (ROLE: Role) => startBenchServer(stage, place.folder, { ...place.environment, ...behindProxy, ROLE });
  const [api, channels, ...working] = await Promise.all([
    start('api'),
    start('channels'),
    ...Array.from({ length: count }, () => start('worker')),
  ]);
  const processes = [channels, ...working, api];
  await Promise.all(processes.map(untilAllServed));
  const customers = await startCustomers(stage, { url: api.url, teams, perTeam: CUSTOMERS_PER_TEAM });
  await pause(WARM_UP_MS);

  const times = () => ({
    at: performance.now(),
    machine: machineTime(),
    api: usedBy(api.pid),
    channels: usedBy(channels.pid),
    worker: working.reduce((sum, { pid }) => sum + usedBy(pid), 0),
    answered: customers.answered(),
  });
  const before = times();
  await pause(WINDOW_MS);
  const after = times();
  const perMs = (name: keyof typeof before): number => (after[name] - before[name]) / (after.at - before.at);
  await customers.stop();
  await stopAll(processes);

  const own = { worker: perMs('worker'), api: perMs('api'), channels: perMs('channels') };
  const others = perMs('machine') - own.worker - own.api - own.channels;
  const throughput = { rate: perMs('answered') * 1000, ...own, others };
  stage.progress(describe(count, throughput));
  return throughput;
};

const stopAll = async (processes: readonly ServerProcess[]): Promise<void> => {
  await Promise.all(processes.map((one) => one.stop()));
};

const describe = (count: number, { rate, worker, api, channels, others }: Throughput): string => {
  const parts = { workers: worker, api, channels, 'everything else': others };
  const shares = Object.entries(parts).map(([name, share]) => `${name} ${share.toFixed(2)}`);
  return `${count} ${count === 1 ? 'worker' : 'workers'}: ${rate.toFixed(1)} messages/s; cores: ${shares.join(', ')}`;
};
