import { z } from 'zod';
import { idSchema } from '../entities/declaring/fields.ts';
import { templateSchema } from '../entities/template.ts';
import { byId, nothing, pageOf, type RouteDefinition } from './route.ts';

export const channelSchema = z.object({
  id: idSchema,
  kind: z.string(),
  name: z.string(),
  state: z.enum(['connecting', 'connected', 'failing', 'disconnected']),
  reason: z.object({ code: z.string(), message: z.string() }).optional(),
  /** The webhook address, for kinds that have one. Only administrators receive it, because anyone who knows it may call it. */
  webhookUrl: z.string().optional(),
});
export type ConnectedChannel = z.infer<typeof channelSchema>;

/** The kind together with the fields of its credentials (`shared/channels`), which the kind's own schema validates. */
const connectChannelBody = z.object({ kind: z.string().min(1).max(40) }).catchall(z.string().max(2000));
export type ConnectChannelBody = z.infer<typeof connectChannelBody>;

/** The page where the administrator grants access; valid once, for ten minutes. */
const authorizationSchema = z.object({ url: z.url() });

/** The parameters with which the platform redirected the administrator's browser (RFC 6749, 4.1.2; RFC 9207). */
const authorizationAnswer = z.object({
  state: z.string().min(1).max(200),
  code: z.string().max(4000).optional(),
  error: z.string().max(200).optional(),
  iss: z.string().max(500).optional(),
});
export type AuthorizationAnswer = z.infer<typeof authorizationAnswer>;

export const channelRoutes = {
  connectChannel: {
    method: 'post',
    path: '/api/v1/social/channels',
    summary: "Connect a messenger account to the team, with the credentials of the channel's kind",
    access: 'admin',
    body: connectChannelBody,
    status: 201,
    response: channelSchema,
  },
  authorizeChannel: {
    method: 'post',
    path: '/api/v1/social/authorizations',
    summary: 'Begin to connect an account of a kind that uses OAuth 2.0: answers where to sign in and agree',
    access: 'admin',
    body: connectChannelBody,
    status: 201,
    response: authorizationSchema,
  },
  reauthorizeChannel: {
    method: 'post',
    path: '/api/v1/social/channels/:id/authorizations',
    summary: 'The same for a connected account whose platform wants a new agreement; with the stored credentials',
    access: 'admin',
    params: byId,
    status: 201,
    response: authorizationSchema,
  },
  completeAuthorization: {
    method: 'post',
    path: '/api/v1/social/authorizations/complete',
    summary: 'Connect the account with what the platform answered; for the person who began, once',
    access: 'admin',
    body: authorizationAnswer,
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
  listTemplates: {
    method: 'get',
    path: '/api/v1/social/channels/:id/templates',
    summary: "The templates that the channel's platform has approved; they are sent when it takes no free text",
    access: 'user',
    params: byId,
    status: 200,
    response: pageOf(templateSchema),
  },
  disconnectChannel: {
    method: 'delete',
    path: '/api/v1/social/channels/:id',
    summary: 'Disconnect a channel and erase its credentials',
    access: 'admin',
    params: byId,
    status: 204,
    response: nothing,
  },
} as const satisfies Record<string, RouteDefinition>;
