import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { passageSchema } from '@inbetwin/shared/entities/passage.ts';
import type { DocumentCollection, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { openCollection } from '@inbetwin/shared/ports/team-documents.ts';
import { textToEmbed } from '@inbetwin/shared/search/vectors/text-to-embed.ts';
import { z } from 'zod';
import type { EmbedderDescription, EmbedRequest } from '../threads/search-protocol.ts';
import { type CachedEmbedder, createCachedEmbedder } from './cached-embedder.ts';
import type { EmbeddingEndpoint } from './embedding-endpoint.ts';
import type { EmbeddingEndpoints } from './embedding-endpoints.ts';
import { openVectorCache, type VectorCache, vectorDatabases } from './vector-cache.ts';

const PAGE = 64;

/** Records which model's vectors a team's index uses. The id is the team's. */
const servingSchema = z.strictObject({ id: z.string(), model: z.string(), dimensions: z.int().min(1) });

/** The embedding of one team's passages, across changes of the configured model. */
export type TeamEmbedding = {
  /** The embedder of an index started now: the configured model, or the previous one until `prepare` has finished. */
  choose(): Promise<EmbedderDescription>;
  /** The name of the configured model. */
  readonly configured: string;
  /** Computes the configured model's vectors for all passages while the previous ones are still used; `choose` returns it afterwards. */
  prepare(signal: AbortSignal): Promise<void>;
  /** Deletes the vectors of all models except the one in use. */
  removeOthers(): Promise<void>;
  embed(request: EmbedRequest, signal: AbortSignal): Promise<readonly Float32Array[]>;
  forget(passageIds: readonly string[]): Promise<void>;
  /** The number of passages known to have no vector yet. */
  waiting(): number;
};

type TeamEmbeddingOptions = {
  readonly teamId: string;
  readonly store: DocumentStore;
  readonly passages: DocumentCollection;
  readonly endpoints: EmbeddingEndpoints;
  readonly log: Logger;
};

type OpenModel = { readonly embedder: CachedEmbedder; readonly cache: VectorCache };

/** Opens a team's embedding over its vector caches. */
export const openTeamEmbedding = (options: TeamEmbeddingOptions): TeamEmbedding => {
  const { teamId, store, passages, endpoints, log } = options;
  const { configured } = endpoints;
  const servings = openCollection(store.collection('server/embeddings'), servingSchema);
  const models = new Map<string, OpenModel>();

  const open = (endpoint: EmbeddingEndpoint): OpenModel => {
    const known = models.get(endpoint.model);
    if (known) return known;
    const cache = openVectorCache({ store, teamId, model: endpoint.model, passages });
    const opened = { cache, embedder: createCachedEmbedder({ endpoint, cache, log }) };
    models.set(endpoint.model, opened);
    return opened;
  };

  const choose = async (): Promise<EmbedderDescription> => {
    const { model, dimensions } = configured;
    const { document } = await servings.insertOnce({ id: teamId, model, dimensions });
    open(document.model === model ? configured : endpoints.earlier(document));
    return { model: document.model, dimensions: document.dimensions };
  };

  return {
    configured: configured.model,
    choose,
    prepare: async (signal) => {
      if ((await choose()).model === configured.model) return;
      const { embedder } = open(configured);
      for await (const page of pagesOf(passages)) {
        signal.throwIfAborted();
        const texts = page.map(textToEmbed);
        const ids = page.map(({ id }) => id);
        await embedder.embed(texts, signal, ids);
      }
      await servings.put({ id: teamId, model: configured.model, dimensions: configured.dimensions });
      log.info({ teamId, model: configured.model }, 'All passages are embedded by the new model');
    },
    removeOthers: async () => {
      const serving = models.get((await choose()).model);
      for (const name of await store.listDatabases(vectorDatabases(teamId))) {
        if (name !== serving?.cache.name) await store.deleteDatabase(name);
      }
      for (const [model, opened] of models) if (opened !== serving) models.delete(model);
    },
    embed: async ({ model, texts, passageIds }, signal) => {
      const opened = models.get(model);
      if (!opened) throw new Failure('model.unavailable', `${model} is no longer used.`, 'Ask the new index.');
      return opened.embedder.embed(texts, signal, passageIds);
    },
    forget: async (passageIds) => {
      for (const { cache } of models.values()) await cache.forget(passageIds);
    },
    waiting: () => [...models.values()].reduce((sum, { embedder }) => sum + embedder.waiting(), 0),
  };
};

/** Yields all living passages, least recently changed first. */
async function* pagesOf(passages: DocumentCollection) {
  for (let since: string | undefined; ; ) {
    const { changes, sequence } = await passages.changes(
      since === undefined ? { limit: PAGE } : { since, limit: PAGE },
    );
    if (changes.length === 0) return;
    since = sequence;
    yield changes.flatMap(({ deleted, body }) => (deleted ? [] : (passageSchema.safeParse(body).data ?? [])));
  }
}
