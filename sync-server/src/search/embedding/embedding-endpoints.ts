import type { Embedding } from '@inbetwin/shared/models/embedders/embedding.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { EmbedderDescription } from '../threads/search-protocol.ts';
import { createEmbeddingEndpoint, type EmbeddingEndpoint, type EmbeddingTiming } from './embedding-endpoint.ts';

/** For one request, its repeats included; milliseconds. */
const REQUEST_MS = 30_000;

export type EmbeddingEndpoints = {
  readonly configured: EmbeddingEndpoint;
  /** A model that was configured before, asked at today's address: its vectors serve until the new ones are made. */
  earlier(description: EmbedderDescription): EmbeddingEndpoint;
};

type EndpointsOptions = { readonly log: Logger; readonly clock: Clock; readonly timing: EmbeddingTiming };

export const createEmbeddingEndpoints = (embedding: Embedding, options: EndpointsOptions): EmbeddingEndpoints => {
  const opened = new Map<string, EmbeddingEndpoint>();
  const open = (model: string, dimensions: number): EmbeddingEndpoint => {
    const embedder = embedding.open({ model, dimensions }, REQUEST_MS);
    const endpoint = opened.get(embedder.model) ?? createEmbeddingEndpoint({ ...options, embedder });
    opened.set(embedder.model, endpoint);
    return endpoint;
  };
  return {
    configured: open(embedding.model, embedding.dimensions),
    earlier: ({ model, dimensions }) => open(model.slice(0, model.lastIndexOf('@')), dimensions),
  };
};
