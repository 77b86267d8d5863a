import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServerProcess } from '@inbetwin/sync-server/testing/server-process.ts';
import type { Stage } from '../bench-area.ts';
import { ask } from '../load/ask.ts';
import { registerTeam, startBenchServer } from '../stage/start-server.ts';
import { openPlace, type Place } from './open-place.ts';
import { untilAllServed } from './open-teams.ts';

const knowledge = fileURLToPath(new URL('../../sync-server/src/demo/knowledge', import.meta.url));
const FILES = { 'services-en.md': 'text/markdown', 'services-ru.md': 'text/markdown', 'terms-ru.md': 'text/markdown' };
const REGISTERING_AT_ONCE = 4;

/** A team whose rules can answer, with the access token of its owner. */
export type AnsweringTeam = { readonly slug: string; readonly accessToken: string };

/** A place with teams that know what the demo team knows. */
export type AnsweringTeams = { readonly place: Place; readonly teams: readonly AnsweringTeam[] };

/** This process acts as the server's one proxy and sends for many customers, because each address has rate limits. */
export const behindProxy = { TRUST_PROXY: '1', AGENT_QUIET_MS: '0' } as const;

/** An address out of the range for examples. */
export const addressAt = (at: number): string => `198.51.100.${at % 250}`;

/** Creates a place with so many teams, as their owners would: they register and upload files. */
export const openAnsweringTeams = async (stage: Stage, count: number): Promise<AnsweringTeams> => {
  const place = await openPlace(stage, `${count}-answering`);
  const server = await startBenchServer(stage, place.folder, { ...place.environment, ...behindProxy });
  stage.progress(`registering ${count} teams and uploading their files`);
  const teams: AnsweringTeam[] = [];
  for (let from = 0; from < count; from += REGISTERING_AT_ONCE) {
    const some = Array.from({ length: Math.min(REGISTERING_AT_ONCE, count - from) }, (_, at) =>
      openTeam(server, from + at),
    );
    teams.push(...(await Promise.all(some)));
  }
  await untilAllServed(server);
  await server.stop();
  return { place, teams };
};

const openTeam = async (server: ServerProcess, at: number): Promise<AnsweringTeam> => {
  const { session } = await registerTeam(server, { 'x-forwarded-for': addressAt(at) });
  const { accessToken, team } = session;
  for (const [name, type] of Object.entries(FILES)) {
    const body = new FormData();
    body.set('file', new Blob([await readFile(path.join(knowledge, name))], { type }), name);
    await ask({ server, accessToken }, '/api/v1/rag/sources', { method: 'POST', body });
  }
  return { slug: team.slug, accessToken };
};
