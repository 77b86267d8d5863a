import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { ModelRequest } from '@inbetwin/shared/models/model.ts';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type ChatRequest, eventOf, eventsOf, type FakeDialect } from '../testing/fake-chat.ts';
import { startFakeOpenAi } from '../testing/fake-openai.ts';
import { openAiModel } from '../testing/open-ai-model.ts';

const start = async (dialect: FakeDialect = {}, timeoutMs = 5000) => {
  const fake = await startFakeOpenAi({ dialect });
  onTestFinished(() => fake.stop());
  const provider = openAiModel({ apiKey: 'sk-fake', baseUrl: fake.baseUrl }, { name: 'small-model', timeoutMs });
  const told: string[] = [];
  const ask = (changes: Partial<ModelRequest> = {}) => provider.complete({ ...question, ...listening, ...changes });
  const listening = { onText: (delta: string) => told.push(delta), onRestart: () => told.push('|') };
  return { fake, ask, told };
};

const question: ModelRequest = {
  agent: 'rag',
  messages: [{ role: 'user', content: 'Is parking free?' }],
  tools: [],
  signal: new AbortController().signal,
};
const request: ChatRequest = { model: 'small-model', messages: [{ role: 'user', content: 'Hi' }] };
const chunk = (delta: object, ending: string | null = null) =>
  eventOf({ choices: [{ index: 0, delta, finish_reason: ending }] });
const codeOf = async (answer: Promise<unknown>) => {
  const error = await answer.catch((caught: unknown) => caught);
  return error instanceof Failure ? error.code : error;
};

test('text is told while it is written, and is the reply', async () => {
  const { fake, ask, told } = await start();
  fake.next({ kind: 'answer', text: ' Парковка — бесплатная.  Да. ' });
  const { text } = await ask();
  expect(text).toBe('Парковка — бесплатная.  Да.');
  expect(told.length).toBeGreaterThan(1);
  expect(told.join('')).toBe(text);
});

test('a stream that is called off ends at once, and its connection with it', async () => {
  const { fake, ask, told } = await start();
  const controller = new AbortController();
  fake.next({ kind: 'stream', pieces: [chunk({ content: 'Well' })], after: 'stall' });
  const settled = expect(ask({ signal: controller.signal })).rejects.toThrow('taken over');
  await vi.waitFor(() => expect(told).toEqual(['Well']));
  controller.abort(new Error('taken over'));
  await settled;
  await vi.waitFor(() => expect(fake.waiting()).toBe(0));
});

test('a stream that falls silent is given up, and its connection with it', async () => {
  const { fake, ask } = await start({}, 400);
  fake.next({ kind: 'stream', pieces: [chunk({ content: 'Well' })], after: 'stall' });
  const failure = await ask().catch((error: unknown) => error);
  expect(failure).toMatchObject({ message: 'The model fell silent in the middle of its answer.' });
  await vi.waitFor(() => expect(fake.waiting()).toBe(0));
});

test('a stream that drips for ever ends with the time of the call', async () => {
  const { fake, ask } = await start({}, 400);
  const drip = function* () {
    for (;;) yield ': still thinking\n\n';
  };
  fake.next({ kind: 'stream', pieces: drip() });
  expect(await codeOf(ask())).toBe('model.unavailable');
});

describe('a stream that breaks', () => {
  test.each(['cut', 'end'] as const)('(%s) before anything was shown is asked for again', async (after) => {
    const { fake, ask, told } = await start();
    const call = { index: 0, id: 'a', function: { name: 'search', arguments: '{"q' } };
    fake.next({ kind: 'stream', pieces: [chunk({ tool_calls: [call] })], after }, { kind: 'answer', text: 'Yes.' });
    expect(await ask()).toMatchObject({ text: 'Yes.', toolCalls: [] });
    expect(told).toEqual(['Yes.']);
  });

  test('after text was shown fails instead of saying it twice', async () => {
    const { fake, ask, told } = await start();
    fake.next({ kind: 'stream', pieces: [chunk({ content: 'Well, ' })], after: 'cut' });
    expect(await codeOf(ask())).toBe('model.unavailable');
    expect(told).toEqual(['Well,']);
    expect(fake.requests).toHaveLength(1);
  });

  test('is asked for again when nobody reads along', async () => {
    const { fake, ask } = await start();
    fake.next({ kind: 'stream', pieces: [chunk({ content: 'Well, ' })], after: 'cut' });
    expect((await ask({ onText: undefined })).text).toBe('Hello from the model.');
  });

  test.each([
    ['overloaded', { error: { message: 'x', type: 'overloaded_error' } }, 'Hello from the model.'],
    ['502', { error: { message: 'x', code: 502 } }, 'Hello from the model.'],
    ['anything else', { error: { message: 'x' } }, 'model.bad_reply'],
  ])('with an error inside: %s', async (_name, event, outcome) => {
    const { fake, ask } = await start();
    fake.next({ kind: 'stream', pieces: [eventOf(event)] });
    expect(
      await ask().then(
        ({ text }) => text,
        ({ code }) => code,
      ),
    ).toBe(outcome);
  });
});

describe('an endpoint that knows less', () => {
  test.each<readonly [string, FakeDialect, number]>([
    ['answers as a whole', { streams: 'ignored' }, 2],
    ['refuses streams without a word', { streams: 'refused' }, 3],
    ['refuses to tell the tokens', { usage: 'refused' }, 3],
    ['refuses a temperature', { temperature: 'refused' }, 3],
    ['refuses everything', { streams: 'refused', usage: 'refused', temperature: 'refused' }, 5],
  ])('%s is asked so that it answers, and remembered', async (_what, dialect, requests) => {
    const { fake, ask, told } = await start(dialect);
    let asked = 0;
    fake.always(() => {
      asked += 1;
      return { kind: 'answer', text: 'Yes.' };
    });
    for (let call = 0; call < 2; call++) expect((await ask({ temperature: 0 })).text).toBe('Yes.');
    expect(asked).toBe(2);
    expect(told).toEqual(['Yes.', 'Yes.']);
    expect(fake.received()).toBe(requests);
    expect(fake.requests.at(-1)?.stream).toBe(dialect.streams ? undefined : true);
  });

  test('a request that is itself refused teaches nothing', async () => {
    const { fake, ask } = await start();
    fake.next({ kind: 'status', status: 400 }, { kind: 'status', status: 400 });
    expect(await codeOf(ask())).toBe('model.refused');
    await ask();
    expect(fake.requests.at(-1)).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  });

  test('tells no tokens: they are reckoned', async () => {
    const { fake, ask } = await start({ usage: 'ignored' });
    fake.next({ kind: 'answer', text: 'Yes, it is free for guests.' });
    const reply = await ask();
    expect(reply).toMatchObject({ estimated: true, tokens: { output: 7 } });
    expect(reply.tokens.input).toBeGreaterThan(0);
  });
});

test('thoughts are not shown', async () => {
  const { fake, ask, told } = await start();
  fake.next({ kind: 'answer', text: '<think>The customer is in a hurry.</think>\n\nYes. 1 <2' });
  expect((await ask()).text).toBe('Yes. 1 <2');
  expect(told.join('')).toBe('Yes. 1 <2');
});

test('an answer that the limit of tokens cuts ends with a whole sentence, and says so', async () => {
  const { fake, ask } = await start();
  fake.next({ kind: 'answer', text: 'Parking is free. [1] It has 40 pla', ending: 'length' });
  expect(await ask()).toMatchObject({ text: 'Parking is free. [1]', cut: true });
  fake.next({ kind: 'answer', text: 'Parking is', ending: 'length' });
  expect(await codeOf(ask())).toBe('model.bad_reply');
  fake.next({ kind: 'answer', toolCalls: [{ name: 'search', arguments: '{"query": "par' }], ending: 'length' });
  expect(await ask()).toMatchObject({ toolCalls: [{ arguments: '{"query": "par' }], cut: true });
});

const answer = {
  kind: 'answer' as const,
  text: '<think>Хм…</think>Да 🎉 — парковка\nбесплатная. "1 < 2"',
  toolCalls: [
    { name: 'search_knowledge', arguments: { query: 'парковка 🚗' } },
    { name: 'save_user_info', arguments: '{"name": "А' },
  ],
};

/** The answer as bytes, with the line ends that a server may choose. */
const bytesOf = (lineEnd: string): Uint8Array => {
  const told = { ...request, stream: true, stream_options: { include_usage: true } };
  const events = [': hello\n\n', 'event: message\n', ...eventsOf(answer, told)];
  return new TextEncoder().encode(events.join('').replaceAll('\n', lineEnd));
};

const cutAt = (bytes: Uint8Array, places: readonly number[]): Uint8Array[] => {
  const sorted = [0, ...places.map((place) => place % bytes.length), bytes.length].sort((a, b) => a - b);
  return sorted.slice(1).map((end, at) => bytes.slice(sorted[at], end));
};

const readAs = async (pieces: readonly Uint8Array[]) => {
  const fetch: typeof globalThis.fetch = async () => new Response(ReadableStream.from(pieces));
  const told: string[] = [];
  const provider = openAiModel({ baseUrl: 'http://fake/v1' }, { name: 'm', fetch });
  const reply = await provider.complete({ ...question, onText: (delta) => told.push(delta) });
  return { reply, told: told.join('') };
};

test('however its bytes are cut, a stream is the same reply', async () => {
  const lineEnds = fc.constantFrom('\n', '\r\n', '\r');
  const places = fc.oneof(
    fc.array(fc.nat(), { maxLength: 12 }),
    fc.constant(Array.from({ length: 4000 }, (_, at) => at)),
  );
  await fc.assert(
    fc.asyncProperty(lineEnds, places, async (lineEnd, cuts) => {
      const { reply, told } = await readAs(cutAt(bytesOf(lineEnd), cuts));
      expect(reply).toEqual({
        text: 'Да 🎉 — парковка\nбесплатная. "1 < 2"',
        toolCalls: [
          { id: 'call_fake_0', name: 'search_knowledge', arguments: '{"query":"парковка 🚗"}' },
          { id: 'call_fake_1', name: 'save_user_info', arguments: '{"name": "А' },
        ],
        model: 'small-model-2026-01-01',
        tokens: { input: 11, output: 7 },
        costMicros: 0,
      });
      expect(told).toBe(reply.text);
    }),
    { numRuns: 60 },
  );
});

test('wherever a stream ends too soon, it is no reply', async () => {
  const bytes = bytesOf('\n');
  const ending = new TextDecoder().decode(bytes).indexOf('"tool_calls"}');
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: ending - 1 }), async (end) => {
      const cut = await readAs([bytes.slice(0, end)]).catch((error: unknown) => error);
      expect(cut).toBeInstanceOf(Failure);
    }),
    { numRuns: 30 },
  );
});
