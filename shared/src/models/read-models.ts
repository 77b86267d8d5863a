import { z } from 'zod';
import { type Embedding, embeddingOfEnvironment, embeddingSchema } from './embedders/embedding.ts';
import type { Environment } from './endpoint-fields.ts';
import { type Endpoint, endpointsOfEnvironment, endpointsSchema } from './endpoints.ts';
import { type ModelPolicy, modelPolicySchema } from './model-policy.ts';

/** The models of an installation. */
export type Models = {
  /** In the order of use; the rules come last. */
  readonly endpoints: readonly Endpoint[];
  /** The restrictions of individual teams, by team id. */
  readonly policies: Readonly<Record<string, ModelPolicy>>;
  /** Without it, search learns from the passages themselves. */
  readonly embedding?: Embedding | undefined;
};

/** An error in the settings of the models, with its place: the name of a variable, or a path in the file. */
export type ModelsIssue = {
  readonly source: 'environment' | 'file';
  readonly path: readonly PropertyKey[];
  readonly message: string;
};

type ReadModels =
  | { readonly success: true; readonly models: Models }
  | { readonly success: false; readonly issues: readonly ModelsIssue[] };

/**
 * Combines the environment variables and the file. The endpoint of the variables is used first. `file` is the parsed file; in it `{ env:
 * NAME }` stands for the value of a variable, so that it need not contain secrets.
 */
export const readModels = (environment: Environment, file: unknown = {}): ReadModels => {
  const own = endpointsOfEnvironment(environment);
  const ownEmbedding = embeddingOfEnvironment(environment);
  const missing: ModelsIssue[] = [];
  const given = fillIn(file, environment, (path, name) =>
    missing.push({ source: 'file', path, message: `names the variable ${name}, which is not set` }),
  );
  const { data, error } = fileSchema(own.endpoints).safeParse(given);
  const fromFile = (error?.issues ?? []).map(({ path, message }) => ({ source: 'file' as const, path, message }));
  const both = data?.embedding && ownEmbedding.embedding;
  const issues: readonly ModelsIssue[] = [
    ...[...own.issues, ...ownEmbedding.issues].map((issue) => ({ source: 'environment' as const, ...issue })),
    // The other problems would only be consequences of missing values.
    ...(missing.length > 0 ? missing : fromFile),
    ...(both ? [{ source: 'file' as const, path: ['embedding'], message: 'is configured by variables already' }] : []),
  ];
  if (!data || issues.length > 0) return { success: false, issues };
  const { endpoints, teams, embedding = ownEmbedding.embedding } = data;
  return { success: true, models: { endpoints: [...own.endpoints, ...endpoints], policies: teams, embedding } };
};

const fileSchema = (taken: readonly Endpoint[]) =>
  z.strictObject({
    endpoints: endpointsSchema(taken).default([]),
    embedding: embeddingSchema.optional(),
    teams: z.record(z.string(), modelPolicySchema).default({}),
  });

type TellMissing = (path: readonly PropertyKey[], name: string) => void;

const fillIn = (
  value: unknown,
  environment: Environment,
  missing: TellMissing,
  path: readonly PropertyKey[] = [],
): unknown => {
  const reference = referenceSchema.safeParse(value);
  if (reference.success) {
    const { env: name } = reference.data;
    const found = environment[name];
    if (!found) missing(path, name);
    return found;
  }
  if (Array.isArray(value)) return value.map((item, at) => fillIn(item, environment, missing, [...path, at]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, fillIn(item, environment, missing, [...path, key])]),
  );
};

const referenceSchema = z.strictObject({ env: z.string().min(1) });
