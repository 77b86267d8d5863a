import type { StreamEventName } from '@inbetwin/bot/widget/protocol.ts';
import { createSession, type Session } from 'better-sse';
import type { Router } from 'express';
import type { ChatGuard } from './chat-limits.ts';
import type { Visits } from './chat-visit.ts';
import type { OpenPages } from './open-pages.ts';

const KEEP_ALIVE_MS = 15_000;

type Parts = {
  readonly visits: Visits;
  readonly guard: ChatGuard;
  readonly pages: OpenPages;
};

/**
 * The route that streams a chat's events to an open page. It listens before it sends `ready`, so that no event after the page has read the
 * history is missed.
 */
export const mountChatStream = (router: Router, { visits, guard, pages }: Parts): void => {
  router.get('/chat/:team/stream', async (request, response) => {
    const { teamId, chatId, address } = await visits.of(request);
    if (request.method === 'HEAD') {
      response.type('text/event-stream').end();
      return;
    }
    response.once('close', guard.admitStream(chatId, address));
    let session: Session | undefined;
    const tell = (event: StreamEventName): void => {
      if (session?.isConnected) session.push({}, event);
    };
    const unlisten = await pages.listen(teamId, chatId, (event) => {
      if (event === 'closed') response.end();
      else tell(event);
    });
    response.once('close', unlisten);
    if (response.closed || response.writableEnded) return unlisten();
    response.set('X-Accel-Buffering', 'no');
    session = await createSession(request, response, { keepAlive: KEEP_ALIVE_MS });
    tell('ready');
  });
};
