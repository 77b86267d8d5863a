import { channels as builtInChannels, type Channels } from '@inbetwin/bot/channels/registry.ts';
import { telegramKind } from '@inbetwin/shared/channels/telegram.ts';
import type { Embedding } from '@inbetwin/shared/models/embedders/embedding.ts';
import { createModelRouter } from '@inbetwin/shared/models/model-router.ts';
import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import { type Clock, createRisingClock, type MonotonicClock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from 'pino';
import { type Accounts, createAccounts, type TeamSummary } from '../accounts/accounts.ts';
import { createChannelHost } from '../channels/channel-host.ts';
import { createTeamChats } from '../channels/team-chats.ts';
import type { Config } from '../config.ts';
import { demoTeam } from '../demo/demo-team.ts';
import { seedDemo } from '../demo/seed-demo.ts';
import { openMessageFiles } from '../files/message-files.ts';
import { createTeamFiles } from '../files/team-files.ts';
import { createOpenPages } from '../http/chat/open-pages.ts';
import { createImportThreads } from '../knowledge/import-threads.ts';
import { createDispatcher, type Dispatcher } from '../outbox/dispatcher.ts';
import { dutiesOf } from '../processes/roles.ts';
import { embeddingTiming } from '../search/embedding/embedding-endpoint.ts';
import { createEmbeddingEndpoints } from '../search/embedding/embedding-endpoints.ts';
import { createTeamSearches } from '../search/team-search.ts';
import { createSecretBox } from '../secrets/secret-box.ts';
import type { BlobPlace } from '../store/blobs/blob-place.ts';
import { createStreamHub } from '../sync/stream-hub.ts';
import { createTeamFeeds } from '../sync/team-feeds.ts';
import { createTeams, type Teams } from '../teams/create-teams.ts';
import { installationOf, openTeamOwners, type TeamOwners } from '../teams/team-owners.ts';
import { type BrokerWork, openBrokerWork } from './open-broker-work.ts';
import { openServing } from './open-serving.ts';

const MODEL_TIMEOUT_MS = 25_000;

/** What the server is built from. */
export type ServerParts = {
  readonly config: Config;
  readonly log: Logger;
  readonly store: DocumentStore;
  /** Whether processes may read different states of one document, so that documents cannot decide who has a duty. */
  readonly keepsSeveralCopies: boolean;
  readonly blobs: BlobStore;
  /** Where search indexes are saved. */
  readonly snapshots: BlobPlace;
  /** The local data folder; absent when the server keeps nothing on this machine. */
  readonly folder?: string | undefined;
  readonly secretKey: Uint8Array;
  /** The current time, which may jump when the system clock is set. */
  readonly wall: Clock;
  /** Measures durations, because the system clock may be changed while the server runs. */
  readonly monotonic: MonotonicClock;
  readonly options: ServerOptions;
  /** Known once the port is open. */
  readonly publicUrl: () => string;
};

/** Deviations from the settings, for tests. */
export type ServerOptions = {
  /** Time limit for one answer of the model, including retries; after it, the rules answer. Milliseconds. */
  readonly modelTimeoutMs?: number;
  /** Replaces the system clock. */
  readonly wall?: Clock;
  /** Additional kinds of channels. */
  readonly otherChannels?: Channels;
};

/** The parts of the server that work for the teams. */
export type ServerWork = ReturnType<typeof openWork>;

/** Opens everything that works for the teams, but serves none of them yet. */
export const openWork = (parts: ServerParts) => {
  const { config, log, store, blobs, secretKey, wall, monotonic } = parts;
  const installation = config.installationId ?? installationOf(secretKey);
  const owners = openTeamOwners({
    store,
    installation,
    takeOver: config.takeOverTeams,
    clock: wall,
    log,
  });
  const searches = openSearches(parts);
  const modelsOf = openModels(parts);
  const broker = openBroker(parts, installation);
  const dispatcher = createDispatcher({
    store,
    log,
    connectionOf: (...place) => channels.connectionOf(...place),
    capabilitiesOf: (kind) => channels.capabilitiesOf(kind),
    isCurrent: () => serving.isCurrent(),
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
    freeTextWindowOf: (kind) => channels.capabilitiesOf(kind)?.freeTextWindowMs,
  });
  const messageFilesOf = (teamId: string) => openMessageFiles({ store, blobs, teamId });
  const filesOf = (teamId: string) =>
    createTeamFiles({
      teamId,
      blobs,
      documents: teams.documentsOf(teamId),
      messageFiles: messageFilesOf(teamId),
    });
  const receive = createTeamChats({
    store,
    documentsOf: teams.documentsOf,
    clockOf: teams.clockOf,
    forgetFiles: async (teamId, messageId, digests) => {
      await messageFilesOf(teamId).disown(messageId, digests);
      await filesOf(teamId).forget(digests);
    },
  });
  const channels = openChannels(parts, { teams, owners, dispatcher, receive });
  const feeds = createTeamFeeds({ store, log });
  const pages = createOpenPages({ feeds, documentsOf: teams.documentsOf, log });
  const accounts = beginningTeams(
    createAccounts({ store, clock: createRisingClock(wall, monotonic), secretKey, log }),
    (team) => serving.add(team),
  );
  const serving = openServing({
    role: config.role,
    installation,
    store,
    owners,
    teams,
    channels,
    pages,
    accounts,
    ...(broker && { events: broker.events }),
    ...(broker && parts.keepsSeveralCopies && { joinAs: broker.joinAs }),
    modelsOf: (teamId) => modelsOf(teamId).models,
    // The one process that works for the demo team adds its samples, before the team is described.
    prepare: async ({ id, slug }) => {
      if (slug !== demoTeam.slug) return;
      const keepOriginal = (bytes: Uint8Array) => blobs.put(id, bytes);
      await seedDemo({ documents: teams.documentsOf(id), keepOriginal }, demoTeam, wall());
    },
    monotonic,
    log,
  });
  const streams = createStreamHub(feeds);
  return {
    broker,
    owners,
    receive,
    pages,
    searches,
    streams,
    dispatcher,
    imports,
    teams,
    messageFilesOf,
    filesOf,
    channels,
    serving,
    accounts,
  };
};

/** A worker tells other systems about teams; on a store that keeps several copies, the broker decides who has a duty. */
const openBroker = (
  { config, log, store, keepsSeveralCopies }: ServerParts,
  installation: string,
): BrokerWork | undefined => {
  const own = dutiesOf(config.role);
  const isUsed = own.includes('worker') || (keepsSeveralCopies && own.length > 0);
  return isUsed && config.amqpUrl !== undefined
    ? openBrokerWork({ store, log, installation }, config.amqpUrl)
    : undefined;
};

const openSearches = ({ config, log, store, snapshots, monotonic }: ServerParts) => {
  const openEmbedding = (embedding: Embedding) => ({
    store,
    endpoints: createEmbeddingEndpoints(embedding, { log, clock: monotonic, timing: embeddingTiming }),
  });
  return createTeamSearches({
    log,
    embedding: config.models.embedding && openEmbedding(config.models.embedding),
    snapshots: { place: snapshots, store },
    threads: config.searchThreads,
    limits: { bytes: config.searchMemoryBytes },
  });
};

/** Returns the models that a team may use. */
const openModels = ({ config, log, monotonic, options }: ServerParts) => {
  const { endpoints, policies } = config.models;
  const router = createModelRouter(endpoints, {
    timeoutMs: options.modelTimeoutMs ?? MODEL_TIMEOUT_MS,
    clock: monotonic,
    onFailure: ({ failure, ...where }) => log.warn({ ...where, code: failure.code }, failure.message),
  });
  return (teamId: string) => router.route(policies[teamId]);
};

type ChannelWork = {
  readonly teams: Teams;
  readonly owners: TeamOwners;
  readonly dispatcher: Dispatcher;
  readonly receive: ReturnType<typeof createTeamChats>;
};

const openChannels = (parts: ServerParts, { teams, owners, dispatcher, receive }: ChannelWork) => {
  const { config, log, store, secretKey, wall, publicUrl, options } = parts;
  return createChannelHost({
    channels: { ...builtInChannels, ...options.otherChannels },
    store,
    secretBox: createSecretBox(secretKey),
    documentsOf: teams.documentsOf,
    receive,
    onConnected: dispatcher.wake,
    owners,
    allowPrivateEndpoints: config.allowPrivateEndpoints,
    publicUrl,
    ...(config.telegram && { operatorChannel: { kind: telegramKind.kind, ...config.telegram } }),
    clock: wall,
    log,
  });
};

/** A team that registers is served immediately. */
const beginningTeams = (accounts: Accounts, begin: (team: TeamSummary) => Promise<void>): Accounts => ({
  ...accounts,
  register: async (...input) => {
    const session = await accounts.register(...input);
    await begin(session.team);
    return session;
  },
});
