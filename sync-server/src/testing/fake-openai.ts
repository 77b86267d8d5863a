import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { z } from 'zod';
import {
  type EmbeddingsRequest,
  type EmbeddingsTurn,
  embeddingsOf,
  parseEmbeddingsRequest,
} from './fake-embeddings.ts';

const toolCallSchema = z.object({
  id: z.string().min(1),
  type: z.literal('function'),
  function: z.object({ name: z.string(), arguments: z.string() }),
});

/** What the real endpoint insists on. */
const requestSchema = z.object({
  model: z.string().min(1),
  messages: z
    .array(
      z.discriminatedUnion('role', [
        z.object({ role: z.enum(['system', 'user']), content: z.string() }),
        z.object({
          role: z.literal('assistant'),
          content: z.string().nullish(),
          tool_calls: z.array(toolCallSchema).min(1).optional(),
        }),
        z.object({ role: z.literal('tool'), tool_call_id: z.string(), content: z.string() }),
      ]),
    )
    .min(1),
  tools: z
    .array(
      z.object({
        type: z.literal('function'),
        function: z.object({
          name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
          description: z.string(),
          parameters: z.looseObject({ type: z.literal('object') }),
        }),
      }),
    )
    .min(1)
    .optional(),
});
export type ChatRequest = z.infer<typeof requestSchema>;

/** How the endpoint takes a request: an answer, or one of its bad days. */
export type ChatTurn =
  | {
      readonly kind: 'answer';
      readonly text?: string;
      /** Arguments that are a string are sent as they stand, well formed or not. */
      readonly toolCalls?: readonly { readonly name: string; readonly arguments: unknown; readonly id?: string }[];
    }
  | BadTurn;

export type BadTurn =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** Status 200 and a body of our own. */
  | { readonly kind: 'body'; readonly body: string; readonly type?: string }
  /** The connection breaks in the middle of the body. */
  | { readonly kind: 'cut' }
  /** The connection breaks before the answer. */
  | { readonly kind: 'reset' }
  /** Never answers. */
  | { readonly kind: 'silence' };

export type FakeOpenAi = {
  /** Ends in `/v1`, as OPENAI_BASE_URL does. */
  readonly baseUrl: string;
  readonly requests: readonly ChatRequest[];
  /** Requests that are open at the moment. */
  waiting(): number;
  /** The next requests, one each; afterwards it answers as before. */
  next(...turns: readonly ChatTurn[]): void;
  always(turn: ChatTurn | ((request: ChatRequest) => ChatTurn)): void;
  /** The endpoint for embeddings, with days of its own. */
  readonly embeddings: {
    readonly requests: readonly EmbeddingsRequest[];
    next(...turns: readonly (EmbeddingsTurn | BadTurn)[]): void;
    always(turn: EmbeddingTurns): void;
  };
  stop(): Promise<void>;
};

type EmbeddingTurns = EmbeddingsTurn | BadTurn | ((request: EmbeddingsRequest) => EmbeddingsTurn | BadTurn);

const hello: Extract<ChatTurn, { kind: 'answer' }> = { kind: 'answer', text: 'Hello from the model.' };

/** An endpoint of the OpenAI protocol, for chats and embeddings, on a real socket. It refuses what the real one refuses. */
export const startFakeOpenAi = async ({ apiKey = 'sk-fake' } = {}): Promise<FakeOpenAi> => {
  const requests: ChatRequest[] = [];
  const queue: ChatTurn[] = [];
  const open = new Set<ServerResponse>();
  let usual: (request: ChatRequest) => ChatTurn = () => hello;
  const embedded: EmbeddingsRequest[] = [];
  const embeddingQueue: (EmbeddingsTurn | BadTurn)[] = [];
  let usualEmbedding: EmbeddingTurns = { kind: 'vectors' };

  const answerEmbeddings = (body: string, response: ServerResponse): void => {
    const parsed = attempt(() => parseEmbeddingsRequest(JSON.parse(body)));
    if (!parsed.success) {
      sendError(response, 400, parsed.message);
      return;
    }
    const { request } = parsed;
    embedded.push(request);
    const turn =
      embeddingQueue.shift() ?? (typeof usualEmbedding === 'function' ? usualEmbedding(request) : usualEmbedding);
    if (turn.kind === 'vectors') send(response, 200, JSON.stringify(embeddingsOf(turn, request)));
    else takeBad(turn, response, JSON.stringify(embeddingsOf({ kind: 'vectors' }, request)));
  };

  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refused = refuse(incoming, apiKey);
    if (refused) {
      sendError(response, ...refused);
      return;
    }
    const body = await readText(incoming);
    if (incoming.url === paths.embeddings) {
      answerEmbeddings(body, response);
      return;
    }
    const parsed = parseRequest(body);
    if (!parsed.success) {
      sendError(response, 400, parsed.message);
      return;
    }
    requests.push(parsed.request);
    take(queue.shift() ?? usual(parsed.request), parsed.request, response);
  };

  const server = createServer((incoming, response) => {
    open.add(response);
    response.on('close', () => open.delete(response));
    answer(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    waiting: () => open.size,
    next: (...turns) => queue.push(...turns),
    always: (turn) => {
      usual = typeof turn === 'function' ? turn : () => turn;
    },
    embeddings: {
      requests: embedded,
      next: (...turns) => embeddingQueue.push(...turns),
      always: (turn) => {
        usualEmbedding = turn;
      },
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const paths = { chat: '/v1/chat/completions', embeddings: '/v1/embeddings' };

/** Like many real endpoints, it repeats the key that it refuses. */
const refuse = (incoming: IncomingMessage, apiKey: string): readonly [number, string] | undefined => {
  if (incoming.method !== 'POST' || !Object.values(paths).includes(incoming.url ?? ''))
    return [404, `No route ${incoming.url}`];
  const given = incoming.headers.authorization ?? '';
  return given === `Bearer ${apiKey}` ? undefined : [401, `Incorrect API key provided: ${given}`];
};

type Parsed<T> =
  | { readonly success: true; readonly request: T }
  | { readonly success: false; readonly message: string };

const attempt = <T>(parse: () => T): Parsed<T> => {
  try {
    return { success: true, request: parse() };
  } catch (error) {
    return { success: false, message: error instanceof Error ? error.message : 'Unreadable' };
  }
};

const parseRequest = (body: string): Parsed<ChatRequest> => {
  const parsed = attempt(() => requestSchema.parse(JSON.parse(body)));
  const orphan = parsed.success ? findOrphan(parsed.request) : undefined;
  return orphan ? { success: false, message: orphan } : parsed;
};

/** Every tool call must be answered right behind it, and nothing else may be. */
const findOrphan = ({ messages }: ChatRequest): string | undefined => {
  let awaited: string[] = [];
  for (const message of messages) {
    if (message.role === 'tool') {
      if (!awaited.includes(message.tool_call_id)) return `No tool call ${message.tool_call_id}`;
      awaited = awaited.filter((id) => id !== message.tool_call_id);
    } else if (awaited.length > 0) return `Tool calls without a response: ${awaited.join(', ')}`;
    if (message.role === 'assistant') awaited = message.tool_calls?.map(({ id }) => id) ?? [];
  }
  return awaited.length > 0 ? `Tool calls without a response: ${awaited.join(', ')}` : undefined;
};

const take = (turn: ChatTurn, request: ChatRequest, response: ServerResponse): void => {
  if (turn.kind === 'answer') send(response, 200, JSON.stringify(completionOf(turn, request)));
  else takeBad(turn, response, JSON.stringify(completionOf(hello, request)));
};

/** `good` is what a sound answer would be. */
const takeBad = (turn: BadTurn, response: ServerResponse, good: string): void => {
  if (turn.kind === 'body') send(response, 200, turn.body, turn.type);
  else if (turn.kind === 'cut') cutShort(response, good);
  else if (turn.kind === 'reset') response.destroy();
  else if (turn.kind === 'status') {
    if (turn.retryAfter !== undefined) response.setHeader('retry-after', turn.retryAfter);
    sendError(response, turn.status, 'A bad day.');
  }
};

const cutShort = (response: ServerResponse, body: string): void => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.write(body.slice(0, body.length / 2), () => response.destroy());
};

const completionOf = (turn: Extract<ChatTurn, { kind: 'answer' }>, request: ChatRequest) => ({
  id: 'chatcmpl-fake',
  object: 'chat.completion',
  created: 0,
  model: `${request.model}-2026-01-01`,
  choices: [
    {
      index: 0,
      finish_reason: turn.toolCalls ? 'tool_calls' : 'stop',
      logprobs: null,
      message: {
        role: 'assistant',
        refusal: null,
        content: turn.text ?? null,
        ...(turn.toolCalls ? { tool_calls: turn.toolCalls.map(encodeToolCall) } : {}),
      },
    },
  ],
  usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 },
});

const encodeToolCall = (
  call: { readonly name: string; readonly arguments: unknown; readonly id?: string },
  at: number,
) => ({
  id: call.id ?? `call_fake_${at}`,
  type: 'function',
  function: {
    name: call.name,
    arguments: typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments),
  },
});

const sendError = (response: ServerResponse, status: number, message: string): void =>
  send(response, status, JSON.stringify({ error: { message, type: 'fake', param: null, code: null } }));

const send = (response: ServerResponse, status: number, body: string, type = 'application/json'): void => {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
};
