import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { telegramKind } from '@inbetwin/shared/channels/telegram.ts';
import type { MonotonicClock } from '@inbetwin/shared/ports/clock.ts';
import type { Logger } from 'pino';
import type { Accounts } from './accounts/accounts.ts';
import type { LinkTarget } from './accounts/sign-in-links.ts';
import type { Config } from './config.ts';
import { demoTeam } from './demo/demo-team.ts';
import { openIntake } from './http/bodies/intake.ts';
import { openDraining } from './http/draining.ts';
import { listen } from './http/listen.ts';
import { requireNotMoved } from './moving/move-storage.ts';
import { loadSecretKey } from './secrets/secret-key.ts';
import { composeApp } from './serving/compose-app.ts';
import { openWork, type ServerOptions, type ServerParts, type ServerWork } from './serving/open-work.ts';
import { withQuota } from './store/blobs/with-quota.ts';
import { requireAssignedCopies } from './store/couch/couch-copies.ts';
import { openStorage } from './store/open-storage.ts';

const HOUR = 3_600_000;

export type RunningServer = {
  /** The URL of the server on this machine. */
  readonly url: string;
  /** The URL at which people open the workspace. */
  readonly publicUrl: string;
  /** Creates a link that signs the demo team's owner in once; an earlier link becomes invalid. */
  createSignInLink(): Promise<string>;
  /** Whether nobody has ever signed in, so that only a link gives access. */
  readonly isUnused: boolean;
  /** The demo team's chat page. */
  readonly chatPage: string;
  /** Resolves when everything has stopped; unfinished work continues at the next start. */
  stop(): Promise<void>;
};

/** The composition root, which puts all parts of the server together. Throws a `Failure` with a hint when it cannot start. */
export const startServer = async (config: Config, log: Logger, options: ServerOptions = {}): Promise<RunningServer> => {
  const { folder, ...storage } = await openStorage(config, log);
  const blobs = withQuota(storage.blobs, config.teamFilesBytes);
  const { store, snapshots } = storage;
  await store.check();
  const keepsSeveralCopies = await requireAssignedCopies(config);
  await requireNotMoved(storage);
  const secretKey = await loadSecretKey(config);
  const wall = options.wall ?? Date.now;
  const monotonic: MonotonicClock = () => performance.now();
  const parts: ServerParts = {
    config,
    log,
    store,
    keepsSeveralCopies,
    blobs,
    snapshots,
    folder,
    secretKey,
    wall,
    monotonic,
    options,
    publicUrl: () => publicUrl,
  };
  const work = openWork(parts);
  const { accounts, channels, serving } = work;

  // Without a data folder, large uploads wait in the system's folder for temporary files.
  const uploads = folder === undefined ? await mkdtemp(path.join(tmpdir(), 'inbetwin-')) : path.join(folder, 'uploads');
  const http = createServer();
  const draining = openDraining(http);
  http.on('request', composeApp(parts, work, { intake: await openIntake(uploads), requireOpen: draining.requireOpen }));
  const url = await listen(http, config);
  const { publicUrl = url } = config;
  await serving.begin();
  const demo = await ensureDemo(parts, work);
  const cleaning = setInterval(() => removeExpired(accounts, log), HOUR);

  return {
    url,
    publicUrl,
    createSignInLink: async () => `${publicUrl}/#/link/${await accounts.createSignInLink(demo)}`,
    isUnused: !(await accounts.hasSessions()),
    chatPage: `${publicUrl}/chat/${demoTeam.slug}`,
    stop: async () => {
      clearInterval(cleaning);
      await draining.begin(config.drainMs);
      work.streams.close();
      work.pages.close();
      await Promise.all([draining.close(), serving.pause(), work.imports.close()]);
      await channels.stop();
      await Promise.all([work.dispatcher.stop(), work.broker?.events.stop()]);
      await serving.stop();
      await work.broker?.close();
      await work.searches.close();
      if (folder === undefined) await rm(uploads, { recursive: true, force: true });
      await store.close();
    },
  };
};

/** Creates the demo team if it is missing; its worker adds the samples. Resolves to it. */
const ensureDemo = async ({ config, log }: ServerParts, work: ServerWork): Promise<LinkTarget> => {
  const { accounts, channels, serving } = work;
  const demo = await accounts.ensureTeam(demoTeam);
  const team = await accounts.findTeam(demo.teamId);
  if (team) await serving.add(team);
  const known = await accounts.teams();
  for (const teamId of Object.keys(config.models.policies).filter((id) => known.every((team) => team.id !== id))) {
    log.error({ teamId }, 'MODELS_FILE restricts a team that is not there: `npm run admin -- teams` lists the ids');
  }
  if (config.telegram) channels.connectInBackground(demo.teamId, { kind: telegramKind.kind, ...config.telegram });
  return demo;
};

const removeExpired = async (accounts: Accounts, log: Logger): Promise<void> => {
  try {
    await accounts.removeExpired();
  } catch (error) {
    log.warn({ error: String(error) }, 'Expired sessions could not be removed; the next hour tries again');
  }
};
