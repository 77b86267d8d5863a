import type { z } from 'zod';
import type { Embedder } from '../../search/vectors/embedder.ts';
import type { FieldName, FromEnvironment } from '../endpoint-fields.ts';

/** An embedding model; `dimensions` is the length of its vectors. */
export type EmbeddingModel = { readonly model: string; readonly dimensions: number };

export type EmbedderTerms = {
  /** Time limit of one request including its retries, in milliseconds. */
  readonly timeoutMs: number;
  readonly fieldName: FieldName;
};

/** Uses a model at the endpoint; also one other than the configured model, whose vectors are used until the new ones exist. */
type OpenEmbedder = (model: EmbeddingModel, terms: EmbedderTerms) => Embedder;

type Declaration<Settings> = {
  /** The settings besides `kind`, `model`, and `dimensions`. Secrets use `secretSchema`. */
  readonly settings: z.ZodType<Settings>;
  /** The vector length of well-known models. */
  readonly dimensionsOf: (model: string) => number | undefined;
  readonly environment?: FromEnvironment<{ readonly settings: Settings } & GivenModel>;
  open(settings: Settings, model: EmbeddingModel, terms: EmbedderTerms): Embedder;
};

type GivenModel = { readonly model: string; readonly dimensions?: number | undefined };

/** A kind of embedding service. Its settings, including secrets, are not accessible after they have been parsed. */
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
