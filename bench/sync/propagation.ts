import { setTimeout as pause } from 'node:timers/promises';
import { quantile } from '@inbetwin/shared/search/metrics.ts';
import type { Measurement, Stage } from '../bench-area.ts';
import { seededRandom } from '../seeded-random.ts';
import { leadAt, sampleLeads } from '../stage/sample-documents.ts';
import { registerTeam } from '../stage/start-server.ts';
import { storeLeads } from '../stage/store-team.ts';
import { type Device, type DeviceParts, openNewDevice } from './new-device.ts';
import { connectStreams, signInOften } from './stream-clients.ts';

const CLIENTS = 50;
/**
 * The number of complete devices: each is a Chromium with the workspace's database and replication. The others only
 * hold the stream.
 */
const DEVICES = 4;
const LEADS = 1_000;
const CHANGES = 240;
const PAUSE_MS = { least: 50, most: 150 };
const LIMIT_MS = 30_000;

type Parts = { readonly device: DeviceParts; readonly folder: string };
type Times = Readonly<Record<string, number>>;

/**
 * 50 clients of one team, four of which are devices that change leads in turn. Measures from the moment before a device
 * writes to its own database until the change is in another device's database, by the machine's clock; each change
 * counts once for each of the three others.
 */
export const propagation = async function* (stage: Stage, { device, folder }: Parts): AsyncIterable<Measurement> {
  const { session, credentials } = await registerTeam(device);
  await storeLeads({ folder, teamId: session.team.id }, sampleLeads(LEADS));
  stage.progress(`propagation: connecting ${DEVICES} devices and ${CLIENTS - DEVICES} streams`);
  const devices = await Promise.all(Array.from({ length: DEVICES }, () => openNewDevice(stage, device)));
  await Promise.all(devices.map(({ page }) => page.evaluate((who) => window.syncBench.openDevice(who), credentials)));
  const tokens = await signInOften(device.url, credentials, CLIENTS - DEVICES);
  const streams = await connectStreams(stage, device.url, tokens);

  stage.progress(`propagation: ${CHANGES} changes, one every ${PAUSE_MS.least} to ${PAUSE_MS.most} ms`);
  const written = await writeInTurn(devices);
  await streams.received(CHANGES);
  const received = await Promise.all(devices.map((one) => receivedBy(one, Object.keys(written))));
  const times = received.flatMap((seen, reader) => delays(written, seen, reader));
  for (const { page, close } of devices) {
    await page.evaluate(() => window.syncBench.closeDevice());
    await close();
  }

  stage.progress(`propagation: median ${Math.round(quantile(times, 0.5))} ms over ${times.length} arrivals`);
  yield { name: 'propagation-p95-50', unit: 'ms', value: quantile(times, 0.95) };
};

const titleOf = (change: number): string => `Change ${change}`;
const writerOf = (change: number): number => change % DEVICES;

/** When each change was written, by its title. */
const writeInTurn = async (devices: readonly Device[]): Promise<Times> => {
  const random = seededRandom(1);
  const written: Record<string, number> = {};
  for (let change = 0; change < CHANGES; change++) {
    const title = titleOf(change);
    const page = devices[writerOf(change)]?.page;
    const at = await page?.evaluate(([id, text]) => window.syncBench.writeChange(id, text), [
      leadAt(change).id,
      title,
    ] as const);
    written[title] = at ?? Number.NaN;
    await pause(PAUSE_MS.least + random() * (PAUSE_MS.most - PAUSE_MS.least));
  }
  return written;
};

const receivedBy = async ({ page }: Device, titles: readonly string[]): Promise<Times> => {
  const began = performance.now();
  for (;;) {
    const seen: Times = await page.evaluate(() => window.syncBench.receivedChanges());
    const missing = titles.filter((title) => seen[title] === undefined);
    if (missing.length === 0) return seen;
    if (performance.now() - began > LIMIT_MS) throw new Error(`${missing.length} changes did not reach a device.`);
    await pause(100);
  }
};

const delays = (written: Times, seen: Times, reader: number): readonly number[] =>
  Array.from({ length: CHANGES }, (_, change) => change)
    .filter((change) => writerOf(change) !== reader)
    .map((change) => (seen[titleOf(change)] ?? Number.NaN) - (written[titleOf(change)] ?? Number.NaN));
