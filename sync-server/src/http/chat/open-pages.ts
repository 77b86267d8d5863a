import { TYPING_MS } from '@inbetwin/bot/widget/protocol.ts';
import { webChatKind } from '@inbetwin/shared/channels/web-chat.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { conversationIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { isAccepted, messageSchema } from '@inbetwin/shared/entities/message.ts';
import type { Change } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { z } from 'zod';
import { createTyping, type Typing } from '../../outbox/typing.ts';
import type { TeamFeeds, TeamFollowing } from '../../sync/team-feeds.ts';

/**
 * Events for a visitor's open page. The page reads the messages themselves from the history, so a lost event loses nothing. `closed` is the
 * last event from this server.
 */
export type PageEvent = 'message' | 'typing' | 'closed';
type PageListener = (event: PageEvent) => void;

/** The chat pages that are open in this process. They follow the team's change feed, so other processes may receive and send for them. */
export type OpenPages = {
  /**
   * Reports events of the visitor's chat to `listener` until the returned function is called. Once the promise resolves, every later
   * message is reported. Throws `server.stopping` after `close`, and if the store cannot be read.
   */
  listen(teamId: string, chatId: string, listener: PageListener): Promise<() => void>;
  /** Closes the pages of a team that another server serves now. */
  leave(teamId: string): void;
  /** Closes all pages, for good. */
  close(): void;
};

/** A visitor's chat with at least one open page. */
type Chat = {
  readonly listeners: Set<PageListener>;
  /** The team's messages that were reported: receipts, which come from the pages themselves, are not. */
  readonly reported: Set<string>;
};

type Team = {
  /** By the id of the conversation. */
  readonly chats: Map<string, Chat>;
  readonly following: TeamFollowing;
  readonly typing: Typing;
};

type PagesOptions = {
  readonly feeds: TeamFeeds;
  readonly documentsOf: (teamId: string) => TeamDocuments;
  readonly log: Logger;
};

export const createOpenPages = (options: PagesOptions): OpenPages => {
  const teams = new Map<string, Team>();
  let isClosed = false;

  const end = (teamId: string, team: Team): void => {
    team.following.stop();
    team.typing.stop();
    if (teams.get(teamId) === team) teams.delete(teamId);
  };

  const leave = (teamId: string): void => {
    const team = teams.get(teamId);
    if (!team) return;
    end(teamId, team);
    for (const chat of team.chats.values()) report(chat, 'closed');
  };

  return {
    listen: async (teamId, chatId, listener) => {
      if (isClosed) throw stopping();
      const team = teams.get(teamId) ?? followTeam(options, teamId);
      teams.set(teamId, team);
      const id = conversationIdOf({ channel: webChatKind.kind, account: webChatKind.account, chatId });
      const chat = team.chats.get(id) ?? { listeners: new Set(), reported: new Set() };
      team.chats.set(id, chat);
      chat.listeners.add(listener);
      const unlisten = (): void => {
        chat.listeners.delete(listener);
        if (chat.listeners.size === 0 && team.chats.get(id) === chat) team.chats.delete(id);
        if (team.chats.size === 0) end(teamId, team);
      };
      try {
        await team.following.started;
      } catch (error) {
        unlisten();
        throw error;
      }
      return unlisten;
    },
    leave,
    close: () => {
      isClosed = true;
      for (const teamId of [...teams.keys()]) leave(teamId);
    },
  };
};

const followTeam = ({ feeds, documentsOf, log }: PagesOptions, teamId: string): Team => {
  const chats: Team['chats'] = new Map();
  const typing = createTyping(async (conversationId) => {
    const conversation = await documentsOf(teamId).conversations.get(conversationId);
    const chat = chats.get(conversationId);
    if (!chat || conversation?.mode !== 'agent') return undefined;
    report(chat, 'typing');
    return TYPING_MS;
  }, log);

  const take = (change: Change): void => {
    const { conversationId } = change.body;
    const chat = typeof conversationId === 'string' ? chats.get(conversationId) : undefined;
    if (!chat) return;
    if (change.collection === 'runs') typing.note(change);
    if (change.collection === 'messages' && isNews(change, chat)) report(chat, 'message');
  };

  const following = feeds.follow(teamId, {
    onChanges: (changes) => {
      for (const change of changes) take(change);
    },
    onRestart: () => {
      for (const chat of chats.values()) report(chat, 'message');
    },
  });
  return { chats, following, typing };
};

const report = ({ listeners }: Chat, event: PageEvent): void => {
  for (const listener of [...listeners]) listener(event);
};

const sourceSchema = z.object({
  direction: messageSchema.shape.direction,
  delivery: z.object({ state: messageSchema.shape.delivery.shape.state }),
});

/** Whether a message may look different now: any change of the visitor's own, and a message of the team once it has been sent. */
const isNews = ({ id, body }: Change, { reported }: Chat): boolean => {
  const message = sourceSchema.safeParse(body).data;
  if (message?.direction !== 'outbound') return message !== undefined;
  if (!isAccepted(message.delivery) || reported.has(id)) return false;
  reported.add(id);
  return true;
};

const stopping = (): Failure =>
  new Failure('server.stopping', 'The chat is closed just now.', 'Try again in a moment.');
