import type { Handlers } from '../machinery/handler.ts';
import { InvalidFields } from '../machinery/invalid-fields.ts';
import { requireRight } from '../machinery/rights.ts';
import { findPage, found } from './lists.ts';

export const conversationHandlers: Pick<Handlers, 'listConversations' | 'listMessages' | 'sendMessage'> = {
  listConversations: async ({ services, caller, query }) => {
    const { documents } = await services.team(caller.teamId);
    return findPage(documents.conversations, { index: ['recency'], equals: [] }, query);
  },

  listMessages: async ({ services, caller, params, query }) => {
    const { documents } = await services.team(caller.teamId);
    const { id } = found(await documents.conversations.get(params.id), 'conversation');
    return findPage(documents.messages, { index: ['conversationId', 'createdAt'], equals: [id] }, query);
  },

  sendMessage: async ({ services, caller, params, body }) => {
    requireRight(caller, 'create', 'messages');
    requireOwnId(body.id, caller.userId);
    const team = await services.team(caller.teamId);
    const { user } = await services.accounts.describe(caller);
    const reply = { conversationId: params.id, text: body.text, author: { id: user.id, name: user.name } };
    return team.sendReply(body.id === undefined ? reply : { ...reply, id: body.id });
  },
};

/** Ids with a colon are made by channels and agents: taking one ahead of time would swallow their message. */
const requireOwnId = (id: string | undefined, userId: string): void => {
  const own = `person:${userId}:`;
  if (id === undefined || !id.includes(':') || id.startsWith(own)) return;
  throw new InvalidFields([{ path: 'id', message: `Without a colon, or begin with ${own}` }]);
};
