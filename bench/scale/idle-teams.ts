import type { Measurement, Stage } from '../bench-area.ts';
import { startBenchServer } from '../stage/start-server.ts';
import { type NodeUsage, readNode } from './couch-node.ts';
import { diskOf } from './disk-of.ts';
import { nameCount, openTeams, type Teams, untilAllServed } from './open-teams.ts';
import { processorShare, residentMemory, untilSettled } from './process-usage.ts';

const WINDOW_MS = 20_000;
const KB = 1024;

/** In percent of a core, MB, open files, and bytes on disk; in CouchDB, the node's own are `store`. */
type Usage = {
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
  readonly store?: NodeUsage | undefined;
};

/**
 * What a server uses that serves teams in which nothing happens: its share of a core, and its resident memory beyond
 * that of a server with the demo team only. Per team: what is on disk, and in CouchDB what the node has open.
 */
export const idleTeams = async function* (stage: Stage, teams: Teams): AsyncIterable<Measurement> {
  const without = await measureIdle(stage, await openTeams(stage, 0));
  const used = await measureIdle(stage, teams);
  const name = `idle-${nameCount(teams.count)}-teams`;
  yield { name: `${name}-cpu`, unit: '%', value: used.cpu };
  yield { name: `${name}-memory`, unit: 'MB', value: used.memory - without.memory };
  yield { name: 'idle-team-disk', unit: 'kB/team', value: (used.disk - without.disk) / KB / teams.count };
  if (!used.store || !without.store) return;
  yield { name: `${name}-couch-files`, unit: 'files', value: used.store.files };
  yield { name: `${name}-couch-memory`, unit: 'MB', value: used.store.memory };
};

const measureIdle = async (stage: Stage, { place, count }: Teams): Promise<Usage> => {
  const server = await startBenchServer(stage, place.folder, place.environment);
  await untilAllServed(server);
  await untilSettled(server.pid);
  const cpu = await processorShare(server.pid, WINDOW_MS);
  const memory = residentMemory(server.pid);
  const store = place.couch && (await readNode(place.couch));
  await server.stop();
  const disk = await diskOf(place);
  stage.progress(`idle with ${count} teams: ${cpu.toFixed(1)} % of a core, ${Math.round(memory)} MB`);
  return { cpu, memory, disk, store };
};
