import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { pullResponseSchema, type SyncCheckpoint } from '@inbetwin/shared/contracts/sync.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { ServerProcess } from '@inbetwin/sync-server/testing/server-process.ts';
import type { Measurement, Stage } from '../bench-area.ts';
import { openStream } from '../stage/open-stream.ts';
import { messageAt } from '../stage/sample-documents.ts';
import { registerTeam, startBenchServer } from '../stage/start-server.ts';
import { insertAll } from '../stage/store-team.ts';
import { addressAt, behindProxy } from './answering-teams.ts';
import { openPlace } from './open-place.ts';
import { residentMemory, untilSettled, usedBy } from './process-usage.ts';

const TEAMS = 16;
/** The most streams that one session may have open. */
const DEVICES_PER_TEAM = 10;
const MESSAGES = 20_000;
const PAGE = 1_000;
const KB = 1024;

/**
 * What a device costs a server: the memory of its open stream while nothing happens, and the processor time and the bytes
 * on the wire of its first pull of a team's messages.
 */
export const deviceCosts = async function* (stage: Stage): AsyncIterable<Measurement> {
  const place = await openPlace(stage, 'devices');
  const server = await startBenchServer(stage, place.folder, { ...place.environment, ...behindProxy });
  const sessions = await registerTeams(server);
  yield { name: 'device-memory', unit: 'kB/device', value: await memoryPerDevice(server, sessions) };

  const [session] = sessions;
  if (!session) return;
  stage.progress(`storing ${MESSAGES} messages`);
  const store = place.openStore();
  await insertAll(openTeamDocuments(store, session.team.id).messages, MESSAGES, messageAt);
  await store.close();
  await pullAll(server.url, session.accessToken);
  const used = usedBy(server.pid);
  const { documents, bytes } = await pullAll(server.url, session.accessToken);
  const seconds = (usedBy(server.pid) - used) / 1000;
  if (documents !== MESSAGES) throw new Error(`${documents} of ${MESSAGES} messages were pulled.`);
  yield { name: 'pull-processor', unit: 's/100,000 documents', value: (seconds / documents) * 100_000 };
  yield { name: 'pull-bytes', unit: 'bytes/document', value: bytes / documents };
};

type Sessions = Awaited<ReturnType<typeof registerTeams>>;

/** Opens all streams; throws if the server ends one of them. */
const memoryPerDevice = async ({ url, pid }: ServerProcess, sessions: Sessions): Promise<number> => {
  await untilSettled(pid);
  const before = residentMemory(pid);
  const broken: Error[] = [];
  const streams: (() => void)[] = [];
  for (const { accessToken } of sessions) {
    const parts = { url, accessToken, onChanges: () => undefined, onBroken: (error: Error) => broken.push(error) };
    streams.push(...(await Promise.all(Array.from({ length: DEVICES_PER_TEAM }, () => openStream(parts)))));
  }
  await untilSettled(pid);
  const memory = residentMemory(pid) - before;
  for (const stop of streams) stop();
  if (broken.length > 0) throw new AggregateError(broken, 'Some streams were ended.');
  return (memory * KB) / streams.length;
};

const registerTeams = async (server: { readonly url: string }) => {
  const registering = Array.from({ length: TEAMS }, (_, at) =>
    registerTeam(server, { 'x-forwarded-for': addressAt(at) }),
  );
  return (await Promise.all(registering)).map(({ session }) => session);
};

/** Pulls a team's messages as a new device does; `bytes` are those of the compressed bodies. */
const pullAll = async (url: string, accessToken: string) => {
  let checkpoint: SyncCheckpoint | null = null;
  let [documents, bytes] = [0, 0];
  for (;;) {
    const packed = await post(`${url}/sync/v1/pull`, accessToken, { collection: 'messages', checkpoint, limit: PAGE });
    const page = pullResponseSchema.parse(JSON.parse(gunzipSync(packed).toString()));
    documents += page.documents.length;
    bytes += packed.length;
    checkpoint = page.checkpoint;
    if (!page.more) return { documents, bytes };
  }
};

/** Returns the body as it came: `fetch` would not tell how many bytes that were. */
const post = async (url: string, accessToken: string, body: object): Promise<Buffer> => {
  const headers = {
    authorization: `Bearer ${accessToken}`,
    'content-type': 'application/json',
    'accept-encoding': 'gzip',
  };
  const sending = request(url, { method: 'POST', headers });
  sending.end(JSON.stringify(body));
  const [response] = (await once(sending, 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}.`);
  return buffer(response);
};
