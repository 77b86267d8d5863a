import type { z } from 'zod';
import type { FieldName, FromEnvironment } from './endpoint-fields.ts';
import type { ModelProvider } from './model.ts';
import type { ModelPrice } from './usage.ts';

/** What a request may require of a model and its client. */
export const capabilities = ['tools', 'streaming', 'json', 'vision'] as const;
export type Capability = (typeof capabilities)[number];

/** A model offered by an endpoint. */
export type OfferedModel = {
  readonly name: string;
  /** Calls are free if absent. */
  readonly price?: ModelPrice | undefined;
  /** The size of its context in tokens, if known. */
  readonly contextTokens?: number | undefined;
  /** Its capabilities, where they differ from those of its kind. */
  readonly can?: readonly Capability[] | undefined;
};

export type ConnectTerms = {
  /** Time limit for one answer of one model including retries, in milliseconds. */
  readonly timeoutMs: number;
  readonly fieldName: FieldName;
  readonly fetch?: typeof globalThis.fetch | undefined;
};

/** Opens a model of an endpoint. */
type OpenModel = (model: OfferedModel) => ModelProvider;

type Declaration<Settings> = {
  /** The settings besides those that every endpoint has (name, kind, local, models). Secrets use `secretSchema`. */
  readonly settings: z.ZodType<Settings>;
  /** The default capabilities of its models. */
  readonly can: readonly Capability[];
  /** It always exists, after all other endpoints and for every team, and needs no configuration. */
  readonly builtIn?: boolean;
  /** Whether an endpoint runs on this machine, as far as its settings show. */
  readonly isLocal: (settings: Settings) => boolean;
  readonly environment?: FromEnvironment<{ readonly settings: Settings; readonly models: readonly OfferedModel[] }>;
  /** Opens what the models of one endpoint share (its connection and retry budget). */
  connect(settings: Settings, terms: ConnectTerms): OpenModel;
};

/** An endpoint whose settings have been parsed; they, including secrets, are no longer accessible. */
export type Connection = { readonly isLocal: boolean; connect(terms: ConnectTerms): OpenModel };

/** A kind of service that provides models. */
export type ProviderKind = {
  readonly can: readonly Capability[];
  readonly builtIn: boolean;
  /** Parses the settings of one endpoint. */
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
