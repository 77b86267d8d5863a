import type { Handlers } from '../machinery/handler.ts';

/** Removes the demo data from a team. */
export const demoHandlers: Pick<Handlers, 'removeDemo'> = {
  removeDemo: async ({ services, caller }) => {
    await services.removeDemo(caller.teamId);
    return null;
  },
};
