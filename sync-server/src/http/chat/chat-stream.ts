import type { WebChatEvent, WebChatHub } from '@inbetwin/bot/channels/web-chat/web-chat-hub.ts';
import type { StreamEventName } from '@inbetwin/bot/widget/protocol.ts';
import { createSession } from 'better-sse';
import type { Request, Response, Router } from 'express';
import type { ChatGuard } from './chat-limits.ts';
import type { Visits } from './chat-visit.ts';

const KEEP_ALIVE_MS = 15_000;

type Parts = {
  readonly visits: Visits;
  readonly guard: ChatGuard;
  readonly webChat: WebChatHub;
};

/** The route that streams a chat's events to an open page. */
export const mountChatStream = (router: Router, { visits, guard, webChat }: Parts): void => {
  router.get('/chat/:team/stream', async (request, response) => {
    const visit = await visits.of(request);
    if (request.method === 'HEAD') {
      response.type('text/event-stream').end();
      return;
    }
    visits.requireOpen(visit);
    const { teamId, chatId, address } = visit;
    response.once('close', guard.admitStream(chatId, address));
    await stream(request, response, (hear) => webChat.listen(teamId, chatId, hear));
  });
};

/** Subscribes before it sends `ready`, so that no event after the page has read the history is missed. */
const stream = async (
  request: Request<{ team: string }>,
  response: Response,
  listen: (hear: (event: WebChatEvent) => void) => () => void,
): Promise<void> => {
  response.set('X-Accel-Buffering', 'no');
  const session = await createSession(request, response, { keepAlive: KEEP_ALIVE_MS });
  const tell = (event: StreamEventName) => {
    if (session.isConnected) session.push({}, event);
  };
  const stopListening = listen((event) => {
    if (event === 'closed') response.end();
    else tell(event);
  });
  if (session.isConnected) session.once('disconnected', stopListening);
  else stopListening();
  tell('ready');
};
