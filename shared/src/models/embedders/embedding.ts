import { z } from 'zod';
import type { Embedder } from '../../search/vectors/embedder.ts';
import { type Environment, type FieldName, readPart, variableNamer } from '../endpoint-fields.ts';
import type { EmbeddingModel } from './embedder-kind.ts';
import { type EmbedderKindName, embedderKindNames, embedderKinds } from './registry.ts';

/** The configured embedder. Its settings are hidden in `open`, so logging it reveals no secret. */
export type Embedding = EmbeddingModel & {
  readonly kind: EmbedderKindName;
  /** Uses this or another model at the same endpoint; `timeoutMs` limits one request including its retries. */
  open(model: EmbeddingModel, timeoutMs: number): Embedder;
};

const dimensionsSchema = z.int('must be a whole number').min(1, 'must be 1 to 8192').max(8192, 'must be 1 to 8192');

/** Parses an embedder described in a file. */
export const embeddingSchema = z
  .looseObject({
    kind: z.enum(embedderKindNames),
    model: z.string().trim().min(1).max(150),
    dimensions: dimensionsSchema.optional(),
  })
  .transform(({ kind, model, dimensions: given, ...settings }, context): Embedding => {
    const open = readPart(embedderKinds[kind].open, settings, context);
    const dimensions = given ?? embedderKinds[kind].dimensionsOf(model);
    if (!dimensions) {
      const message = `must say how many values a vector of ${model} has`;
      context.issues.push({ code: 'custom', message, path: ['dimensions'], input: settings });
    }
    if (!open || !dimensions) return z.NEVER;
    const fieldName: FieldName = (field) => `embedding.${field}`;
    return { kind, model, dimensions, open: (asked, timeoutMs) => open(asked, { timeoutMs, fieldName }) };
  });

/** The embedder that environment variables describe. */
export const embeddingOfEnvironment = (environment: Environment) => {
  const issues: z.core.$ZodIssue[] = [];
  const [embedding] = embedderKindNames.flatMap((kind): readonly Embedding[] => {
    const { environment: own, dimensionsOf } = embedderKinds[kind];
    const { data, error } = own?.schema.safeParse(environment) ?? {};
    issues.push(...(error?.issues ?? []));
    if (!own || !data) return [];
    const { model, open } = data;
    const dimensions = data.dimensions ?? dimensionsOf(model);
    const fieldName = variableNamer(own.variables);
    if (dimensions) {
      return [{ kind, model, dimensions, open: (asked, timeoutMs) => open(asked, { timeoutMs, fieldName }) }];
    }
    const message = `must say how many values a vector of ${model} has`;
    issues.push({ code: 'custom', message, path: [fieldName('dimensions')], input: environment });
    return [];
  });
  return { embedding, issues };
};
