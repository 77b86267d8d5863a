import { type AgentTestProgress, agentTestResultSchema } from '@inbetwin/shared/contracts/agents.ts';
import { LINES_MEDIA_TYPE } from '@inbetwin/shared/contracts/route.ts';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { readConfig } from './config.ts';
import { startServer } from './server.ts';
import { signInByLink } from './testing/api-client.ts';
import { type ChatRequest, eventOf, type StreamTurn } from './testing/fake-chat.ts';
import { type ChatTurn, type FakeOpenAi, startFakeOpenAi } from './testing/fake-openai.ts';
import { makeFolder } from './testing/make-folder.ts';

const question = 'Сколько стоит аренда лофта в час?';

const start = async (model: FakeOpenAi) => {
  const printed: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void printed.push(line) });
  const config = {
    ...readConfig({
      ...{ PORT: '0', INBETWIN_DATA: makeFolder(), LOG_LEVEL: 'silent', AGENT_QUIET_MS: '0' },
      ...{ OPENAI_BASE_URL: model.baseUrl, OPENAI_API_KEY: 'sk-fake', OPENAI_MODEL: 'test-model' },
    }),
  };
  const server = await startServer(config, log, { modelTimeoutMs: 5000 });
  onTestFinished(() => server.stop());
  const { accessToken } = await signInByLink(await server.createSignInLink());
  const ask = (accept: string, { signal, body = { config: {}, message: question } }: Asking = {}) =>
    fetch(`${server.url}/api/v1/agents/rag/test`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json', accept },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });
  return { ask, log: () => printed.join('') };
};

type Asking = { readonly signal?: AbortSignal; readonly body?: unknown };

const startModel = async (): Promise<FakeOpenAi> => {
  const model = await startFakeOpenAi();
  onTestFinished(() => model.stop());
  return model;
};

const chunk = (delta: object, ending: string | null = null) =>
  eventOf({ choices: [{ index: 0, delta, finish_reason: ending }] });

/** The agent that answers does as told once it has searched; the others find nothing new. */
const answering =
  (turn: () => ChatTurn) =>
  (request: ChatRequest): ChatTurn => {
    if (!request.tools?.some((tool) => tool.function.name === 'search_knowledge'))
      return { kind: 'answer', text: 'Нового нет.' };
    return request.messages.at(-1)?.role === 'tool'
      ? turn()
      : { kind: 'answer', toolCalls: [{ name: 'search_knowledge', arguments: { query: question } }] };
  };

const lineSchema = z.looseObject({ type: z.string() });

/** The lines as they come. */
const linesOf = async function* (response: Response) {
  let rest = '';
  for await (const piece of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.map((line) => lineSchema.parse(JSON.parse(line)));
  }
  expect(rest).toBe('');
};

const isText = (line: z.infer<typeof lineSchema>): boolean => line.type === 'text' && line.agent === 'rag';

test('a test tells its steps and the words of the model while they are written, and ends with the plain answer', async () => {
  const model = await startModel();
  const { ask } = await start(model);
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const pieces = async function* () {
    yield chunk({ content: 'Лофт ' });
    yield chunk({ content: 'стоит' });
    await finished;
    yield chunk({ content: ' 3000.' }, 'stop');
    yield 'data: [DONE]\n\n';
  };
  model.always(answering(() => ({ kind: 'stream', pieces: pieces() })));
  const response = await ask(LINES_MEDIA_TYPE);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain(LINES_MEDIA_TYPE);

  const lines: z.infer<typeof lineSchema>[] = [];
  for await (const line of linesOf(response)) {
    lines.push(line);
    // Nothing more is written until what was written was read.
    if (lines.filter(isText).length === 2) finish();
  }
  const end = z.object({ type: z.literal('end'), result: agentTestResultSchema }).parse(lines.at(-1));
  expect(
    lines
      .filter(isText)
      .map(({ delta }) => delta)
      .join(''),
  ).toBe('Лофт стоит 3000.');
  const told = lines.filter((line): line is AgentTestProgress & { type: 'step' } => line.type === 'step');
  const settled = new Map(told.map(({ step }) => [step.index, step]));
  expect([...settled.values()].toSorted((a, b) => a.index - b.index)).toEqual(end.result.run.steps);
  expect(told.some(({ step }) => step.state === 'intended')).toBe(true);

  const plain = await ask('*/*');
  expect(plain.headers.get('content-type')).toContain('application/json');
  const { run, reply } = agentTestResultSchema.parse(await plain.json());
  expect(reply).toEqual(end.result.reply);
  const outlined = (steps: typeof run.steps) => steps.map(({ agent, kind, name }) => [agent, kind, name].join()).sort();
  expect(outlined(run.steps)).toEqual(outlined(end.result.run.steps));
});

const stalled: StreamTurn = { kind: 'stream', pieces: [chunk({ content: 'Лофт ' })], after: 'stall' };

test.each([LINES_MEDIA_TYPE, 'application/json'])(
  'whoever leaves stops it, and the model with it: %s',
  async (accept) => {
    const model = await startModel();
    const { ask, log } = await start(model);
    model.always(answering(() => stalled));
    const leaving = new AbortController();
    let isTold = accept !== LINES_MEDIA_TYPE;
    const follow = async (): Promise<void> => {
      for await (const line of linesOf(await ask(accept, { signal: leaving.signal }))) isTold ||= isText(line);
    };
    const left = expect(follow()).rejects.toMatchObject({ name: 'AbortError' });
    const isAnswering = ({ messages }: ChatRequest): boolean => messages.at(-1)?.role === 'tool';
    await vi.waitFor(() =>
      expect([isTold, model.requests.some(isAnswering), model.waiting()]).toEqual([true, true, 1]),
    );
    const before = model.received();
    leaving.abort();
    await left;
    await vi.waitFor(() => expect(model.waiting()).toBe(0));
    // Neither the rules nor another agent goes on with it.
    expect(model.received()).toBe(before);
    expect(log()).not.toContain('"level":50');
  },
);

test('what cannot begin is refused as anywhere', async () => {
  const model = await startModel();
  const { ask } = await start(model);
  for (const [body, status] of [
    [{ config: {} }, 422],
    [{ config: {}, runId: 'gone' }, 404],
  ] as const) {
    const refused = await ask(LINES_MEDIA_TYPE, { body });
    expect(refused.status).toBe(status);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
  }
});
