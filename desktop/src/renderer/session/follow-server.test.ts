import { type AgentTestProgress, agentRoutes } from '@inbetwin/shared/contracts/agents.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import fc from 'fast-check';
import { beforeEach, expect, it, vi } from 'vitest';
import { followServer } from './follow-server.ts';

const authorizedFetch = vi.hoisted(() => vi.fn<(path: string, init: RequestInit) => Promise<Response>>());
vi.mock('./session.ts', () => ({ authorizedFetch }));

const LINES = { 'content-type': 'application/x-ndjson; charset=utf-8' };
const run: Run = {
  id: 'replay:test',
  conversationId: 'test',
  messageId: 'test',
  state: 'done',
  outcome: 'silent',
  steps: [],
  createdAt: 0,
  updatedAt: 0,
};
const words: AgentTestProgress[] = [
  { type: 'text', agent: 'rag', delta: 'Шатёр «Ривьера» 🎪\n' },
  { type: 'restart', agent: 'rag' },
  { type: 'text', agent: 'rag', delta: 'вмещает 150' },
];
const end = { type: 'end', result: { run } };
const problem = {
  type: 'urn:inbetwin:run.limit',
  title: 'The run reached its limit',
  status: 409,
  code: 'run.limit',
  detail: 'The test took longer than 90 s.',
  hint: 'Try again, or ask a person.',
};

const bytesOf = (lines: readonly unknown[]): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

const answer = (pieces: readonly Uint8Array<ArrayBuffer>[]): void => {
  const body = new ReadableStream({
    start: (stream) => {
      for (const piece of pieces) stream.enqueue(piece);
      stream.close();
    },
  });
  authorizedFetch.mockResolvedValueOnce(new Response(body, { headers: LINES }));
};

const follow = async () => {
  const told: AgentTestProgress[] = [];
  const { signal } = new AbortController();
  const call = { params: { id: 'rag' }, body: { config: {} } };
  const result = await followServer(agentRoutes.testAgent, call, {
    signal,
    onProgress: (news) => told.push(news),
  }).catch((error: unknown) => error);
  return { told, result };
};

beforeEach(() => authorizedFetch.mockReset());

it('is the same wherever it is cut: within a line, or within a letter', async () => {
  const bytes = bytesOf([...words, end]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: bytes.length })), async (places) => {
      const sorted = [0, ...places.toSorted((a, b) => a - b), bytes.length];
      answer(sorted.slice(1).map((to, at) => bytes.slice(sorted[at], to)));
      expect(await follow()).toEqual({ told: words, result: { run } });
    }),
    { numRuns: 50, examples: [[Array.from(bytes.keys())]] },
  );
});

it('asks for lines, and takes the plain answer of a server that has none', async () => {
  authorizedFetch.mockResolvedValueOnce(Response.json({ run }));
  expect(await follow()).toEqual({ told: [], result: { run } });
  const [path, { headers }] = authorizedFetch.mock.calls[0] ?? ['', {}];
  expect(path).toBe('/api/v1/agents/rag/test');
  expect(new Headers(headers).get('accept')).toMatch(/^application\/x-ndjson,/);
});

it('throws the problem of an error line, with what was told before it', async () => {
  answer([bytesOf([words[0], { type: 'error', problem }])]);
  expect(await follow()).toMatchObject({
    told: [words[0]],
    result: { code: 'run.limit', hint: 'Try again, or ask a person.' },
  });
  answer([bytesOf([{ type: 'error', problem: { ...problem, code: 'of.tomorrow' } }])]);
  expect((await follow()).result).toMatchObject({ code: 'server.error' });
});

it('passes over what it does not know, blank lines too', async () => {
  const blank = new TextEncoder().encode('\n  \n');
  const unknown = [
    { type: 'mood', of: 'rag' },
    { type: 'text', agent: 5 },
  ];
  answer([bytesOf(unknown), blank, bytesOf([...words, ...unknown, end])]);
  expect(await follow()).toEqual({ told: words, result: { run } });
});

it('fails when the answer breaks off, however far it came', async () => {
  const whole = bytesOf([...words, end]);
  for (const length of [0, 10, bytesOf(words).length, whole.length - 1]) {
    answer([whole.slice(0, length)]);
    expect((await follow()).result).toBeInstanceOf(TypeError);
  }
  const broken = new ReadableStream({ pull: (stream) => stream.error(new TypeError('network error')) });
  authorizedFetch.mockResolvedValueOnce(new Response(broken, { headers: LINES }));
  expect((await follow()).result).toEqual(new TypeError('network error'));
});

it('lets the connection go when it is told to, and once it has its answer', async () => {
  const cancel = vi.fn();
  const unending = (): Response =>
    new Response(new ReadableStream({ start: (stream) => stream.enqueue(bytesOf([...words, end])), cancel }), {
      headers: LINES,
    });
  authorizedFetch.mockResolvedValueOnce(unending());
  expect((await follow()).result).toEqual({ run });
  await vi.waitFor(() => expect(cancel).toHaveBeenCalledOnce());
});
