import type { PushRequest } from '@inbetwin/shared/contracts/sync.ts';
import type { Measurement, Stage } from '../bench-area.ts';
import { openStream } from '../stage/open-stream.ts';
import { createIdleReport } from '../stage/report-when-idle.ts';
import { leadAt, sampleLeads } from '../stage/sample-documents.ts';
import { makeFolder, registerTeam, startBenchServer } from '../stage/start-server.ts';
import { storeLeads } from '../stage/store-team.ts';
import { connectStreams, signInOften } from './stream-clients.ts';

/** As many as one person may have open. */
const CLIENTS = 50;
const LEADS = 1_000;
const CHANGES = 200;
const CHANGES_AT_ONCE = 20;
const MB = 1024 * 1024;

/**
 * Measures how much more memory a separate server uses with 50 live streams than with none, idle and after garbage
 * collection. All clients sign in before the first measurement, and between the two 200 changes are sent to each. Of
 * the process's resident set and V8's heap with external memory, the larger difference counts.
 */
export const clientMemory = async function* (stage: Stage): AsyncIterable<Measurement> {
  const folder = await makeFolder(stage, 'memory');
  const report = createIdleReport(folder);
  const server = await startBenchServer(stage, folder, report.environment);
  const { session, credentials } = await registerTeam(server);
  await storeLeads({ folder, teamId: session.team.id }, sampleLeads(LEADS));
  // Registering also signs in.
  const tokens = [session.accessToken, ...(await signInOften(server.url, credentials, CLIENTS - 1))];
  const changeLeads = (from: number) => pushChanges({ url: server.url, accessToken: session.accessToken, from });
  await warmUp(server.url, session.accessToken, () => changeLeads(0));
  const before = await report.read();

  const streams = await connectStreams(stage, server.url, tokens);
  await changeLeads(CHANGES);
  await streams.received(CHANGES);
  const after = await report.read();
  await server.stop();

  const resident = (after.rss - before.rss) / MB / CLIENTS;
  const heap = (after.heapUsed + after.external - before.heapUsed - before.external) / MB / CLIENTS;
  stage.progress(
    `memory: resident ${(before.rss / MB).toFixed(1)} MB, ${resident.toFixed(3)} MB more per client; heap and external ` +
      `${((before.heapUsed + before.external) / MB).toFixed(1)} MB, ${heap.toFixed(3)} MB more per client`,
  );
  yield { name: 'memory-per-client', unit: 'MB', value: Math.max(resident, heap) };
};

/** Allocations of the first stream and the first changes are shared and not attributed to a client. */
const warmUp = async (url: string, accessToken: string, change: () => Promise<void>): Promise<void> => {
  const broken = Promise.withResolvers<never>();
  const stop = await openStream({ url, accessToken, onChanges: () => undefined, onBroken: broken.reject });
  await Promise.race([change(), broken.promise]);
  stop();
};

type Pushing = { readonly url: string; readonly accessToken: string; readonly from: number };

/** Pushes like a device, in several requests. */
const pushChanges = async ({ url, accessToken, from }: Pushing): Promise<void> => {
  for (let start = from; start < from + CHANGES; start += CHANGES_AT_ONCE) {
    const rows = Array.from({ length: CHANGES_AT_ONCE }, (_, at) => {
      const lead = { ...leadAt(start + at), _deleted: false };
      return { assumedMasterState: lead, newDocumentState: { ...lead, title: `Change ${start + at}` } };
    });
    const request: PushRequest = { collection: 'leads', rows };
    const response = await fetch(`${url}/sync/v1/push`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    if (!response.ok) throw new Error(`The push was answered with ${response.status}: ${await response.text()}`);
  }
};
