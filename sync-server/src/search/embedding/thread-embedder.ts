import type { Embedder } from '@inbetwin/shared/search/vectors/embedder.ts';
import { receiveFailure } from '../sent-failure.ts';
import type { EmbedderDescription, EmbedReply, EmbedRequest, FromThread } from '../threads/search-protocol.ts';

type Waiting = { resolve(vectors: Float32Array): void; reject(error: Error): void };

/** Embedders for the indexes of one search thread. */
export type ThreadEmbedders = {
  /** Returns an embedder for one team's index whose work is done by the main thread. */
  open(teamId: string, description: EmbedderDescription): Embedder;
  receive(reply: EmbedReply): void;
};

/** The search thread's end of embedding: texts go to the main thread, which has the API key and the cache. */
export const createThreadEmbedders = (post: (message: FromThread) => void): ThreadEmbedders => {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;

  const ask = (id: number, request: EmbedRequest, signal: AbortSignal): Promise<Float32Array> =>
    new Promise((resolve, reject) => {
      const leave = (): void => {
        waiting.delete(id);
        post({ kind: 'cancel', id });
        reject(signal.reason);
      };
      const settled = (): void => signal.removeEventListener('abort', leave);
      signal.addEventListener('abort', leave, { once: true });
      waiting.set(id, {
        resolve: (vectors) => {
          settled();
          resolve(vectors);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      post({ kind: 'embed', id, ...request });
    });

  return {
    open: (teamId, { model, dimensions }) => ({
      model,
      dimensions,
      embed: async (texts, signal, passageIds) => {
        signal.throwIfAborted();
        lastId += 1;
        const flat = await ask(lastId, { teamId, model, texts, passageIds }, signal);
        return texts.map((_, at) => flat.subarray(at * dimensions, (at + 1) * dimensions));
      },
    }),
    receive: (reply) => {
      const call = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (reply.ok) call?.resolve(reply.value);
      else call?.reject(receiveFailure(reply.failure));
    },
  };
};
