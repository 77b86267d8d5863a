import type { Handlers } from '../machinery/handler.ts';
import { notFound } from './lists.ts';

/** Connects, lists, and disconnects a team's channels; the contract admits only administrators. */
export const channelHandlers: Pick<Handlers, 'connectChannel' | 'listChannels' | 'disconnectChannel'> = {
  connectChannel: ({ services, caller, body }) => services.channels.connect(caller.teamId, body),
  listChannels: async ({ services, caller }) => ({ items: [...(await services.channels.list(caller.teamId))] }),
  disconnectChannel: async ({ services, caller, params }) => {
    if (!(await services.channels.disconnect(caller.teamId, params.id))) throw notFound('channel');
    return null;
  },
};
