import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json as readJson } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const effectSchema = z.strictObject({ key: z.string(), tool: z.string(), wish: z.string(), amount: z.number() });
export type Effect = z.infer<typeof effectSchema>;

const sendingSchema = z.strictObject({ key: z.string(), chatId: z.string(), text: z.string() });
export type Sending = z.infer<typeof sendingSchema>;

export type OutsideWorld = {
  readonly url: string;
  /** Everything that took effect, in order; repetitions are not detected. */
  readonly effects: readonly Effect[];
  readonly sendings: readonly Sending[];
  /** Resolves when one more has taken effect, before its caller knows. */
  nextEffect(): Promise<void>;
  stop(): Promise<void>;
};

type WorldOptions = {
  /** Milliseconds between the effect and the response. */
  readonly delay: () => number;
  /** Called for every request. */
  readonly onRequest: () => void;
};

/** External services: one that the outward tools call, and the customers' platform. */
export const startOutsideWorld = async ({ delay, onRequest }: WorldOptions): Promise<OutsideWorld> => {
  const effects: Effect[] = [];
  const sendings: Sending[] = [];
  let next = Promise.withResolvers<void>();

  const takeEffect = (effect: Effect): void => {
    effects.push(effect);
    next.resolve();
    next = Promise.withResolvers();
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readJson(request);
    if (request.url === '/effects') takeEffect(effectSchema.parse(body));
    else sendings.push(sendingSchema.parse(body));
    onRequest();
    await sleep(delay());
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ number: effects.length + sendings.length }));
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    effects,
    sendings,
    nextEffect: () => next.promise,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
