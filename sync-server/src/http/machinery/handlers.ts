import { agentHandlers } from '../routes/agents.ts';
import { authHandlers } from '../routes/auth.ts';
import { channelHandlers } from '../routes/channels.ts';
import { contactHandlers } from '../routes/contacts.ts';
import { conversationHandlers } from '../routes/conversations.ts';
import { demoHandlers } from '../routes/demo.ts';
import { knowledgeHandlers } from '../routes/knowledge.ts';
import { leadHandlers } from '../routes/leads.ts';
import { peopleHandlers } from '../routes/people.ts';
import { runHandlers } from '../routes/runs.ts';
import { syncHandlers } from '../routes/sync.ts';
import type { Handlers } from './handler.ts';

/** The handlers of all routes in the API contract. */
export const handlers: Handlers = {
  ...authHandlers,
  ...peopleHandlers,
  ...knowledgeHandlers,
  ...leadHandlers,
  ...contactHandlers,
  ...conversationHandlers,
  ...runHandlers,
  ...agentHandlers,
  ...channelHandlers,
  ...demoHandlers,
  ...syncHandlers,
};
