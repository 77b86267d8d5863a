import { z } from 'zod';
import { type Environment, type FieldName, fileFieldNamer, readPart, variableNamer } from './endpoint-fields.ts';
import { noModelName } from './no-model/no-model.ts';
import { type Connection, capabilities, type OfferedModel } from './provider-kind.ts';
import { type ProviderKindName, providerKindNames, providerKinds } from './registry.ts';

/** An endpoint with its models. Its settings are hidden in its connection, so logging it reveals no secret. */
export type Endpoint = {
  /** Its unique name, for logs and hints. */
  readonly name: string;
  readonly kind: ProviderKindName;
  /** It runs on the operator's own machines, so customers' messages do not leave them. */
  readonly local: boolean;
  /** At least one, in the order in which they are offered. */
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
    /** Prices per million tokens. */
    price: z.strictObject({ input: z.number().min(0), output: z.number().min(0) }).optional(),
    contextTokens: z.int().min(1).optional(),
    can: z.array(z.enum(capabilities)).optional(),
  }),
);

/** An endpoint described in a file: the common fields, and the settings of its kind. */
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

/** The maximum number of models that a team's setting can hold. */
const MOST_MODELS = 21;

/** The endpoints of a file, which are used after those in `taken`. */
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

/** One endpoint for each kind whose variables enable it, named after the kind. */
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

/** The endpoints in the order of use, with the built-in ones last. */
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
