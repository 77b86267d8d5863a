import { z } from 'zod';
import { contactSchema } from '../entities/contact.ts';
import { conversationSchema } from '../entities/conversation.ts';
import { citationSchema, idSchema, languageSchema } from '../entities/fields.ts';
import { leadSchema } from '../entities/lead.ts';
import { messageSchema } from '../entities/message.ts';
import { runSchema } from '../entities/run.ts';
import { agentConfigSchema } from '../entities/setting.ts';
import { sourceSchema } from '../entities/source.ts';
import { filterFields, flagSchema, searchHitSchema, sourceDetailFields, sourceDetailPatch } from './knowledge.ts';
import { roles } from './rights.ts';
import { pullRequestSchema, pullResponseSchema, pushRequestSchema, pushResponseSchema } from './sync.ts';

const emailSchema = z.string().trim().toLowerCase().pipe(z.email().max(254));
const passwordSchema = z.string().min(8, 'At least 8 characters').max(200);

export const userSchema = z.object({ id: idSchema, email: z.string(), name: z.string() });
export const teamSchema = z.object({ id: idSchema, slug: z.string(), name: z.string(), role: z.enum(roles) });
export type User = z.infer<typeof userSchema>;
export type Team = z.infer<typeof teamSchema>;

export const sessionSchema = z.object({
  accessToken: z.string().describe('JWT, valid for 15 minutes'),
  refreshToken: z.string().describe('Rotates with every use; a second use revokes the whole family'),
  user: userSchema,
  team: teamSchema,
});
export type Session = z.infer<typeof sessionSchema>;

const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2000).optional(),
});
const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().optional() });
const byId = z.object({ id: idSchema });
const nothing = z.null();

export const textSourceSchema = z.object({
  title: z.string().trim().min(1).max(300),
  text: z.string().min(1).max(5_000_000),
  mediaType: z.enum(['text/plain', 'text/markdown', 'text/csv']),
  ...sourceDetailFields,
});

export const answerSchema = z.object({
  answered: z.boolean().describe('false: the knowledge base holds no answer'),
  answer: z.string(),
  citations: z.array(citationSchema),
});
export type Answer = z.infer<typeof answerSchema>;

export const channelSchema = z.object({
  id: idSchema,
  kind: z.string(),
  name: z.string(),
  state: z.enum(['connecting', 'connected', 'failing', 'disconnected']),
  reason: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type ConnectedChannel = z.infer<typeof channelSchema>;

const agentTestSchema = z
  .strictObject({
    config: agentConfigSchema.describe('The draft: how the agent differs from the built-in one'),
    runId: idSchema.optional().describe('A past run to play again'),
    message: z.string().trim().min(1).max(4000).optional().describe('What somebody unknown writes'),
    language: languageSchema.optional().describe('Of the message, where it does not tell'),
  })
  .refine(({ runId, message }) => (runId === undefined) !== (message === undefined), {
    error: 'Send either a runId or a message',
    path: ['message'],
  });

export const agentTestResultSchema = z.object({
  /** What the agents would do. It is stored nowhere, and nothing of it was performed. */
  run: runSchema,
  reply: answerSchema.omit({ answered: true }).optional().describe('What the customer would read'),
});
export type AgentTestResult = z.infer<typeof agentTestResultSchema>;

export type RouteDefinition = {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** Express form. */
  readonly path: string;
  readonly summary: string;
  /** `user`: a valid access token; `admin`: of an owner or admin. */
  readonly access: 'public' | 'user' | 'admin';
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** A multipart alternative to `body`: one file in the field `file`. */
  readonly upload?: true;
  readonly status: 200 | 201 | 202 | 204;
  readonly response: z.ZodType;
};

/** Every JSON route: the one place that types, validation, OpenAPI and the list of what is reachable come from. */
export const routes = {
  register: {
    method: 'post',
    path: '/api/v1/auth/register',
    summary: 'Create an account and its team',
    access: 'public',
    body: z.object({
      email: emailSchema,
      password: passwordSchema,
      name: z.string().trim().min(1).max(200),
      team: z.string().trim().min(1).max(200),
    }),
    status: 201,
    response: sessionSchema,
  },
  login: {
    method: 'post',
    path: '/api/v1/auth/login',
    summary: 'Sign in',
    access: 'public',
    body: z.object({ email: emailSchema, password: z.string().max(200) }),
    status: 200,
    response: sessionSchema,
  },
  redeemLink: {
    method: 'post',
    path: '/api/v1/auth/link',
    summary: 'Sign in with a one-time link',
    access: 'public',
    body: z.object({ token: z.string().min(20).max(200) }),
    status: 200,
    response: sessionSchema,
  },
  refresh: {
    method: 'post',
    path: '/api/v1/auth/refresh',
    summary: 'Exchange a refresh token for a new pair',
    access: 'public',
    body: z.object({ refreshToken: z.string().min(20).max(500) }),
    status: 200,
    response: sessionSchema,
  },
  logout: {
    method: 'post',
    path: '/api/v1/auth/logout',
    summary: 'Revoke the session that this refresh token belongs to',
    access: 'public',
    body: z.object({ refreshToken: z.string().min(20).max(500) }),
    status: 204,
    response: nothing,
  },
  me: {
    method: 'get',
    path: '/api/v1/auth/me',
    summary: 'The signed-in user and team',
    access: 'user',
    status: 200,
    response: z.object({ user: userSchema, team: teamSchema }),
  },
  createSource: {
    method: 'post',
    path: '/api/v1/rag/sources',
    summary: 'Import a text or a file into the knowledge base',
    access: 'user',
    body: textSourceSchema,
    upload: true,
    status: 201,
    response: sourceSchema,
  },
  listSources: {
    method: 'get',
    path: '/api/v1/rag/sources',
    summary: 'Knowledge sources, newest first',
    access: 'user',
    query: pageQuerySchema,
    status: 200,
    response: pageOf(sourceSchema),
  },
  getSource: {
    method: 'get',
    path: '/api/v1/rag/sources/:id',
    summary: 'One knowledge source',
    access: 'user',
    params: byId,
    status: 200,
    response: sourceSchema,
  },
  updateSource: {
    method: 'patch',
    path: '/api/v1/rag/sources/:id',
    summary: 'Change a source and its passages; what is missing stays, and null clears',
    access: 'user',
    params: byId,
    body: z.strictObject({ title: z.string().trim().min(1).max(300).optional(), ...sourceDetailPatch }),
    status: 200,
    response: sourceSchema,
  },
  deleteSource: {
    method: 'delete',
    path: '/api/v1/rag/sources/:id',
    summary: 'Remove a source with its passages and its original',
    access: 'user',
    params: byId,
    status: 204,
    response: nothing,
  },
  searchKnowledge: {
    method: 'get',
    path: '/api/v1/rag/search',
    summary: 'Passages that fit a query and hold now, best first',
    access: 'user',
    query: z.object({
      q: z.string().max(1000),
      limit: z.coerce.number().int().min(1).max(100).default(10),
      ...filterFields,
      explain: flagSchema.describe('`true`: every result says why it ranked'),
    }),
    status: 200,
    response: z.object({ results: z.array(searchHitSchema) }),
  },
  answerQuestion: {
    method: 'post',
    path: '/api/v1/rag/answer',
    summary: 'An answer from what the knowledge base says now, with citations',
    access: 'user',
    body: z.object({ question: z.string().trim().min(1).max(4000), ...filterFields }),
    status: 200,
    response: answerSchema,
  },
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
  cancelRun: {
    method: 'post',
    path: '/api/v1/runs/:id/cancel',
    summary: 'Stop a run; the conversation is yours from now on. One that has ended stays as it is',
    access: 'user',
    params: byId,
    status: 200,
    response: runSchema,
  },
  testAgent: {
    method: 'post',
    path: '/api/v1/agents/:id/test',
    summary: 'Try a draft of an agent, by its name, on a past run or a message. Nothing has an effect',
    access: 'admin',
    params: byId,
    body: agentTestSchema,
    status: 200,
    response: agentTestResultSchema,
  },
  connectChannel: {
    method: 'post',
    path: '/api/v1/social/channels',
    summary: 'Connect a messenger account to the team',
    access: 'admin',
    body: z.object({
      kind: z.string().min(1).max(40),
      token: z.string().min(1).max(500),
      apiRoot: z.url({ protocol: /^https?$/ }).optional(),
    }),
    status: 201,
    response: channelSchema,
  },
  listChannels: {
    method: 'get',
    path: '/api/v1/social/channels',
    summary: "The team's channels with their health",
    access: 'user',
    status: 200,
    response: pageOf(channelSchema),
  },
  disconnectChannel: {
    method: 'delete',
    path: '/api/v1/social/channels/:id',
    summary: 'Disconnect a channel and erase its token',
    access: 'admin',
    params: byId,
    status: 204,
    response: nothing,
  },
  removeDemo: {
    method: 'delete',
    path: '/api/v1/demo',
    summary: 'Remove the sample knowledge, contacts and conversations from the team',
    access: 'admin',
    status: 204,
    response: nothing,
  },
  pull: {
    method: 'post',
    path: '/sync/v1/pull',
    summary: 'Changes of a collection behind a checkpoint',
    access: 'user',
    body: pullRequestSchema,
    status: 200,
    response: pullResponseSchema,
  },
  push: {
    method: 'post',
    path: '/sync/v1/push',
    summary: "A device's changes of a collection",
    access: 'user',
    body: pushRequestSchema,
    status: 200,
    response: pushResponseSchema,
  },
} as const satisfies Record<string, RouteDefinition>;

export type RouteName = keyof typeof routes;
type Routes = typeof routes;
type Parsed<N extends RouteName, Part extends string> = Routes[N] extends { [K in Part]: infer S extends z.ZodType }
  ? z.infer<S>
  : undefined;

/** What a handler of route `N` is given, parsed. */
export type RouteInput<N extends RouteName> = {
  readonly params: Parsed<N, 'params'>;
  readonly query: Parsed<N, 'query'>;
  readonly body: Parsed<N, 'body'>;
};
export type RouteOutput<N extends RouteName> = z.infer<Routes[N]['response']>;
