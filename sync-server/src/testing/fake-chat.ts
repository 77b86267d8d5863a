import type { ServerResponse } from 'node:http';
import { z } from 'zod';

const toolCallSchema = z.object({
  id: z.string().min(1),
  type: z.literal('function'),
  function: z.object({ name: z.string(), arguments: z.string() }),
});

/** The request format that the real endpoint requires. */
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
  temperature: z.number().min(0).max(2).optional(),
  stream: z.boolean().optional(),
  stream_options: z.object({ include_usage: z.boolean() }).optional(),
});
export type ChatRequest = z.infer<typeof requestSchema>;

export type AnswerTurn = {
  readonly kind: 'answer';
  readonly text?: string;
  /** String arguments are sent unchanged, valid or not. */
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: unknown; readonly id?: string }[];
  /** Why the model stopped; inferred by default. */
  readonly ending?: string;
};

/** A custom stream, sent piece by piece. Then it ends, breaks, or stays open in silence. */
export type StreamTurn = {
  readonly kind: 'stream';
  readonly pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
  readonly after?: 'end' | 'cut' | 'stall';
};

/** The parts of the protocol that an endpoint supports; all by default. */
export type FakeDialect = {
  /** `ignored`: a stream request gets one whole response. `refused`: it gets status 400. */
  readonly streams?: 'ignored' | 'refused';
  /** `refused`: the option gets status 400; `ignored`: no token counts are sent at the end. */
  readonly usage?: 'ignored' | 'refused';
  readonly temperature?: 'refused';
};

/** Throws for requests that the real endpoint rejects with status 400. */
export const parseChatRequest = (body: unknown, dialect: FakeDialect): ChatRequest => {
  const request = requestSchema.parse(body);
  const refused = findOrphan(request) ?? findUnknown(request, dialect);
  if (refused !== undefined) throw new Error(refused);
  return request;
};

const findUnknown = (request: ChatRequest, dialect: FakeDialect): string | undefined => {
  if (request.stream_options && !request.stream) return 'stream_options is for streams';
  if (request.stream_options && dialect.usage === 'refused') return 'Unrecognized request argument: stream_options';
  if (request.stream && dialect.streams === 'refused') return 'Bad request';
  if (request.temperature !== undefined && dialect.temperature === 'refused') return "Unsupported value: 'temperature'";
  return undefined;
};

/** Every tool call must be followed directly by its result, and nothing else may be. */
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

export const completionOf = (turn: AnswerTurn, request: ChatRequest) => ({
  id: 'chatcmpl-fake',
  object: 'chat.completion',
  created: 0,
  model: `${request.model}-2026-01-01`,
  choices: [
    {
      index: 0,
      finish_reason: endingOf(turn),
      logprobs: null,
      message: {
        role: 'assistant',
        refusal: null,
        content: turn.text ?? null,
        ...(turn.toolCalls ? { tool_calls: turn.toolCalls.map(encodeToolCall) } : {}),
      },
    },
  ],
  usage,
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

const endingOf = (turn: AnswerTurn): string => turn.ending ?? (turn.toolCalls ? 'tool_calls' : 'stop');

/** The response in chunks, as the real endpoint streams it: role, text in parts, calls in parts, end, token counts. */
export const eventsOf = (turn: AnswerTurn, request: ChatRequest, dialect: FakeDialect = {}): string[] => {
  const chunk = (delta: object, ending: string | null = null) =>
    eventOf({ ...frame, choices: [{ index: 0, delta, logprobs: null, finish_reason: ending }], usage: null });
  const frame = {
    id: 'chatcmpl-fake',
    object: 'chat.completion.chunk',
    created: 0,
    model: `${request.model}-2026-01-01`,
  };
  const calls = (turn.toolCalls ?? [])
    .map(encodeToolCall)
    .flatMap(({ function: written, ...call }, index) => [
      chunk({ tool_calls: [{ index, ...call, function: { name: written.name, arguments: '' } }] }),
      ...partsOf(written.arguments).map((part) => chunk({ tool_calls: [{ index, function: { arguments: part } }] })),
    ]);
  const tellsUsage = request.stream_options?.include_usage && !dialect.usage;
  return [
    chunk({ role: 'assistant', content: turn.text === undefined ? null : '', refusal: null }),
    ...partsOf(turn.text ?? '').map((content) => chunk({ content })),
    ...calls,
    chunk({}, endingOf(turn)),
    ...(tellsUsage ? [eventOf({ ...frame, choices: [], usage })] : []),
    'data: [DONE]\n\n',
  ];
};

const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };

export const eventOf = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;

const partsOf = (text: string): string[] => text.match(/[\s\S]{1,4000}?(?=\s)|[\s\S]{1,4000}/g) ?? [];

/** Sends the pieces one by one, as a network may. */
export const sendStream = async (response: ServerResponse, { pieces, after = 'end' }: Omit<StreamTurn, 'kind'>) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for await (const piece of pieces) {
    if (response.destroyed) return;
    await new Promise<void>((resolve) => response.write(piece, () => resolve()));
  }
  if (after === 'end') response.end();
  if (after === 'cut') response.destroy();
};
