import type { Measurement, Stage } from '../bench-area.ts';
import { startBenchServer } from '../stage/start-server.ts';
import { nameCount, openTeams, type Teams, untilAllServed } from './open-teams.ts';
import { processorShare, residentMemory, untilSettled } from './process-usage.ts';

const WINDOW_MS = 20_000;

/** In percent of a core, and MB. */
type Usage = { readonly cpu: number; readonly memory: number };

/**
 * What a server uses that serves teams in which nothing happens: its share of a core, and its resident memory beyond
 * that of a server with the demo team only.
 */
export const idleTeams = async function* (stage: Stage, teams: Teams): AsyncIterable<Measurement> {
  const without = await measureIdle(stage, await openTeams(stage, 0));
  const used = await measureIdle(stage, teams);
  const name = `idle-${nameCount(teams.count)}-teams`;
  yield { name: `${name}-cpu`, unit: '%', value: used.cpu };
  yield { name: `${name}-memory`, unit: 'MB', value: used.memory - without.memory };
};

const measureIdle = async (stage: Stage, { place, count }: Teams): Promise<Usage> => {
  const server = await startBenchServer(stage, place.folder, place.environment);
  await untilAllServed(server);
  await untilSettled(server.pid);
  const cpu = await processorShare(server.pid, WINDOW_MS);
  const memory = residentMemory(server.pid);
  await server.stop();
  stage.progress(`idle with ${count} teams: ${cpu.toFixed(1)} % of a core, ${Math.round(memory)} MB`);
  return { cpu, memory };
};
