import type { Handlers } from '../machinery/handler.ts';

/** Pull, push, documents on demand, and the subscription to runs on a change stream. */
export const syncHandlers: Pick<Handlers, 'pull' | 'push' | 'lookUp' | 'watch'> = {
  pull: ({ services, caller, body }) => services.sync.pull(caller, body),
  push: ({ services, caller, body }) => services.sync.push(caller, body),
  lookUp: ({ services, caller, body }) => services.sync.lookUp(caller, body),
  watch: async ({ services, caller: { teamId, sessionId }, body: { stream, runs } }) => {
    services.streams.watchRuns({ teamId, sessionId, stream }, runs);
    return null;
  },
};
