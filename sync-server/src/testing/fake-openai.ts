import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import {
  type AnswerTurn,
  type ChatRequest,
  completionOf,
  eventsOf,
  type FakeDialect,
  parseChatRequest,
  type StreamTurn,
  sendStream,
} from './fake-chat.ts';
import {
  type EmbeddingsRequest,
  type EmbeddingsTurn,
  embeddingsOf,
  parseEmbeddingsRequest,
} from './fake-embeddings.ts';

/** How the endpoint handles a request: a response, or a failure. */
export type ChatTurn = AnswerTurn | StreamTurn | BadTurn;

export type BadTurn =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfter?: string;
      readonly retryAfterMs?: string;
      /** OpenAI's error code, such as `insufficient_quota`. */
      readonly code?: string;
    }
  /** Status 200 with a custom body. */
  | { readonly kind: 'body'; readonly body: string; readonly type?: string }
  /** The connection breaks in the middle of the body. */
  | { readonly kind: 'cut' }
  /** The connection breaks before the response. */
  | { readonly kind: 'reset' }
  /** Never answers. */
  | { readonly kind: 'silence' };

export type FakeOpenAi = {
  /** Ends in `/v1`, as OPENAI_BASE_URL does. */
  readonly baseUrl: string;
  readonly requests: readonly ChatRequest[];
  /** The number of requests, including rejected ones. */
  received(): number;
  /** The number of open requests. */
  waiting(): number;
  /** Sets the behavior of the next requests, one each; then the previous behavior returns. */
  next(...turns: readonly ChatTurn[]): void;
  always(turn: ChatTurn | ((request: ChatRequest) => ChatTurn | Promise<ChatTurn>)): void;
  /** The endpoint for embeddings, with its own failures. */
  readonly embeddings: {
    readonly requests: readonly EmbeddingsRequest[];
    next(...turns: readonly (EmbeddingsTurn | BadTurn)[]): void;
    always(turn: EmbeddingTurns): void;
  };
  stop(): Promise<void>;
};

type EmbeddingTurns = EmbeddingsTurn | BadTurn | ((request: EmbeddingsRequest) => EmbeddingsTurn | BadTurn);

const hello: AnswerTurn = { kind: 'answer', text: 'Hello from the model.' };

type FakeOptions = { readonly apiKey?: string; readonly dialect?: FakeDialect };

/** An OpenAI-compatible endpoint for chats and embeddings on a real socket. It rejects what the real one rejects. */
export const startFakeOpenAi = async ({ apiKey = 'sk-fake', dialect = {} }: FakeOptions = {}): Promise<FakeOpenAi> => {
  const requests: ChatRequest[] = [];
  const queue: ChatTurn[] = [];
  const open = new Set<ServerResponse>();
  let received = 0;
  let usual: (request: ChatRequest) => ChatTurn | Promise<ChatTurn> = () => hello;
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
    const parsed = attempt(() => parseChatRequest(JSON.parse(body), dialect));
    if (!parsed.success) {
      sendError(response, 400, parsed.message);
      return;
    }
    requests.push(parsed.request);
    await take(queue.shift() ?? (await usual(parsed.request)), parsed.request, { response, dialect });
  };

  const server = createServer((incoming, response) => {
    received += 1;
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
    received: () => received,
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

/** Like many real endpoints, it repeats the rejected key in the error. */
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

type Reply = { readonly response: ServerResponse; readonly dialect: FakeDialect };

const take = async (turn: ChatTurn, request: ChatRequest, { response, dialect }: Reply): Promise<void> => {
  const streams = request.stream === true && !dialect.streams;
  if (turn.kind === 'stream') await sendStream(response, turn);
  else if (turn.kind === 'answer' && streams) await sendStream(response, { pieces: eventsOf(turn, request, dialect) });
  else if (turn.kind === 'answer') send(response, 200, JSON.stringify(completionOf(turn, request)));
  else if (turn.kind === 'cut' && streams) {
    const events = eventsOf(hello, request);
    await sendStream(response, { pieces: events.slice(0, events.length / 2), after: 'cut' });
  } else takeBad(turn, response, JSON.stringify(completionOf(hello, request)));
};

/** `good` is the regular response. */
const takeBad = (turn: BadTurn, response: ServerResponse, good: string): void => {
  if (turn.kind === 'body') send(response, 200, turn.body, turn.type);
  else if (turn.kind === 'cut') cutShort(response, good);
  else if (turn.kind === 'reset') response.destroy();
  else if (turn.kind === 'status') {
    if (turn.retryAfter !== undefined) response.setHeader('retry-after', turn.retryAfter);
    if (turn.retryAfterMs !== undefined) response.setHeader('retry-after-ms', turn.retryAfterMs);
    sendError(response, turn.status, 'A bad day.', turn.code);
  }
};

const cutShort = (response: ServerResponse, body: string): void => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.write(body.slice(0, body.length / 2), () => response.destroy());
};

const sendError = (response: ServerResponse, status: number, message: string, code: string | null = null): void =>
  send(response, status, JSON.stringify({ error: { message, type: 'fake', param: null, code } }));

const send = (response: ServerResponse, status: number, body: string, type = 'application/json'): void => {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
};
