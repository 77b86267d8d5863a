import { z } from 'zod';
import { idSchema } from '../entities/fields.ts';
import { byId, nothing, pageOf, type RouteDefinition } from './route.ts';

export const channelSchema = z.object({
  id: idSchema,
  kind: z.string(),
  name: z.string(),
  state: z.enum(['connecting', 'connected', 'failing', 'disconnected']),
  reason: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type ConnectedChannel = z.infer<typeof channelSchema>;

export const channelRoutes = {
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
} as const satisfies Record<string, RouteDefinition>;
