import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Session } from '@inbetwin/shared/contracts/accounts.ts';
import { createApiClient } from '@inbetwin/sync-server/testing/api-client.ts';
import { type ServerProcess, startServer } from '@inbetwin/sync-server/testing/server-process.ts';
import type { Stage } from '../bench-area.ts';
import { whenStarted } from './when-started.ts';

/** Creates an empty folder that is removed with the area. */
export const makeFolder = async (stage: Stage, purpose: string): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), `inbetwin-bench-${purpose}-`));
  // A browser that was killed may still write for a moment.
  stage.cleanUp(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  return folder;
};

/** Starts the real server in its own process with the embedded store and without a model. */
export const startBenchServer = async (
  stage: Stage,
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> => {
  stage.progress('starting the server');
  const starting = startServer({ ...environment, INBETWIN_DATA: folder });
  stage.cleanUp(() => whenStarted(starting, (server) => server.stop()));
  return starting;
};

/** Credentials of a user. */
export type Credentials = { readonly email: string; readonly password: string };

/** Registers an empty team and returns its owner's credentials; `proxied`: headers that a proxy in between adds. */
export const registerTeam = async (
  server: Pick<ServerProcess, 'url'>,
  proxied: Readonly<Record<string, string>> = {},
): Promise<{ readonly session: Session; readonly credentials: Credentials }> => {
  const credentials = { email: `bench-${randomUUID()}@example.com`, password: randomUUID() };
  const body = { ...credentials, name: 'Bench', team: 'Bench' };
  return { credentials, session: await createApiClient(server.url, undefined, proxied)('register', { body }) };
};
