import { agentHandlers } from './agents.ts';
import { authHandlers } from './auth.ts';
import { channelHandlers } from './channels.ts';
import { contactHandlers } from './contacts.ts';
import { conversationHandlers } from './conversations.ts';
import { demoHandlers } from './demo.ts';
import type { Handlers } from './handler.ts';
import { knowledgeHandlers } from './knowledge.ts';
import { leadHandlers } from './leads.ts';
import { runHandlers } from './runs.ts';
import { syncHandlers } from './sync.ts';

export const handlers: Handlers = {
  ...authHandlers,
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
