import { z } from 'zod';
import { contactSchema } from '../entities/contact.ts';
import { conversationSchema } from '../entities/conversation.ts';
import { idSchema } from '../entities/fields.ts';
import { leadSchema } from '../entities/lead.ts';
import { messageSchema } from '../entities/message.ts';
import { byId, pageOf, pageQuerySchema, type RouteDefinition } from './route.ts';

/** Who the team's customers are, what they want, and what was said. */
export const customerRoutes = {
  listLeads: {
    method: 'get',
    path: '/api/v1/leads',
    summary: 'Leads, latest change first',
    access: 'user',
    query: pageQuerySchema,
    status: 200,
    response: pageOf(leadSchema),
  },
  getLead: {
    method: 'get',
    path: '/api/v1/leads/:id',
    summary: 'One lead',
    access: 'user',
    params: byId,
    status: 200,
    response: leadSchema,
  },
  getContact: {
    method: 'get',
    path: '/api/v1/contacts/:id',
    summary: 'One contact',
    access: 'user',
    params: byId,
    status: 200,
    response: contactSchema,
  },
  listConversations: {
    method: 'get',
    path: '/api/v1/conversations',
    summary: 'Conversations, latest message first',
    access: 'user',
    query: pageQuerySchema,
    status: 200,
    response: pageOf(conversationSchema),
  },
  listMessages: {
    method: 'get',
    path: '/api/v1/conversations/:id/messages',
    summary: 'Messages of a conversation in their order',
    access: 'user',
    params: byId,
    query: pageQuerySchema,
    status: 200,
    response: pageOf(messageSchema),
  },
  sendMessage: {
    method: 'post',
    path: '/api/v1/conversations/:id/messages',
    summary: "A person's reply; the agent falls silent",
    access: 'user',
    params: byId,
    body: z.object({
      text: z.string().trim().min(1).max(16_000),
      id: idSchema.optional().describe('Made by the client; sending the same id again is a no-op'),
    }),
    status: 201,
    response: messageSchema,
  },
} as const satisfies Record<string, RouteDefinition>;
