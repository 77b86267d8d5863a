import type { Handlers } from '../machinery/handler.ts';

export const syncHandlers: Pick<Handlers, 'pull' | 'push'> = {
  pull: ({ services, caller, body }) => services.sync.pull(caller, body),
  push: ({ services, caller, body }) => services.sync.push(caller, body),
};
