import { loadavg } from 'node:os';
import type { BenchArea, Measurement, Stage } from '../bench-area.ts';
import { clientMemory } from '../sync/client-memory.ts';
import { coldStart } from '../sync/cold-start.ts';
import { firstPull } from '../sync/first-pull.ts';
import { openSyncStage } from '../sync/open-stage.ts';
import { pages } from '../sync/pages.ts';
import { propagation } from '../sync/propagation.ts';
import { push } from '../sync/push.ts';
import { teamPull } from '../sync/team-pull.ts';

/**
 * Replication and the local database as a team uses them: the real server, the real gateway, RxDB on Dexie in real
 * Chromium.
 */
export const sync: BenchArea = async function* (stage) {
  const parts = await openSyncStage(stage);

  yield* heard(stage, firstPull(stage, parts, { name: 'first-pull-10k', leads: 10_000, runs: 5 }));
  yield* heard(stage, teamPull(stage, parts));
  yield* heard(stage, push(stage, parts));
  yield* heard(stage, propagation(stage, parts));
  yield* heard(stage, clientMemory(stage));
  yield* heard(stage, coldStart(stage));
  yield* heard(stage, firstPull(stage, parts, { name: 'first-pull-100k', leads: 100_000, runs: 1 }));
  yield* heard(stage, pages(stage, parts.device));
};

/**
 * Reports the machine's load with each number: a load above the number of processors means that other programs were
 * running.
 */
const heard = async function* (stage: Stage, measurements: AsyncIterable<Measurement>): AsyncIterable<Measurement> {
  for await (const measurement of measurements) {
    const { name, unit, value, peer } = measurement;
    const beside = peer ? ` (${peer.name} ${peer.value.toPrecision(4)})` : '';
    stage.progress(`${name} = ${value.toPrecision(4)} ${unit}${beside}, at a load of ${loadavg()[0]?.toFixed(1)}`);
    yield measurement;
  }
};
