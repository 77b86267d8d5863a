import { z } from 'zod';
import { type Environment, type FieldName, fileFieldNamer, readPart, variableNamer } from './endpoint-fields.ts';
import { noModelName } from './no-model/no-model.ts';
import { type Connection, capabilities, type OfferedModel } from './provider-kind.ts';
import { type ProviderKindName, providerKindNames, providerKinds } from './registry.ts';

/** A place where models are asked. Its settings are in its connection: what is logged of it holds no secret. */
export type Endpoint = {
  /** Names it in logs and hints; no two endpoints share one. */
  readonly name: string;
  readonly kind: ProviderKindName;
  /** It runs on the operator's own machines: what customers write does not leave them. */
  readonly local: boolean;
  /** In the order in which they are offered; at least one. */
  readonly models: readonly OfferedModel[];
  readonly connect: Connection['connect'];
  readonly fieldName: FieldName;
};

const configurable = providerKindNames.filter((kind) => !providerKinds[kind].builtIn);

const offeredModelSchema = z.preprocess(
  (given) => (typeof given === 'string' ? { name: given } : given),
  z.strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(120)
      .refine((name) => name !== noModelName, 'stands for the rules, which are always there'),
    /** Per million tokens. */
    price: z.strictObject({ input: z.number().min(0), output: z.number().min(0) }).optional(),
    contextTokens: z.int().min(1).optional(),
    can: z.array(z.enum(capabilities)).optional(),
  }),
);

/** An endpoint as a file describes it: what all endpoints have, and beside that the settings of its kind. */
const endpointSchema = z
  .looseObject({
    name: z.string().regex(/^[\w.-]{1,60}$/, 'must be 1 to 60 letters, digits, dots, underscores and hyphens'),
    kind: z.enum(configurable),
    local: z.boolean().optional(),
    models: z.array(offeredModelSchema).min(1),
  })
  .transform(({ name, kind, local, models, ...settings }, context): Endpoint => {
    const connection = readPart(providerKinds[kind].connection, settings, context);
    if (!connection) return z.NEVER;
    const { isLocal, connect } = connection;
    return { name, kind, models, local: local ?? isLocal, connect, fieldName: fileFieldNamer(name) };
  });

/** As many as a team's setting has room for. */
const MOST_MODELS = 21;

/** Endpoints of a file, which are asked after those that are `taken`. */
export const endpointsSchema = (taken: readonly Endpoint[] = []) =>
  z.array(endpointSchema).superRefine((given, context) => {
    const all = [...taken, ...given];
    for (const [at, { name, models }] of given.entries()) {
      const refuse = (message: string, field: string): void =>
        context.addIssue({ code: 'custom', message, path: [at, field] });
      const isTaken = all.findIndex((other) => other.name === name) < taken.length + at;
      if (isTaken) refuse('is the name of another endpoint', 'name');
      if (new Set(models.map((model) => model.name)).size < models.length)
        refuse('must name each model once', 'models');
    }
    if (namesOfModels(all).length > MOST_MODELS) {
      context.addIssue({ code: 'custom', message: `must offer ${MOST_MODELS} models at most` });
    }
  });

const namesOfModels = (endpoints: readonly Endpoint[]): readonly string[] => [
  ...new Set(endpoints.flatMap(({ models }) => models.map(({ name }) => name))),
];

/** One endpoint of each kind whose own variables turn it on, under the kind's name. */
export const endpointsOfEnvironment = (environment: Environment) => {
  const issues: z.core.$ZodIssue[] = [];
  const endpoints = configurable.flatMap((kind): readonly Endpoint[] => {
    const { environment: own } = providerKinds[kind];
    const { data, error } = own?.schema.safeParse(environment) ?? {};
    issues.push(...(error?.issues ?? []));
    if (!own || !data) return [];
    const { isLocal: local, connect } = data.connection;
    return [{ name: kind, kind, local, models: data.models, connect, fieldName: variableNamer(own.variables) }];
  });
  return { endpoints, issues };
};

/** The endpoints as they are asked: the built-in ones behind all others. */
export const withBuiltIn = (endpoints: readonly Endpoint[]): readonly Endpoint[] => {
  const builtIn = providerKindNames.filter((kind) => providerKinds[kind].builtIn);
  return [
    ...endpoints,
    ...builtIn.map((kind) => {
      const { connect } = providerKinds[kind].connection.parse({});
      return { name: kind, kind, local: true, models: [{ name: kind }], connect, fieldName: fileFieldNamer(kind) };
    }),
  ];
};
