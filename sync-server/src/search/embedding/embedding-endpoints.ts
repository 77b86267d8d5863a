import type { Embedding } from '@inbetwin/shared/models/embedders/embedding.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { EmbedderDescription } from '../threads/search-protocol.ts';
import { createEmbeddingEndpoint, type EmbeddingEndpoint, type EmbeddingTiming } from './embedding-endpoint.ts';

/** Timeout of one request including its retries, in milliseconds. */
const REQUEST_MS = 30_000;

/** The endpoint of the configured model, and those of earlier models. */
export type EmbeddingEndpoints = {
  readonly configured: EmbeddingEndpoint;
  /** A previously configured model at the current address; its vectors are used until the new ones are ready. */
  earlier(description: EmbedderDescription): EmbeddingEndpoint;
};

type EndpointsOptions = { readonly log: Logger; readonly clock: Clock; readonly timing: EmbeddingTiming };

/** Opens one endpoint per model, shared by all teams. */
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
