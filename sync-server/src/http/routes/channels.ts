import { mayAdminister } from '@inbetwin/shared/contracts/rights.ts';
import type { Handlers } from '../machinery/handler.ts';
import { notFound } from './lists.ts';

/** Connects, lists, and disconnects a team's channels; the contract admits only administrators. */
export const channelHandlers: Pick<Handlers, 'connectChannel' | 'listChannels' | 'disconnectChannel'> = {
  connectChannel: ({ services, caller, body }) => services.channels.connect(caller.teamId, body),
  listChannels: async ({ services, caller }) => {
    const channels = await services.channels.list(caller.teamId);
    const items = mayAdminister(caller.role) ? channels : channels.map(({ webhookUrl: _, ...shown }) => shown);
    return { items: [...items] };
  },
  disconnectChannel: async ({ services, caller, params }) => {
    if (!(await services.channels.disconnect(caller.teamId, params.id))) throw notFound('channel');
    return null;
  },
};
