import type { z } from 'zod';
import type { Embedder } from '../../search/vectors/embedder.ts';
import type { FieldName, FromEnvironment } from '../endpoint-fields.ts';

/** A model that makes vectors; `dimensions` is how many values one has. */
export type EmbeddingModel = { readonly model: string; readonly dimensions: number };

export type EmbedderTerms = {
  /** For one request, its repeats included; milliseconds. */
  readonly timeoutMs: number;
  readonly fieldName: FieldName;
};

/** Asks a model at the endpoint; another one than the configured as well, whose vectors serve until the new ones are made. */
type OpenEmbedder = (model: EmbeddingModel, terms: EmbedderTerms) => Embedder;

type Declaration<Settings> = {
  /** The settings besides `kind`, `model` and `dimensions`. Secrets are a `secretSchema`. */
  readonly settings: z.ZodType<Settings>;
  /** How many values the vectors of a widely known model have. */
  readonly dimensionsOf: (model: string) => number | undefined;
  readonly environment?: FromEnvironment<{ readonly settings: Settings } & GivenModel>;
  open(settings: Settings, model: EmbeddingModel, terms: EmbedderTerms): Embedder;
};

type GivenModel = { readonly model: string; readonly dimensions?: number | undefined };

/** One kind of service that makes vectors. Its settings, and the secrets among them, can no longer be seen once they are read. */
export type EmbedderKind = {
  readonly dimensionsOf: (model: string) => number | undefined;
  readonly open: z.ZodType<OpenEmbedder>;
  readonly environment?: FromEnvironment<{ readonly open: OpenEmbedder } & GivenModel>;
};

export const defineEmbedder = <Settings>(declaration: Declaration<Settings>): EmbedderKind => {
  const { settings: schema, dimensionsOf, open, environment } = declaration;
  const openWith =
    (settings: Settings): OpenEmbedder =>
    (model, terms) =>
      open(settings, model, terms);
  return {
    dimensionsOf,
    open: schema.transform(openWith),
    ...(environment && {
      environment: {
        variables: environment.variables,
        schema: environment.schema.transform((given) => {
          if (!given) return undefined;
          const { settings, ...model } = given;
          return { ...model, open: openWith(settings) };
        }),
      },
    }),
  };
};
