import { createApiClient } from '@inbetwin/sync-server/testing/api-client.ts';
import type { Stage } from '../bench-area.ts';
import { openStream } from '../stage/open-stream.ts';
import type { Credentials } from '../stage/start-server.ts';

/** The live streams of many clients. */
export type StreamClients = {
  /**
   * Resolves when each client has received `changes` documents since it connected; rejects when one disconnected, or
   * after 30 s.
   */
  received(changes: number): Promise<void>;
};

const LIMIT_MS = 30_000;

/** Signs in once for each client, as devices do. */
export const signInOften = async (url: string, credentials: Credentials, count: number): Promise<readonly string[]> => {
  const api = createApiClient(url);
  const tokens: string[] = [];
  while (tokens.length < count) tokens.push((await api('login', { body: credentials })).accessToken);
  return tokens;
};

/** Opens a live stream for each token, all in this process: they read and count, and store nothing. */
export const connectStreams = async (stage: Stage, url: string, tokens: readonly string[]): Promise<StreamClients> => {
  const counts = tokens.map(() => 0);
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined);
  let look: () => void = () => undefined;
  await Promise.all(
    tokens.map(async (accessToken, at) => {
      const stop = await openStream({
        url,
        accessToken,
        onChanges: ({ documents }) => {
          counts[at] = (counts[at] ?? 0) + documents.length;
          look();
        },
        onBroken: broken.reject,
      });
      stage.cleanUp(stop);
    }),
  );
  return {
    received: async (changes) => {
      const all = Promise.withResolvers<void>();
      look = () => {
        if (counts.every((count) => count >= changes)) all.resolve();
      };
      look();
      const timer = setTimeout(
        () => all.reject(new Error(`Of ${changes} changes the slowest stream had ${Math.min(...counts)}.`)),
        LIMIT_MS,
      );
      await Promise.race([all.promise, broken.promise]).finally(() => clearTimeout(timer));
    },
  };
};
