import { isTimeZone } from '@inbetwin/shared/calendar/time-zone.ts';
import type { RegistrationMode } from '@inbetwin/shared/contracts/accounts.ts';
import { defaultTimeZone } from '@inbetwin/shared/conversations/follow-ups/follow-up-times.ts';
import type { Models } from '@inbetwin/shared/models/read-models.ts';
import { z } from 'zod';
import { readConfiguredModels } from './models-file.ts';
import { defaultRegistration, networkFields, type TrustedProxies } from './network-config.ts';
import { answersRequests, type Role, roles } from './processes/roles.ts';

const webUrl = z.url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' });
const flag = z.enum(['true', 'false'], { error: 'must be true or false' }).transform((value) => value === 'true');

/** Processes that answer only operators take any free port, so that several of them may run on one machine. */
const DEFAULT_PORT = 8787;

/** All settings of the server except the models (`models-file.ts`), read once at startup. The table in the README lists the same names. */
const environmentSchema = z.object({
  PORT: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(0, 'must be 0 to 65535')
    .max(65_535, 'must be 0 to 65535')
    .optional(),
  ...networkFields,
  ROLE: z.enum(roles, { error: `must be ${roles.join(', ')}` }).default('all'),
  INBETWIN_DATA: z.string().min(1).default('.data'),
  COUCHDB_URL: webUrl.optional(),
  AMQP_URL: z
    .url({ protocol: /^amqps?$/, error: 'must be an address that begins with amqp:// or amqps://' })
    .optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]{10,}$/, 'must look like 123456:ABC-DEF, as BotFather gives it')
    .optional(),
  TELEGRAM_API_ROOT: webUrl.optional(),
  SECRET_KEY: z.string().min(16, 'must have 16 characters or more').optional(),
  INSTALLATION_ID: z
    .string()
    .regex(/^[\w.-]{1,100}$/, 'must be 1 to 100 letters, digits, dots, underscores and hyphens')
    .optional(),
  TAKE_OVER_TEAMS: flag.default(false),
  ALLOW_PRIVATE_ENDPOINTS: flag.default(false),
  AGENT_QUIET_MS: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(0, 'must be 0 to 30000')
    .max(30_000, 'must be 0 to 30000')
    .default(1_500),
  TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be a time zone of the IANA database, such as Europe/Moscow')
    .default(defaultTimeZone),
  TEAM_FILES_MB: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(1, 'must be 1 to 1000000')
    .max(1_000_000, 'must be 1 to 1000000')
    .default(2_048),
  SEARCH_MEMORY_MB: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(16, 'must be 16 to 1000000')
    .max(1_000_000, 'must be 16 to 1000000')
    .default(512),
  SEARCH_THREADS: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(1, 'must be 1 to 64')
    .max(64, 'must be 1 to 64')
    .optional(),
  DRAIN_SECONDS: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(0, 'must be 0 to 300')
    .max(300, 'must be 0 to 300')
    .default(0),
  PRINT_LINK: flag.optional(),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], { error: 'must be debug, info, warn, error or silent' })
    .default('warn'),
});

export type Config = {
  /** What this process does; several processes of one installation may share the work. */
  readonly role: Role;
  readonly port: number;
  readonly host: string;
  /** The origin at which people open the server, if it differs from the address it listens on. */
  readonly publicUrl?: string;
  /** The proxies that are trusted to report a client's address; 0 means none. */
  readonly trustedProxies: TrustedProxies;
  /** Who may create a team. */
  readonly registration: RegistrationMode;
  /** Folder of the embedded store, the originals, and the generated secret key. */
  readonly dataFolder: string;
  readonly couchUrl?: string;
  /** The RabbitMQ server to which domain events are published. */
  readonly amqpUrl?: string;
  readonly telegram?: { readonly token: string; readonly apiRoot?: string };
  /** The language models, and the embedding model for semantic search. */
  readonly models: Models;
  /** How long agents wait for a customer to finish writing in several messages, in milliseconds; 0 disables waiting. */
  readonly quietMs: number;
  /** The time zone of customers about whom nothing else is known, so that nobody is contacted at night. */
  readonly timeZone: string;
  readonly secretKey?: string;
  /** Distinguishes this server from others on the same store; derived from the secret key if absent. */
  readonly installationId?: string;
  /** Whether to take over teams that another installation serves. */
  readonly takeOverTeams: boolean;
  /** Whether a team may connect a channel at a private address; the operator's own `telegram.apiRoot` always may be private. */
  readonly allowPrivateEndpoints: boolean;
  /** How many bytes of originals a team may store. */
  readonly teamFilesBytes: number;
  /** How much memory search indexes may take up before the least recently used ones are dropped. */
  readonly searchMemoryBytes: number;
  /** The number of threads that search; absent for one per spare core, up to four. */
  readonly searchThreads?: number;
  /** How long a process that is told to stop goes on answering, so that load balancers notice. */
  readonly drainMs: number;
  /** Whether a sign-in link is printed at startup; if absent, only on a terminal and as long as nobody has signed in. */
  readonly printLink?: boolean;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
};

/** An unusable setting; `message` names it and gives the reason. */
export class ConfigError extends Error {}

/** Parses the environment; an empty variable counts as unset. Throws `ConfigError` with one line per wrong setting. */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const parsed = environmentSchema.safeParse(given);
  const read = readConfiguredModels(given);
  if (!parsed.success || !read.success) {
    const problems = (parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new ConfigError([...problems, ...(read.success ? [] : read.problems)].join('\n'));
  }
  const values = parsed.data;
  return {
    role: values.ROLE,
    port: values.PORT ?? (answersRequests(values.ROLE) ? DEFAULT_PORT : 0),
    host: values.HOST,
    trustedProxies: values.TRUST_PROXY,
    registration: values.REGISTRATION ?? defaultRegistration(values.HOST),
    dataFolder: values.INBETWIN_DATA,
    allowPrivateEndpoints: values.ALLOW_PRIVATE_ENDPOINTS,
    takeOverTeams: values.TAKE_OVER_TEAMS,
    logLevel: values.LOG_LEVEL,
    models: read.models,
    quietMs: values.AGENT_QUIET_MS,
    timeZone: values.TIME_ZONE,
    teamFilesBytes: values.TEAM_FILES_MB * 1024 * 1024,
    searchMemoryBytes: values.SEARCH_MEMORY_MB * 1024 * 1024,
    drainMs: values.DRAIN_SECONDS * 1000,
    ...(values.SEARCH_THREADS && { searchThreads: values.SEARCH_THREADS }),
    ...(values.PUBLIC_URL && { publicUrl: values.PUBLIC_URL }),
    ...(values.PRINT_LINK !== undefined && { printLink: values.PRINT_LINK }),
    ...(values.COUCHDB_URL && { couchUrl: values.COUCHDB_URL }),
    ...(values.AMQP_URL && { amqpUrl: values.AMQP_URL }),
    ...(values.INSTALLATION_ID && { installationId: values.INSTALLATION_ID }),
    ...(values.SECRET_KEY && { secretKey: values.SECRET_KEY }),
    ...(values.TELEGRAM_BOT_TOKEN && { telegram: telegramOf(values.TELEGRAM_BOT_TOKEN, values.TELEGRAM_API_ROOT) }),
  };
};

const telegramOf = (token: string, apiRoot: string | undefined) => (apiRoot ? { token, apiRoot } : { token });
