import type { Handlers } from '../machinery/handler.ts';
import { findPage, found } from './lists.ts';

/** Lists leads by their last change and reads single ones. */
export const leadHandlers: Pick<Handlers, 'listLeads' | 'getLead'> = {
  listLeads: async ({ services, caller, query }) => {
    const { documents } = await services.team(caller.teamId);
    return findPage(documents.leads, { index: ['updatedAt'], equals: [], descending: true }, query);
  },
  getLead: async ({ services, caller, params }) => {
    const { documents } = await services.team(caller.teamId);
    return found(await documents.leads.get(params.id), 'lead');
  },
};
