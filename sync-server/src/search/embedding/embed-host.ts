import { sendFailure } from '../sent-failure.ts';
import type { EmbedReply, EmbedRequest, FromThread } from '../threads/search-protocol.ts';

/** Embeds texts on behalf of a search thread. */
export type AnswerEmbed = (request: EmbedRequest, signal: AbortSignal) => Promise<readonly Float32Array[]>;

type EmbedHost = {
  answer(request: Extract<FromThread, { kind: 'embed' }>): void;
  cancel(id: number): void;
  /** Cancels everything in progress, because the thread is gone. */
  close(): void;
};

type Post = (reply: EmbedReply, transfer: ArrayBuffer[]) => void;

/** The main thread's end of embedding for one search thread. */
export const createEmbedHost = (embed: AnswerEmbed, post: Post): EmbedHost => {
  const open = new Map<number, AbortController>();

  const work = async (id: number, request: EmbedRequest, signal: AbortSignal): Promise<void> => {
    try {
      const vectors = await embed(request, signal);
      const value = join(vectors);
      if (!signal.aborted) post({ kind: 'embedded', id, ok: true, value }, [value.buffer]);
    } catch (error) {
      if (!signal.aborted) post({ kind: 'embedded', id, ok: false, failure: sendFailure(error) }, []);
    } finally {
      open.delete(id);
    }
  };

  const cancel = (id: number): void => {
    open.get(id)?.abort(new Error('Nobody waits for this embedding any more'));
    open.delete(id);
  };

  return {
    answer: ({ kind: _, id, ...request }) => {
      const controller = new AbortController();
      open.set(id, controller);
      void work(id, request, controller.signal);
    },
    cancel,
    close: () => {
      for (const id of [...open.keys()]) cancel(id);
    },
  };
};

const join = (vectors: readonly Float32Array[]): Float32Array<ArrayBuffer> => {
  const size = vectors[0]?.length ?? 0;
  const flat = new Float32Array(vectors.length * size);
  for (const [at, vector] of vectors.entries()) flat.set(vector, at * size);
  return flat;
};
