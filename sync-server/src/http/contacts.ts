import type { Handlers } from './handler.ts';
import { found } from './lists.ts';

export const contactHandlers: Pick<Handlers, 'getContact'> = {
  getContact: async ({ services, caller, params }) => {
    const { documents } = await services.team(caller.teamId);
    return found(await documents.contacts.get(params.id), 'contact');
  },
};
