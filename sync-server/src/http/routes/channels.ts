import { mayAdminister } from '@inbetwin/shared/contracts/rights.ts';
import type { Handlers } from '../machinery/handler.ts';
import { notFound } from './lists.ts';

/** Connects, lists, and disconnects a team's channels; the contract admits only administrators. */
export const channelHandlers: Pick<
  Handlers,
  | 'connectChannel'
  | 'authorizeChannel'
  | 'reauthorizeChannel'
  | 'completeAuthorization'
  | 'listChannels'
  | 'listTemplates'
  | 'disconnectChannel'
> = {
  connectChannel: ({ services, caller, body }) => services.channels.connect(caller.teamId, body),
  authorizeChannel: ({ services, caller, body }) => services.channels.authorize(caller, body),
  reauthorizeChannel: ({ services, caller, params }) => services.channels.reauthorize(caller, params.id),
  completeAuthorization: ({ services, caller, body }) => services.channels.completeAuthorization(caller, body),
  listChannels: async ({ services, caller }) => {
    const channels = await services.channels.list(caller.teamId);
    const items = mayAdminister(caller.role) ? channels : channels.map(({ webhookUrl: _, ...shown }) => shown);
    return { items: [...items] };
  },
  listTemplates: async ({ services, caller, params }) => ({
    items: [...(await services.channels.templates(caller.teamId, params.id))],
  }),
  disconnectChannel: async ({ services, caller, params }) => {
    if (!(await services.channels.disconnect(caller.teamId, params.id))) throw notFound('channel');
    return null;
  },
};
