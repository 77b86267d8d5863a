import { z } from 'zod';

/** The request format that the real endpoint requires: https://platform.openai.com/docs/api-reference/embeddings. */
const embeddingsRequestSchema = z.object({
  model: z.string().min(1),
  input: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(2048)]),
  dimensions: z.int().min(1).optional(),
  encoding_format: z.enum(['float', 'base64']).default('float'),
});
export type EmbeddingsRequest = Omit<z.infer<typeof embeddingsRequestSchema>, 'input'> & {
  readonly input: readonly string[];
};

export const parseEmbeddingsRequest = (body: unknown): EmbeddingsRequest => {
  const { input, ...rest } = embeddingsRequestSchema.parse(body);
  return { ...rest, input: typeof input === 'string' ? [input] : input };
};

/** How the endpoint handles a request for embeddings, besides the failures of any request. */
export type EmbeddingsTurn = {
  readonly kind: 'vectors';
  /** 48 by default. */
  readonly dimensions?: number;
  /** Some endpoints do not support base64, and some respond out of order. */
  readonly encoding?: 'float' | 'base64';
  readonly backwards?: boolean;
  /** The number of vectors missing at the end. */
  readonly missing?: number;
};

/** Texts that share words have similar vectors; each model has its own. */
export const embeddingsOf = (turn: EmbeddingsTurn, request: EmbeddingsRequest) => {
  const dimensions = turn.dimensions ?? request.dimensions ?? 48;
  const encoding = turn.encoding ?? request.encoding_format;
  const data = request.input.slice(0, request.input.length - (turn.missing ?? 0)).map((text, index) => {
    const vector = vectorOf(text, request.model, dimensions);
    return { object: 'embedding', index, embedding: encoding === 'base64' ? encode(vector) : Array.from(vector) };
  });
  return {
    object: 'list',
    data: turn.backwards ? data.reverse() : data,
    model: request.model,
    usage: { prompt_tokens: 8, total_tokens: 8 },
  };
};

const encode = (vector: Float32Array): string => Buffer.from(vector.buffer).toString('base64');

const vectorOf = (text: string, model: string, dimensions: number): Float32Array => {
  const vector = new Float32Array(dimensions);
  for (const word of text.toLowerCase().split(/[^\p{L}\p{N}]+/u)) {
    let hash = 0x811c9dc5;
    for (const character of `${model} ${word}`) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    const at = (hash >>> 8) % dimensions;
    vector[at] = (vector[at] ?? 0) + (hash & 1 ? 1 : -1);
  }
  return vector.every((value) => value === 0) ? vector.fill(1) : vector;
};
