import { type StreamEvent, streamEventSchema } from '@inbetwin/shared/contracts/sync.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { type GatewayServer, startGateway } from './testing/start-gateway.ts';

export const anna = { email: 'anna@example.com', password: 'long enough' };

/** The gateway of the running test, and the databases that its server follows. */
export const stage = {} as { server: GatewayServer; follows: string[] };
/** Closed after each test. */
export const listening: AbortController[] = [];

/** The memory store, which counts the followers of each database. */
export const watchedStore = (): DocumentStore => {
  const store = createMemoryStore();
  return {
    ...store,
    database: (name) => {
      const database = store.database(name);
      return {
        ...database,
        follow: (query) => {
          stage.follows.push(name);
          query.signal.addEventListener('abort', () => stage.follows.splice(stage.follows.indexOf(name), 1));
          return database.follow(query);
        },
      };
    },
  };
};

/** Opens a gateway before each test of a file, and closes it with all streams after. */
export const useGateway = (): void => {
  beforeEach(async () => {
    stage.follows = [];
    stage.server = await startGateway(watchedStore(), { times: { heartbeat: 30, accessCheck: 30, stalled: 20_000 } });
  });
  afterEach(async () => {
    for (const controller of listening.splice(0)) controller.abort();
    await stage.server.close();
  });
};

export const connect = (token: string, signal?: AbortSignal): Promise<Response> =>
  fetch(`${stage.server.url}/sync/v1/stream`, {
    headers: { authorization: `Bearer ${token}` },
    ...(signal && { signal }),
  });

/** Collects events; `ended` resolves when the server closes the stream. */
export const listen = async (token: string) => {
  const controller = new AbortController();
  listening.push(controller);
  const response = await connect(token, controller.signal);
  const events: StreamEvent[] = [];
  const heard = { events, beats: 0, ended: false };
  const read = async (): Promise<void> => {
    let rest = '';
    for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const frames = (rest + text).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) {
        if (frame.startsWith(':')) heard.beats += 1;
        else events.push(streamEventSchema.parse(JSON.parse(frame.replace('data: ', ''))));
      }
    }
  };
  void read()
    .catch(() => undefined)
    .finally(() => {
      heard.ended = true;
    });
  await vi.waitFor(() => expect(events[0]).toMatchObject({ type: 'ready' }));
  return heard;
};

export const idsIn = (events: readonly StreamEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'changes' ? event.documents.map(({ id }) => id) : []));
