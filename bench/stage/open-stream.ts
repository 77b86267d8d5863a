import { type StreamEvent, streamEventSchema } from '@inbetwin/shared/contracts/sync.ts';

/** The stream event that carries changes. */
export type Changes = Extract<StreamEvent, { type: 'changes' }>;

type StreamParts = {
  readonly url: string;
  readonly accessToken: string;
  readonly onChanges: (changes: Changes) => void;
  /** Called when the stream ended or lost changes, which invalidates the measurement; never called after `stop`. */
  readonly onBroken: (error: Error) => void;
};

/** Opens one connection to the team's live stream without a device. Resolves with `stop` once it is ready. */
export const openStream = async ({ url, accessToken, onChanges, onBroken }: StreamParts): Promise<() => void> => {
  const stopping = new AbortController();
  const ready = Promise.withResolvers<void>();
  const see = (event: StreamEvent): void => {
    if (event.type === 'ready') ready.resolve();
    if (event.type === 'resync') throw new Error('The stream lost changes.');
    if (event.type === 'changes') onChanges(event);
  };
  const fail = (cause: unknown): void => {
    if (stopping.signal.aborted) return;
    const error = new Error('The live stream broke off.', { cause });
    ready.reject(error);
    onBroken(error);
  };

  const response = await fetch(`${url}/sync/v1/stream`, {
    headers: { authorization: `Bearer ${accessToken}` },
    signal: stopping.signal,
  });
  if (!response.ok || !response.body) throw new Error(`The stream answered ${response.status}.`);
  readEvents(response.body, see).then(() => fail('it ended'), fail);
  await ready.promise;
  return () => stopping.abort();
};

/** Parses server-sent events with one line of data each; other lines are heartbeats. */
const readEvents = async (body: ReadableStream<Uint8Array>, see: (event: StreamEvent) => void): Promise<void> => {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    const frames = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) {
      if (frame.startsWith('data: ')) see(streamEventSchema.parse(JSON.parse(frame.slice('data: '.length))));
    }
  }
};
