import { fileURLToPath } from 'node:url';
import { webChatKind } from '@inbetwin/shared/channels/web-chat.ts';
import type { Express } from 'express';
import { removeDemo } from '../demo/remove-demo.ts';
import { createFileRoutes } from '../files/file-routes.ts';
import { forgettingOriginals } from '../files/forget-originals.ts';
import { owningSentFiles } from '../files/own-sent-files.ts';
import { createApp, createOperationsApp } from '../http/app.ts';
import type { Intake } from '../http/bodies/intake.ts';
import { createChatRoutes } from '../http/chat/chat.ts';
import { createRemovalReceipts } from '../http/machinery/removal-receipts.ts';
import { createOAuthCallback } from '../http/oauth-callback.ts';
import { createWorkspaceRouter } from '../http/routes/workspace.ts';
import { createWebhookRoutes } from '../http/webhooks.ts';
import { answersRequests } from '../processes/roles.ts';
import { createSyncGateway } from '../sync/gateway.ts';
import { renewingScores } from '../sync/renewing-scores.ts';
import { createStreamRoute } from '../sync/stream-route.ts';
import type { ServerParts, ServerWork } from './open-work.ts';

const builtFolder = (folder: string) => fileURLToPath(new URL(`../../../${folder}`, import.meta.url));

type HttpParts = {
  readonly intake: Intake;
  /** Throws `server.stopping` once requests should go to another process. */
  readonly requireOpen: () => void;
};

/** The HTTP side of the server; that of a process whose role answers no requests tells only whether it is well. */
export const composeApp = (parts: ServerParts, work: ServerWork, http: HttpParts): Express => {
  const { config, log } = parts;
  if (answersRequests(config.role)) return composeApi(parts, work, http);
  const { searches, serving } = work;
  return createOperationsApp({
    ready: () => parts.store.check(),
    requireOpen: http.requireOpen,
    embedding: searches.embedding,
    teamWork: serving.state,
    ...(work.broker && { broker: work.broker.state }),
    trustedProxies: config.trustedProxies,
    hosts: config,
    log,
  });
};

const composeApi = (parts: ServerParts, work: ServerWork, http: HttpParts): Express => {
  const { config, log, store, secretKey, wall, monotonic } = parts;
  const { accounts, channels, streams, teams, filesOf, messageFilesOf, searches, serving } = work;
  const gateway = createSyncGateway({ store, clockOf: teams.clockOf });
  return createApp({
    intake: http.intake,
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
    requireOpen: http.requireOpen,
    embedding: searches.embedding,
    publicUrl: parts.publicUrl,
    registration: config.registration,
    trustedProxies: config.trustedProxies,
    hosts: config,
    teamWork: serving.state,
    ...(work.broker && { broker: work.broker.state }),
    routers: [
      createStreamRoute({ hub: streams, accounts, log }),
      createFileRoutes({ accounts, filesOf, intake: http.intake }),
      createWebhookRoutes(channels),
      createOAuthCallback(),
      openChat(parts, work),
      createWorkspaceRouter(builtFolder('desktop/out/renderer')),
    ],
  });
};

const openChat = ({ wall }: ServerParts, { accounts, owners, teams, messageFilesOf, receive, pages }: ServerWork) =>
  createChatRoutes({
    findTeamBySlug: async (slug) => {
      const team = await accounts.findTeamBySlug(slug);
      if (team) await owners.require(team.id);
      return team;
    },
    documentsOf: teams.documentsOf,
    messageFilesOf,
    receive: (teamId, event) => receive(teamId, webChatKind.kind, event),
    pages,
    clock: wall,
    pageFolder: builtFolder('bot/out/widget'),
  });
