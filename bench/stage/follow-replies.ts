import { messageSchema } from '@inbetwin/shared/entities/message.ts';
import { type Changes, openStream } from './open-stream.ts';

const REPLY_LIMIT_MS = 15_000;

/** Watches for replies to single messages. */
export type Replies = {
  /**
   * Resolves with the time (by `performance.now`) at which the reply to this message was seen. Call it before the
   * message is sent. Rejects when the reply is late.
   */
  to(messageId: string): Promise<number>;
  stop(): void;
};

type Waiting = { readonly resolve: (at: number) => void; readonly reject: (error: Error) => void };

/** Watches a team's live stream for stored replies. Resolves once the stream is ready. */
export const followReplies = async (url: string, accessToken: string, limitMs = REPLY_LIMIT_MS): Promise<Replies> => {
  const waiting = new Map<string, Waiting>();

  const see = ({ collection, documents }: Changes): void => {
    const at = performance.now();
    if (collection !== 'messages') return;
    for (const { _deleted, ...document } of documents) {
      const { inReplyTo } = messageSchema.parse(document);
      if (inReplyTo !== undefined) waiting.get(inReplyTo)?.resolve(at);
    }
  };
  const stop = await openStream({
    url,
    accessToken,
    onChanges: see,
    onBroken: (error) => {
      for (const { reject } of waiting.values()) reject(error);
    },
  });

  return {
    to: (messageId) => {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const late = () => reject(new Error(`No reply to ${messageId} within ${limitMs / 1000} s.`));
      const timer = setTimeout(late, limitMs);
      waiting.set(messageId, { resolve, reject });
      return promise.finally(() => {
        clearTimeout(timer);
        waiting.delete(messageId);
      });
    },
    stop,
  };
};
