import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { Embedder } from '@inbetwin/shared/search/vectors/embedder.ts';
import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import type { RetryLimits } from '@inbetwin/shared/timing/retry-delay.ts';
import { retryUntil } from '@inbetwin/shared/timing/retry-until.ts';
import type { EmbeddingEndpoint } from './embedding-endpoint.ts';
import type { VectorCache } from './vector-cache.ts';

/** Texts per request. Each slice is on disk before the next one is requested, so that vectors that were paid for are not lost. */
const SLICE = 64;
const READING_AGAIN: RetryLimits = { firstRetryMs: 200, longestRetryMs: 10_000 };

/** An embedder that keeps its vectors. */
export type CachedEmbedder = Embedder & {
  /** The number of requested passages that have no vector yet. */
  waiting(): number;
};

type CachedOptions = {
  readonly endpoint: EmbeddingEndpoint;
  readonly cache: VectorCache;
  readonly log: Logger;
};

type Slice = { readonly texts: readonly string[]; readonly passageIds: readonly string[] };

/** Puts a team's vectors on disk in front of an endpoint. Passages wait until the endpoint answers; queries fail quickly. */
export const createCachedEmbedder = (options: CachedOptions): CachedEmbedder => {
  const { endpoint } = options;
  const { model, dimensions } = endpoint;
  let waiting = 0;

  const embedSlice = async (slice: Slice, signal: AbortSignal): Promise<readonly Float32Array[]> => {
    const known = await readStored(options, slice, signal);
    const missing = known.flatMap((vector, at) => (vector ? [] : [at]));
    if (missing.length > 0) {
      const asked = {
        texts: missing.map((at) => slice.texts[at] ?? ''),
        passageIds: missing.map((at) => slice.passageIds[at] ?? ''),
      };
      const fresh = await endpoint.embedPassages(asked.texts, signal);
      await storeVectors(options, asked, fresh);
      for (const [index, at] of missing.entries()) known[at] = fresh[index];
    }
    return known.map((vector) => vector ?? new Float32Array(dimensions));
  };

  const embedPassages = async ({ texts, passageIds }: Slice, signal: AbortSignal) => {
    const vectors: Float32Array[] = [];
    waiting += texts.length;
    try {
      while (vectors.length < texts.length) {
        const [from, to] = [vectors.length, vectors.length + SLICE];
        const slice = { texts: texts.slice(from, to), passageIds: passageIds.slice(from, to) };
        vectors.push(...(await embedSlice(slice, signal)));
        waiting -= slice.texts.length;
      }
      return vectors;
    } finally {
      waiting -= texts.length - vectors.length;
    }
  };

  return {
    model,
    dimensions,
    embed: (texts, signal, passageIds) =>
      passageIds
        ? embedPassages({ texts, passageIds }, signal)
        : Promise.all(texts.map((text) => endpoint.embedQuery(text, signal))),
    waiting: () => waiting,
  };
};

const readStored = ({ cache, log }: CachedOptions, { passageIds, texts }: Slice, signal: AbortSignal) =>
  retryUntil(signal, () => cache.read(passageIds, texts), {
    backoff: createBackoff(READING_AGAIN),
    onFailed: (error, failures) => {
      if (!(error instanceof Failure)) throw error;
      log.warn({ code: error.code, failures }, 'Stored vectors cannot be read; it is tried again');
    },
  });

/** Zeros stand for refused texts and are not stored. */
const storeVectors = async (
  { cache, log }: CachedOptions,
  { passageIds, texts }: Slice,
  vectors: readonly Float32Array[],
): Promise<void> => {
  const saying = vectors.flatMap((vector, at) => {
    const isZero = vector.every((value) => value === 0);
    return isZero ? [] : [{ passageId: passageIds[at] ?? '', text: texts[at] ?? '', vector }];
  });
  try {
    await cache.write(saying);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.warn({ code: error.code }, 'Vectors could not be stored; the next start asks for them again');
  }
};
