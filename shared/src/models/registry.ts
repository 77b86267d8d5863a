import type { z } from 'zod';
import { type FallbackOptions, withFallback } from './fallback.ts';
import type { ModelProvider } from './model.ts';
import type { ModelKind, ModelTerms } from './model-kind.ts';
import { createNoModelProvider } from './no-model/no-model.ts';
import { openAiModels } from './openai.ts';

/** Every kind of model that can be configured, a line each, in the order they are asked. */
export const modelKinds = {
  openai: openAiModels,
};

export type ModelKindName = keyof typeof modelKinds;

type SettingsOf<Kind> = Kind extends ModelKind<infer Settings> ? Settings : never;

/** The settings of the kinds that are configured. */
export type ModelSettings = { readonly [K in ModelKindName]?: SettingsOf<(typeof modelKinds)[K]> | undefined };

type ReadModels =
  | { readonly success: true; readonly settings: ModelSettings }
  | { readonly success: false; readonly issues: readonly z.core.$ZodIssue[] };

/** What the environment says about models of every kind. An issue's path is the variable's name. */
export const readModelSettings = (environment: Readonly<Record<string, string | undefined>>): ReadModels => {
  const read = modelKindNames.map((kind) => [kind, modelKinds[kind].environment.safeParse(environment)] as const);
  const issues = read.flatMap(([, { error }]) => error?.issues ?? []);
  if (issues.length > 0) return { success: false, issues };
  return {
    success: true,
    settings: Object.fromEntries(read.flatMap(([kind, { data }]) => (data ? [[kind, data]] : []))),
  };
};

/** `models`: the configured ones by name, in the order in which they are asked. */
export type ModelRoute = ModelProvider & { readonly models: readonly string[] };

/**
 * The configured models as one that always answers: the one that is asked for or else the first, behind that the first of each
 * kind, behind those the rules.
 */
export const createModelRoute = (settings: ModelSettings, options: ModelTerms & FallbackOptions): ModelRoute => {
  const configured = modelKindNames.map((kind) => start(kind, settings, options));
  const main = configured.reduceRight<ModelProvider>(
    (fallback, [first]) => (first ? withFallback(first, fallback, options) : fallback),
    createNoModelProvider(),
  );
  const others = configured.flatMap(([, ...rest]) => rest).map((other) => withFallback(other, main, options));
  const byName = new Map(others.map((other) => [other.name, other]));
  return {
    name: main.name,
    models: configured.flat().map(({ name }) => name),
    complete: (request) => (byName.get(request.model ?? '') ?? main).complete(request),
  };
};

const kinds: { readonly [K in ModelKindName]: ModelKind<SettingsOf<(typeof modelKinds)[K]>> } = modelKinds;

const modelKindNames = Object.keys(modelKinds) as ModelKindName[];

const start = <K extends ModelKindName>(kind: K, settings: ModelSettings, terms: ModelTerms) => {
  const given = settings[kind];
  return given ? kinds[kind].create(given, terms) : [];
};
