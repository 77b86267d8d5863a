import path from 'node:path';
import { quantile } from '@inbetwin/shared/search/metrics.ts';
import type { Measurement, Stage } from '../bench-area.ts';
import { folderSize } from '../stage/folder-size.ts';
import { registerTeam } from '../stage/start-server.ts';
import { storeRuns, storeTeam } from '../stage/store-team.ts';
import { type DeviceParts, openNewDevice } from './new-device.ts';

const RUNS = 10_000;
/** With ten messages each. */
const LEADS = 500;
const TIMES = 3;
const MB = 1024 * 1024;

type Parts = { readonly device: DeviceParts; readonly folder: string };

/**
 * The first pull of a team whose agents have worked for a while: 500 customers with their deals, conversations and 5,000 messages, and 10,000
 * runs of the agents, which stay on the server. Seconds, bytes over the wire and in the browser's profile; the medians of three new devices.
 */
export const teamPull = async function* (stage: Stage, { device, folder }: Parts): AsyncIterable<Measurement> {
  const { session, credentials } = await registerTeam(device);
  const where = { folder, teamId: session.team.id };
  stage.progress(`team-pull: storing ${LEADS} customers and ${RUNS} runs`);
  await storeTeam(where, LEADS);
  await storeRuns(where, RUNS);

  const pulls: { readonly ms: number; readonly bytes: number; readonly stored: number }[] = [];
  for (let time = 1; time <= TIMES; time++) {
    const { page, folder: profile, close } = await openNewDevice(stage, device);
    const { ms, bytes } = await page.evaluate((who) => window.syncBench.pullTeam(who), credentials);
    await close();
    const stored = await folderSize(path.join(profile, 'Default', 'IndexedDB'));
    pulls.push({ ms, bytes, stored });
    stage.progress(`team-pull: ${time} of ${TIMES}: ${Math.round(ms)} ms, ${bytes} bytes, ${stored} bytes stored`);
  }
  const medianOf = (numbers: readonly number[]): number => quantile(numbers, 0.5);
  yield { name: 'team-pull', unit: 's', value: medianOf(pulls.map(({ ms }) => ms)) / 1000 };
  yield { name: 'team-pull-wire', unit: 'MB', value: medianOf(pulls.map(({ bytes }) => bytes)) / MB };
  yield { name: 'team-pull-disk', unit: 'MB', value: medianOf(pulls.map(({ stored }) => stored)) / MB };
};
