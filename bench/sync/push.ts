import { quantile } from '@inbetwin/shared/search/metrics.ts';
import type { Measurement, Stage } from '../bench-area.ts';
import { sampleLeads } from '../stage/sample-documents.ts';
import { registerTeam } from '../stage/start-server.ts';
import { storeLeads } from '../stage/store-team.ts';
import { type DeviceParts, onNewDevice } from './new-device.ts';

const LEADS = 5_000;
const RUNS = 3;

type Parts = { readonly device: DeviceParts; readonly folder: string };

/**
 * A device that changed 5,000 leads offline reconnects: the time until the server has accepted all of them. The median
 * of three.
 */
export const push = async function* (stage: Stage, { device, folder }: Parts): AsyncIterable<Measurement> {
  const { session, credentials } = await registerTeam(device);
  await storeLeads({ folder, teamId: session.team.id }, sampleLeads(LEADS));
  const times: number[] = [];
  for (let run = 1; run <= RUNS; run++) {
    times.push(
      await onNewDevice(stage, device, (page) =>
        page.evaluate(([who, count]) => window.syncBench.pushChanges(who, count), [credentials, LEADS] as const),
      ),
    );
    stage.progress(`push-5k: run ${run} of ${RUNS}: ${Math.round(times.at(-1) ?? Number.NaN)} ms`);
  }
  yield { name: 'push-5k', unit: 'documents/s', value: LEADS / (quantile(times, 0.5) / 1000) };
};
