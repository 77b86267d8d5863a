import { streamEventSchema } from '@inbetwin/shared/contracts/sync.ts';
import { messageSchema } from '@inbetwin/shared/entities/message.ts';

const REPLY_LIMIT_MS = 15_000;

export type Replies = {
  /** When (by `performance.now`) the reply to this message was seen. Ask before the message is sent. Rejects after 15 s. */
  to(messageId: string): Promise<number>;
  stop(): void;
};

type Waiting = { readonly resolve: (at: number) => void; readonly reject: (error: Error) => void };

/** Watches a team's live stream for stored replies. Resolves once the stream is ready. */
export const followReplies = async (url: string, accessToken: string): Promise<Replies> => {
  const stopping = new AbortController();
  const waiting = new Map<string, Waiting>();
  const ready = Promise.withResolvers<void>();

  const see = (data: string): void => {
    const at = performance.now();
    const event = streamEventSchema.parse(JSON.parse(data));
    if (event.type === 'ready') ready.resolve();
    if (event.type === 'resync') throw new Error('The stream lost changes, so the times are not known.');
    if (event.type !== 'changes' || event.collection !== 'messages') return;
    for (const { _deleted, ...document } of event.documents) {
      const { inReplyTo } = messageSchema.parse(document);
      if (inReplyTo !== undefined) waiting.get(inReplyTo)?.resolve(at);
    }
  };
  const fail = (cause: unknown): void => {
    const error = new Error('The live stream broke off.', { cause });
    ready.reject(error);
    for (const { reject } of waiting.values()) reject(error);
  };

  const response = await fetch(`${url}/sync/v1/stream`, {
    headers: { authorization: `Bearer ${accessToken}` },
    signal: stopping.signal,
  });
  if (!response.ok || !response.body) throw new Error(`The stream answered ${response.status}.`);
  readEvents(response.body, see).then(() => fail('it ended'), fail);
  await ready.promise;

  return {
    to: (messageId) => {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const late = () => reject(new Error(`No reply to ${messageId} within ${REPLY_LIMIT_MS / 1000} s.`));
      const timer = setTimeout(late, REPLY_LIMIT_MS);
      waiting.set(messageId, { resolve, reject });
      return promise.finally(() => {
        clearTimeout(timer);
        waiting.delete(messageId);
      });
    },
    stop: () => stopping.abort(),
  };
};

/** Server-sent events with one line of data each; other lines are heartbeats. */
const readEvents = async (body: ReadableStream<Uint8Array>, see: (data: string) => void): Promise<void> => {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    const frames = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) if (frame.startsWith('data: ')) see(frame.slice('data: '.length));
  }
};
