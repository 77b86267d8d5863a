import type { Handlers } from '../machinery/handler.ts';

export const demoHandlers: Pick<Handlers, 'removeDemo'> = {
  removeDemo: async ({ services, caller }) => {
    await services.removeDemo(caller.teamId);
    return null;
  },
};
