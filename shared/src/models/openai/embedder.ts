import { z } from 'zod';
import { Failure } from '../../contracts/errors.ts';
import type { Embedder } from '../../search/vectors/embedder.ts';
import { toUnitLength } from '../../search/vectors/vector-coding.ts';
import { fromBase64 } from '../../text/from-base64.ts';
import type { FieldName } from '../endpoint-fields.ts';
import { createOpenAiEndpoint, type EndpointSettings } from './client.ts';

export type OpenAiEmbedderSettings = EndpointSettings & {
  readonly model: string;
  /** Requested from models that can shorten their vectors. */
  readonly dimensions: number;
  readonly fieldName: FieldName;
  /** Texts per request; by default as many as most endpoints accept. */
  readonly batch?: { readonly texts: number; readonly characters: number } | undefined;
};

/** The models' default vector lengths. */
const knownDimensions: Readonly<Record<string, number>> = {
  'text-embedding-3-small': 1536,
  'text-embedding-3-large': 3072,
  'text-embedding-ada-002': 1536,
  'bge-m3': 1024,
  'nomic-embed-text': 768,
  'mxbai-embed-large': 1024,
  'all-minilm': 384,
};

/** A length that fits the 8,191 tokens of OpenAI's models in any script; longer texts are cut. */
const MAX_TEXT = 4000;
const BATCH = { texts: 64, characters: 64_000 };

/** The length of the model's vectors, if it is a known one. */
export const dimensionsOf = (model: string): number | undefined =>
  Object.hasOwn(knownDimensions, model) ? knownDimensions[model] : undefined;

/**
 * An embedding model that speaks the OpenAI protocol (https://platform.openai.com/docs/api-reference/embeddings). `embed` throws
 * `model.unavailable` if the endpoint does not answer, `model.refused` for texts that it does not accept, and `model.bad_reply` unless the
 * answer has one vector of the right length per text.
 */
export const createOpenAiEmbedder = (settings: OpenAiEmbedderSettings): Embedder => {
  const { model, dimensions, fieldName, batch = BATCH } = settings;
  const endpoint = createOpenAiEndpoint(settings, {
    name: 'The embedding model',
    fieldName,
    refused: { code: 'model.refused', hint: `Check ${fieldName('model')} and ${fieldName('dimensions')}.` },
  });
  const shorter = dimensionsOf(model) !== undefined && dimensionsOf(model) !== dimensions ? { dimensions } : {};

  const ask = (input: string[], caller: AbortSignal): Promise<readonly Float32Array[]> =>
    endpoint.ask(async (signal) => {
      // Base64 is half as long; endpoints that do not support it answer with numbers.
      const body = { model, input, encoding_format: 'base64' as const, ...shorter };
      return readVectors(await endpoint.client.embeddings.create(body, { signal }), {
        count: input.length,
        dimensions,
        fieldName,
      });
    }, caller);

  return {
    model: `${model}@${dimensions}`,
    dimensions,
    embed: async (texts, signal) => {
      signal.throwIfAborted();
      const vectors: Float32Array[] = texts.map(() => new Float32Array(dimensions));
      for (const places of batchesOf(texts.map(cutText), batch)) {
        const answers = await ask(
          places.map(({ text }) => text),
          signal,
        );
        for (const [at, { place }] of places.entries()) vectors[place] = answers[at] ?? new Float32Array(dimensions);
      }
      return vectors;
    },
  };
};

/** Half of a surrogate pair, whether left by the cut or present before, becomes U+FFFD. */
const cutText = (text: string): string => text.slice(0, MAX_TEXT).toWellFormed().trim();

type Place = { readonly place: number; readonly text: string };

/** Empty texts are left out, because endpoints refuse them and they have no meaning. */
function* batchesOf(texts: readonly string[], limit: typeof BATCH): Generator<readonly Place[]> {
  let batch: Place[] = [];
  let characters = 0;
  for (const [place, text] of texts.entries()) {
    if (text === '') continue;
    if (batch.length > 0 && (batch.length === limit.texts || characters + text.length > limit.characters)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push({ place, text });
    characters += text.length;
  }
  if (batch.length > 0) yield batch;
}

const answerSchema = z.object({
  data: z.array(z.object({ index: z.int().min(0), embedding: z.union([z.string(), z.array(z.number())]) })),
});

type Expected = { readonly count: number; readonly dimensions: number; readonly fieldName: FieldName };

const readVectors = (answer: unknown, { count, dimensions, fieldName }: Expected): readonly Float32Array[] => {
  const hint = `Check ${fieldName('baseUrl')}, ${fieldName('model')} and ${fieldName('dimensions')}.`;
  const badReply = (message: string): Failure => new Failure('model.bad_reply', message, hint);
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) throw badReply('The answer is no list of embeddings.');
  const byIndex = new Map(parsed.data.data.map(({ index, embedding }) => [index, embedding]));
  if (parsed.data.data.length !== count) throw badReply(`${parsed.data.data.length} vectors came for ${count} texts.`);
  return Array.from({ length: count }, (_, index) => {
    const vector = decodeVector(byIndex.get(index));
    if (!vector?.every(Number.isFinite)) throw badReply('A vector is missing or not of numbers.');
    if (vector.length !== dimensions) throw badReply(`A vector has ${vector.length} values, not ${dimensions}.`);
    return toUnitLength(vector);
  });
};

/** Base64 of 32-bit floats in little-endian order. */
const decodeVector = (embedding: string | number[] | undefined): Float32Array | undefined => {
  if (typeof embedding !== 'string') return embedding && Float32Array.from(embedding);
  const bytes = decodeBase64(embedding);
  if (!bytes || bytes.length % 4 !== 0) return undefined;
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, at) => view.getFloat32(4 * at, true));
};

const decodeBase64 = (text: string): Uint8Array<ArrayBuffer> | undefined => {
  try {
    return fromBase64(text);
  } catch {
    // Invalid base64 is reported as a bad reply, like any other unreadable vector.
    return undefined;
  }
};
