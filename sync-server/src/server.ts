import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Channels, createChannels } from '@inbetwin/bot/channels/registry.ts';
import { createWebChatHub } from '@inbetwin/bot/channels/web-chat/web-chat-hub.ts';
import { telegramKind } from '@inbetwin/shared/channels/telegram.ts';
import type { Embedding } from '@inbetwin/shared/models/embedders/embedding.ts';
import { createModelRouter } from '@inbetwin/shared/models/model-router.ts';
import { type Clock, createRisingClock, type MonotonicClock } from '@inbetwin/shared/ports/clock.ts';
import type { Logger } from 'pino';
import { type Accounts, createAccounts, type TeamSummary } from './accounts/accounts.ts';
import { createChannelHost } from './channels/channel-host.ts';
import { createTeamChats } from './channels/team-chats.ts';
import type { Config } from './config.ts';
import { demoTeam } from './demo/demo-team.ts';
import { removeDemo } from './demo/remove-demo.ts';
import { seedDemo } from './demo/seed-demo.ts';
import { createFileRoutes } from './files/file-routes.ts';
import { forgettingOriginals } from './files/forget-originals.ts';
import { openMessageFiles } from './files/message-files.ts';
import { owningSentFiles } from './files/own-sent-files.ts';
import { createTeamFiles } from './files/team-files.ts';
import { createApp } from './http/app.ts';
import { openIntake } from './http/bodies/intake.ts';
import { createChatRoutes } from './http/chat/chat.ts';
import { listen } from './http/listen.ts';
import { createRemovalReceipts } from './http/machinery/removal-receipts.ts';
import { createWorkspaceRouter } from './http/routes/workspace.ts';
import { createWebhookRoutes } from './http/webhooks.ts';
import { createImportThreads } from './knowledge/import-threads.ts';
import { createDispatcher } from './outbox/dispatcher.ts';
import { embeddingTiming } from './search/embedding/embedding-endpoint.ts';
import { createEmbeddingEndpoints } from './search/embedding/embedding-endpoints.ts';
import { createTeamSearches } from './search/team-search.ts';
import { createSecretBox } from './secrets/secret-box.ts';
import { loadSecretKey } from './secrets/secret-key.ts';
import { withQuota } from './store/blobs/with-quota.ts';
import { openStorage } from './store/open-storage.ts';
import { createSyncGateway } from './sync/gateway.ts';
import { renewingScores } from './sync/renewing-scores.ts';
import { createStreamHub } from './sync/stream-hub.ts';
import { createStreamRoute } from './sync/stream-route.ts';
import { createTeams } from './teams/create-teams.ts';
import { serveTeams } from './teams/serve-teams.ts';
import { installationOf, openTeamOwners } from './teams/team-owners.ts';

const MODEL_TIMEOUT_MS = 25_000;
const HOUR = 3_600_000;
const builtFolder = (folder: string) => fileURLToPath(new URL(`../../${folder}`, import.meta.url));

export type RunningServer = {
  /** Where this machine reaches the server. */
  readonly url: string;
  /** Where people open the workspace. */
  readonly publicUrl: string;
  /** Signs the demo team's owner in, once; the link that was made before it is void. */
  createSignInLink(): Promise<string>;
  /** Nobody has ever signed in, so that only a link lets anybody in. */
  readonly isUnused: boolean;
  /** The demo team's page for customers. */
  readonly chatPage: string;
  /** Resolves when nothing runs any more; whatever was under way goes on at the next start. */
  stop(): Promise<void>;
};

type ServerOptions = {
  /** For one answer of the model, its repeats included; then the rules answer. Milliseconds. */
  readonly modelTimeoutMs?: number;
  /** What time it is, instead of what the machine says. */
  readonly wall?: Clock;
  /** Kinds of channel besides those of the registry. */
  readonly otherChannels?: Channels;
};

/** Waits are measured by this: the machine's clock may be set while the server runs. */
const monotonic: MonotonicClock = () => performance.now();

/** The composition root: every part of the server, put together. Throws a `Failure` with a hint when it cannot start. */
export const startServer = async (
  config: Config,
  log: Logger,
  { modelTimeoutMs = MODEL_TIMEOUT_MS, wall = Date.now, otherChannels = {} }: ServerOptions = {},
): Promise<RunningServer> => {
  const { store, folder, ...storage } = await openStorage(config);
  const blobs = withQuota(storage.blobs, config.teamFilesBytes);
  await store.check();
  const secretKey = await loadSecretKey(config);

  const owners = openTeamOwners({
    store,
    installation: config.installationId ?? installationOf(secretKey),
    takeOver: config.takeOverTeams,
    clock: wall,
    log,
  });

  const webChat = createWebChatHub();
  const openEmbedding = (embedding: Embedding) => ({
    store,
    endpoints: createEmbeddingEndpoints(embedding, { log, clock: monotonic, timing: embeddingTiming }),
  });
  const searches = createTeamSearches({
    log,
    embedding: config.models.embedding && openEmbedding(config.models.embedding),
    snapshots: folder === undefined ? undefined : { folder: path.join(folder, 'search'), backendId: store.backendId },
  });
  const streams = createStreamHub({ store, log });
  const { endpoints, policies } = config.models;
  const router = createModelRouter(endpoints, {
    timeoutMs: modelTimeoutMs,
    clock: monotonic,
    onFailure: ({ failure, ...where }) => log.warn({ ...where, code: failure.code }, failure.message),
  });
  const modelsOf = (teamId: string) => router.route(policies[teamId]);
  const dispatcher = createDispatcher({
    store,
    log,
    connectionOf: (...place) => channels.connectionOf(...place),
    capabilitiesOf: (kind) => channels.capabilitiesOf(kind),
  });
  const imports = createImportThreads();
  const teams = createTeams({
    report: (error) => log.error({ error: String(error) }, 'What follows from a change could not be written'),
    store,
    blobs,
    imports,
    searches,
    dispatcher,
    modelsOf,
    wall,
    monotonic,
    burst: { quietMs: config.quietMs, maxMs: 4 * config.quietMs },
    timeZone: config.timeZone,
  });
  const messageFilesOf = (teamId: string) => openMessageFiles({ store, blobs, teamId });
  const filesOf = (teamId: string) =>
    createTeamFiles({
      teamId,
      blobs,
      documents: teams.documentsOf(teamId),
      messageFiles: messageFilesOf(teamId),
      onSettled: dispatcher.wakeMessage,
    });
  const channels = createChannelHost({
    channels: { ...createChannels(webChat), ...otherChannels },
    store,
    secretBox: createSecretBox(secretKey),
    documentsOf: teams.documentsOf,
    receive: createTeamChats({
      store,
      documentsOf: teams.documentsOf,
      clockOf: teams.clockOf,
      forgetFiles: async (teamId, messageId, digests) => {
        await messageFilesOf(teamId).disown(messageId, digests);
        await filesOf(teamId).forget(digests);
      },
    }),
    onConnected: dispatcher.wake,
    owners,
    allowPrivateEndpoints: config.allowPrivateEndpoints,
    publicUrl: () => publicUrl,
    ...(config.telegram && { operatorChannel: { kind: telegramKind.kind, ...config.telegram } }),
    clock: wall,
    log,
  });
  const served = serveTeams({
    owners,
    teams,
    channels,
    dispatcher,
    findTeam: (teamId) => accounts.findTeam(teamId),
    modelsOf: (teamId) => modelsOf(teamId).models,
    log,
  });
  const accounts = beginningTeams(
    createAccounts({ store, clock: createRisingClock(wall, monotonic), secretKey, log }),
    served.begin,
  );

  // A server that keeps nothing on its own disk has large uploads wait where the system keeps what may be lost.
  const uploads = folder === undefined ? await mkdtemp(path.join(tmpdir(), 'inbetwin-')) : path.join(folder, 'uploads');
  const intake = await openIntake(uploads);
  const gateway = createSyncGateway({ store, clockOf: teams.clockOf });
  const app = createApp({
    intake,
    accounts,
    channels,
    removals: createRemovalReceipts(secretKey),
    sync: renewingScores(owningSentFiles(forgettingOriginals(gateway, filesOf), messageFilesOf), {
      documentsOf: teams.documentsOf,
      clock: wall,
    }),
    streams,
    log,
    clock: monotonic,
    team: async (teamId) => {
      await teams.clockOf(teamId);
      return teams.servicesOf(teamId);
    },
    removeDemo: async (teamId) => {
      const clock = await teams.clockOf(teamId);
      await removeDemo({ documents: teams.documentsOf(teamId), forgetOriginals: filesOf(teamId).forget }, clock());
    },
    ready: () => store.check(),
    embedding: searches.embedding,
    registration: config.registration,
    trustedProxies: config.trustedProxies,
    hosts: config,
    teamWork: served.state,
    routers: [
      createStreamRoute({ hub: streams, accounts, log }),
      createFileRoutes({ accounts, filesOf, intake }),
      createWebhookRoutes(channels),
      createChatRoutes({
        findTeamBySlug: async (slug) => {
          const team = await accounts.findTeamBySlug(slug);
          if (team) await owners.require(team.id);
          return team;
        },
        documentsOf: teams.documentsOf,
        messageFilesOf,
        webChat,
        channels,
        clock: wall,
        pageFolder: builtFolder('bot/out/widget'),
      }),
      createWorkspaceRouter(builtFolder('desktop/out/renderer')),
    ],
  });

  // First of all the port: a second server on the same data must not answer anybody.
  const http = createServer(app);
  const url = await listen(http, config);
  await served.followOwners();
  const demo = await accounts.ensureTeam(demoTeam);
  const demoParts = {
    documents: teams.documentsOf(demo.teamId),
    keepOriginal: (bytes: Uint8Array) => blobs.put(demo.teamId, bytes),
  };
  if (await owners.claim(demo.teamId)) await seedDemo(demoParts, demoTeam, wall());
  const known = await accounts.teams();
  for (const teamId of Object.keys(policies).filter((id) => known.every((team) => team.id !== id))) {
    log.error({ teamId }, 'MODELS_FILE restricts a team that is not there: `npm run admin -- teams` lists the ids');
  }
  for (const team of known) void served.begin(team);
  if (config.telegram) channels.connectInBackground(demo.teamId, { kind: telegramKind.kind, ...config.telegram });
  const cleaning = setInterval(() => removeExpired(accounts, log), HOUR);

  const { publicUrl = url } = config;
  return {
    url,
    publicUrl,
    createSignInLink: async () => `${publicUrl}/#/link/${await accounts.createSignInLink(demo)}`,
    isUnused: !(await accounts.hasSessions()),
    chatPage: `${publicUrl}/chat/${demoTeam.slug}`,
    stop: async () => {
      clearInterval(cleaning);
      streams.close();
      const closed = once(http, 'close');
      http.close();
      await Promise.all([served.stop(), imports.close()]);
      await channels.stop();
      await dispatcher.stop();
      http.closeAllConnections();
      await closed;
      await searches.close();
      if (folder === undefined) await rm(uploads, { recursive: true, force: true });
      await store.close();
    },
  };
};

/** A team that registers is served at once. */
const beginningTeams = (accounts: Accounts, begin: (team: TeamSummary) => Promise<void>): Accounts => ({
  ...accounts,
  register: async (...input) => {
    const session = await accounts.register(...input);
    await begin(session.team);
    return session;
  },
});

const removeExpired = async (accounts: Accounts, log: Logger): Promise<void> => {
  try {
    await accounts.removeExpired();
  } catch (error) {
    log.warn({ error: String(error) }, 'Expired sessions could not be removed; the next hour tries again');
  }
};
