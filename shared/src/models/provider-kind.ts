import type { z } from 'zod';
import type { FieldName, FromEnvironment } from './endpoint-fields.ts';
import type { ModelProvider } from './model.ts';
import type { ModelPrice } from './usage.ts';

/** What a request may need of a model, and of the client in front of it. */
export const capabilities = ['tools', 'streaming', 'json', 'vision'] as const;
export type Capability = (typeof capabilities)[number];

/** A model as an endpoint offers it. */
export type OfferedModel = {
  readonly name: string;
  /** Calls cost nothing when absent. */
  readonly price?: ModelPrice | undefined;
  /** The size of its context, where that is known. */
  readonly contextTokens?: number | undefined;
  /** What it can do, where that differs from what its kind can do. */
  readonly can?: readonly Capability[] | undefined;
};

export type ConnectTerms = {
  /** For one answer of one model, its repeats included; milliseconds. */
  readonly timeoutMs: number;
  readonly fieldName: FieldName;
  readonly fetch?: typeof globalThis.fetch | undefined;
};

/** Opens a model of an endpoint. */
type OpenModel = (model: OfferedModel) => ModelProvider;

type Declaration<Settings> = {
  /** An endpoint's settings besides those that every endpoint has (name, kind, local, models). Secrets are a `secretSchema`. */
  readonly settings: z.ZodType<Settings>;
  /** What its models can do, unless the model's own line says otherwise. */
  readonly can: readonly Capability[];
  /** It is always there, behind all endpoints and for every team, and is not configured. */
  readonly builtIn?: boolean;
  /** Whether an endpoint runs on this machine, as far as its settings tell. */
  readonly isLocal: (settings: Settings) => boolean;
  readonly environment?: FromEnvironment<{ readonly settings: Settings; readonly models: readonly OfferedModel[] }>;
  /** What the models of one endpoint share (its connection, its retry budget) is opened once. */
  connect(settings: Settings, terms: ConnectTerms): OpenModel;
};

/** An endpoint whose settings are read; they, and the secrets among them, can no longer be seen. */
export type Connection = { readonly isLocal: boolean; connect(terms: ConnectTerms): OpenModel };

/** One kind of service behind which there are models. */
export type ProviderKind = {
  readonly can: readonly Capability[];
  readonly builtIn: boolean;
  /** Reads the settings of one endpoint. */
  readonly connection: z.ZodType<Connection>;
  readonly environment?: FromEnvironment<{ readonly connection: Connection; readonly models: readonly OfferedModel[] }>;
};

export const defineProvider = <Settings>(declaration: Declaration<Settings>): ProviderKind => {
  const { can, builtIn = false, settings: schema, isLocal, connect, environment } = declaration;
  const connectionOf = (settings: Settings): Connection => ({
    isLocal: isLocal(settings),
    connect: (terms) => connect(settings, terms),
  });
  return {
    can,
    builtIn,
    connection: schema.transform(connectionOf),
    ...(environment && {
      environment: {
        variables: environment.variables,
        schema: environment.schema.transform(
          (given) => given && { connection: connectionOf(given.settings), models: given.models },
        ),
      },
    }),
  };
};
