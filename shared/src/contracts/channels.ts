import { z } from 'zod';
import { idSchema } from '../entities/declaring/fields.ts';
import { byId, nothing, pageOf, type RouteDefinition } from './route.ts';

export const channelSchema = z.object({
  id: idSchema,
  kind: z.string(),
  name: z.string(),
  state: z.enum(['connecting', 'connected', 'failing', 'disconnected']),
  reason: z.object({ code: z.string(), message: z.string() }).optional(),
  /** Where the platform calls us, for a kind that receives by webhook. Administrators alone are told: whoever knows it may call. */
  webhookUrl: z.string().optional(),
});
export type ConnectedChannel = z.infer<typeof channelSchema>;

/** The kind and, beside it, the fields of its credentials (`shared/channels`); those are checked by the kind's own schema. */
const connectChannelBody = z.object({ kind: z.string().min(1).max(40) }).catchall(z.string().max(2000));
export type ConnectChannelBody = z.infer<typeof connectChannelBody>;

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
    summary: 'Disconnect a channel and erase its credentials',
    access: 'admin',
    params: byId,
    status: 204,
    response: nothing,
  },
} as const satisfies Record<string, RouteDefinition>;
