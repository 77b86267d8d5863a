import { quantile } from '@inbetwin/shared/search/metrics.ts';
import type { Measurement, Stage } from '../bench-area.ts';
import { sampleLeads } from '../stage/sample-documents.ts';
import { serveJson } from '../stage/serve-json.ts';
import { registerTeam } from '../stage/start-server.ts';
import { storeLeads } from '../stage/store-team.ts';
import { type DeviceParts, onNewDevice } from './new-device.ts';

type Parts = { readonly device: DeviceParts; readonly folder: string };
type Load = { readonly name: string; readonly leads: number; readonly runs: number };

/**
 * Measures the first pull of a team's leads by the workspace's own replication with its default settings, including
 * pushing; the part that no replication could avoid (the floor); and PouchDB, which gets the same leads in one
 * response. Each run has a new browser profile; the median counts.
 */
export const firstPull = async function* (
  stage: Stage,
  { device, folder }: Parts,
  { name, leads: count, runs }: Load,
): AsyncIterable<Measurement> {
  const { session, credentials } = await registerTeam(device);
  const leads = sampleLeads(count);
  stage.progress(`${name}: storing ${count} leads of ${Buffer.byteLength(JSON.stringify(leads[0]))} bytes each`);
  await storeLeads({ folder, teamId: session.team.id }, leads);
  const url = await serveJson(stage, leads);

  const floors: number[] = [];
  const pulls: number[] = [];
  const pouches: number[] = [];
  const perSecond = (times: readonly number[]): number => count / (quantile(times, 0.5) / 1000);
  for (let run = 1; run <= runs; run++) {
    floors.push(
      await onNewDevice(stage, device, (page) =>
        page.evaluate(([from, wanted]) => window.syncBench.writeAtOnce(from, wanted), [url, count] as const),
      ),
    );
    pulls.push(
      await onNewDevice(stage, device, (page) =>
        page.evaluate(([who, wanted]) => window.syncBench.pullAll(who, wanted), [credentials, count] as const),
      ),
    );
    pouches.push(
      await onNewDevice(stage, device, (page) =>
        page.evaluate(([from, wanted]) => window.syncBench.writeToPouch(from, wanted), [url, count] as const),
      ),
    );
    const last = [floors, pulls, pouches].map((times) => Math.round(times.at(-1) ?? Number.NaN));
    stage.progress(`${name}: run ${run} of ${runs}: floor ${last[0]} ms, pull ${last[1]} ms, PouchDB ${last[2]} ms`);
  }
  const value = perSecond(pulls);
  yield { name, unit: 'documents/s', value, peer: { name: 'floor', value: perSecond(floors) } };
  yield { name, unit: 'documents/s', value, peer: { name: 'pouchdb-idb', value: perSecond(pouches) } };
};
