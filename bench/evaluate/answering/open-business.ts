import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sourceSchema } from '@inbetwin/shared/entities/source.ts';
import { openTeamDocuments, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { readConfig } from '@inbetwin/sync-server/config.ts';
import { createLogger } from '@inbetwin/sync-server/http/machinery/logger.ts';
import { startServer } from '@inbetwin/sync-server/server.ts';
import { openEmbeddedStore } from '@inbetwin/sync-server/store/embedded/embedded-store.ts';
import { type ApiClient, createApiClient } from '@inbetwin/sync-server/testing/api-client.ts';
import type { Business } from './answer-set.ts';

/** A team of the real server, with its knowledge imported and searchable. */
export type BusinessServer = {
  readonly url: string;
  readonly slug: string;
  /** The team's documents, in a store of their own over the same files. */
  readonly documents: TeamDocuments;
  /** The moment of every dialogue, in milliseconds since the epoch, and the zone's distance from UTC. */
  readonly now: number;
  readonly offsetMs: number;
};

type Opening = Pick<Business, 'now' | 'knowledge'> & {
  /** Settings of the server, such as those of its models. */
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/** Starts the server at the moment of the set, with a team that knows the files, and stops it after `work`. */
export const withBusinessServer = async <T>(
  { now, knowledge, environment }: Opening,
  work: (server: BusinessServer) => Promise<T>,
): Promise<T> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'inbetwin-answers-'));
  const config = readConfig({
    ...environment,
    ...{ INBETWIN_DATA: directory, PORT: '0', HOST: '127.0.0.1', AGENT_QUIET_MS: '0', LOG_LEVEL: 'error' },
    // Each visitor has an address of its own, so that they do not share one limit.
    ...{ TRUST_PROXY: '1', TIME_ZONE: zoneOf(now) },
  });
  const at = Date.parse(now);
  const server = await startServer(config, createLogger(config.logLevel), { wall: () => at });
  const store = openEmbeddedStore({ directory });
  try {
    const account = { email: 'owner@example.com', password: 'measured answers', name: 'Owner', team: 'Measured' };
    const { accessToken, team } = await createApiClient(server.url)('register', { body: account });
    for (const file of knowledge) await upload(server.url, accessToken, file);
    await untilSearchable(createApiClient(server.url, accessToken), knowledge);
    const documents = openTeamDocuments(store, team.id);
    return await work({ url: server.url, slug: team.slug, documents, now: at, offsetMs: offsetOf(now) });
  } finally {
    await server.stop();
    await store.close();
    await rm(directory, { recursive: true, maxRetries: 5, retryDelay: 100 });
  }
};

const upload = async (
  url: string,
  accessToken: string,
  { fileName, text }: Business['knowledge'][number],
): Promise<void> => {
  const body = new FormData();
  body.append('file', new File([text], fileName));
  const headers = { authorization: `Bearer ${accessToken}` };
  const response = await fetch(`${url}/api/v1/rag/sources`, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`${fileName}: ${response.status} ${await response.text()}`);
  sourceSchema.parse(await response.json());
};

/** Longer than the search waits for more changes before it learns its vectors. */
const REST_MS = 700;
const MOST_RESTS = 15;

/** Waits until the search says the same of a query, its vectors included, for longer than it takes to learn anew. */
const untilSearchable = async (api: ApiClient, [file]: Business['knowledge']): Promise<void> => {
  if (!file) return;
  const query = { q: file.text.slice(0, 300), explain: 'true' };
  let before = '';
  for (let rests = 0; rests < MOST_RESTS; rests++) {
    const said = JSON.stringify(await api('searchKnowledge', { query }));
    if (said === before) return;
    before = said;
    await sleep(REST_MS);
  }
  throw new Error(`The search did not come to rest within ${(MOST_RESTS * REST_MS) / 1000} s.`);
};

const HOUR = 3_600_000;

/** How far the local time of an ISO moment is ahead of UTC. */
const offsetOf = (moment: string): number => {
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)$/.exec(moment) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * 60_000);
};

/** A zone of the IANA database with whole hours from UTC; those names count westward. */
const zoneOf = (moment: string): string => {
  const hours = offsetOf(moment) / HOUR;
  if (!Number.isInteger(hours)) throw new Error(`${moment}: only zones of whole hours can be set.`);
  return hours === 0 ? 'Etc/GMT' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
};
