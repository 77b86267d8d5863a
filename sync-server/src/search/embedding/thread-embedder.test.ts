import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { expect, it, vi } from 'vitest';
import { type AnswerEmbed, createEmbedHost } from './embed-host.ts';
import { createThreadEmbedders } from './thread-embedder.ts';

const never = new AbortController().signal;
const description = { model: 'm@2', dimensions: 2 };

/** Both sides, with nothing but messages between them. */
const connect = (embed: AnswerEmbed) => {
  const embedHost = createEmbedHost(embed, (reply, transfer) =>
    embedders.receive(structuredClone(reply, { transfer })),
  );
  const embedders = createThreadEmbedders((message) => {
    const sent = structuredClone(message);
    if (sent.kind === 'embed') embedHost.answer(sent);
    else if (sent.kind === 'cancel') embedHost.cancel(sent.id);
  });
  return { embedder: embedders.open('t1', description), embedHost };
};

/** Lasts until it is called off. */
const endless = vi.fn(
  (_: unknown, signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
);

it('brings texts and passages over, and the vectors back in order', async () => {
  const embed = vi.fn(async ({ texts }: { texts: readonly string[] }) =>
    texts.map((text) => Float32Array.of(text.length, -1)),
  );
  const { embedder } = connect(embed);
  const vectors = await embedder.embed(['a', 'bcd'], never, ['p1', 'p2']);
  expect(vectors.map((vector) => Array.from(vector))).toEqual([
    [1, -1],
    [3, -1],
  ]);
  const request = { teamId: 't1', model: 'm@2', texts: ['a', 'bcd'], passageIds: ['p1', 'p2'] };
  expect(embed).toHaveBeenCalledWith(request, expect.any(AbortSignal));
  expect(await embedder.embed([], never)).toEqual([]);
});

it('brings a failure over as what it is', async () => {
  const { embedder } = connect(async () => {
    throw new Failure('model.unavailable', 'Down.', 'Wait.', { retryAfter: 7 });
  });
  const failure = await embedder.embed(['a'], never).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Failure);
  expect(failure).toMatchObject({ code: 'model.unavailable', message: 'Down.', hint: 'Wait.', retryAfter: 7 });
});

it('calls the work off when its caller goes', async () => {
  const { embedder } = connect(endless);
  const caller = new AbortController();
  const answer = embedder.embed(['a'], caller.signal);
  caller.abort(new Error('another query'));
  await expect(answer).rejects.toThrow('another query');
  expect(endless.mock.lastCall?.[1].aborted).toBe(true);
  await expect(embedder.embed(['a'], caller.signal)).rejects.toThrow('another query');
});

it('calls all work off when the thread is gone', () => {
  const { embedder, embedHost } = connect(endless);
  void embedder.embed(['a'], never);
  embedHost.close();
  expect(endless.mock.lastCall?.[1].aborted).toBe(true);
});
