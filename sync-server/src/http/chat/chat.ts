import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { Router } from 'express';
import type { MessageFiles } from '../../files/message-files.ts';
import { refuseOtherMethods } from '../machinery/other-methods.ts';
import { mountChatFiles } from './chat-files.ts';
import { type ChatLimits, createChatGuard } from './chat-limits.ts';
import { mountChatMessages } from './chat-messages.ts';
import { createChatPages } from './chat-pages.ts';
import { mountChatStream } from './chat-stream.ts';
import { createVisits, languageOf, type VisitOptions } from './chat-visit.ts';
import type { OpenPages } from './open-pages.ts';

type ChatOptions = VisitOptions & {
  readonly documentsOf: (teamId: string) => TeamDocuments | Promise<TeamDocuments>;
  readonly messageFilesOf: (teamId: string) => Pick<MessageFiles, 'keep' | 'open'>;
  readonly pages: OpenPages;
  /** The output folder of the chat page's build, `bot/out/widget`. */
  readonly pageFolder: string;
  readonly limits?: ChatLimits;
};

/**
 * The chat page of a team and its API, open to anyone who knows the team's address. Mount it before the error handler, which converts what
 * it throws to problem documents.
 */
export const createChatRoutes = (options: ChatOptions): Router => {
  const router = Router();
  const html = createChatPages(options.pageFolder);
  router.use('/chat-assets/assets', html.assets);
  router.get('/chat/:team', async (request, response) => {
    const team = await options.findTeamBySlug(request.params.team);
    await html.send(
      response,
      team ? { page: 'chat', team: team.name } : { page: 'not-found', language: languageOf(request) },
    );
  });

  const parts = { ...options, visits: createVisits(options), guard: createChatGuard(options.limits) };
  mountChatMessages(router, parts);
  mountChatFiles(router, parts);
  mountChatStream(router, parts);
  return refuseOtherMethods(router);
};
