import { isTimeZone } from '@inbetwin/shared/calendar/zoned-time.ts';
import type { RegistrationMode } from '@inbetwin/shared/contracts/accounts.ts';
import { defaultTimeZone } from '@inbetwin/shared/conversations/follow-ups/follow-up-times.ts';
import type { Models } from '@inbetwin/shared/models/read-models.ts';
import { z } from 'zod';
import { readConfiguredModels } from './models-file.ts';
import { defaultRegistration, networkFields, type TrustedProxies } from './network-config.ts';

const webUrl = z.url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' });
const flag = z.enum(['true', 'false'], { error: 'must be true or false' }).transform((value) => value === 'true');

/** Every setting of the server but those of the models (`models-file.ts`), read once at start. The README's table lists the same names. */
const environmentSchema = z.object({
  PORT: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(0, 'must be 0 to 65535')
    .max(65_535, 'must be 0 to 65535')
    .default(8787),
  ...networkFields,
  INBETWIN_DATA: z.string().min(1).default('.data'),
  COUCHDB_URL: webUrl.optional(),
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
  PRINT_LINK: flag.optional(),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], { error: 'must be debug, info, warn, error or silent' })
    .default('warn'),
});

export type Config = {
  readonly port: number;
  readonly host: string;
  /** The origin at which people open the server, where that is not where it listens. */
  readonly publicUrl?: string;
  /** The proxies whose word on a caller's address counts; 0: none. */
  readonly trustedProxies: TrustedProxies;
  /** Who may make a team. */
  readonly registration: RegistrationMode;
  /** Folder of the embedded store, originals and the generated secret key. */
  readonly dataFolder: string;
  readonly couchUrl?: string;
  readonly telegram?: { readonly token: string; readonly apiRoot?: string };
  /** The language models that are asked, and the model for search by meaning. */
  readonly models: Models;
  /** How long the agents wait for the rest of what a customer writes in several messages; 0: not at all. Milliseconds. */
  readonly quietMs: number;
  /** Where a customer is taken to be of whom nothing else is known: nobody is written to first by night. */
  readonly timeZone: string;
  readonly secretKey?: string;
  /** Tells this server from others on the same store; made from the secret key when absent. */
  readonly installationId?: string;
  /** Whether teams that another installation serves become this one's. */
  readonly takeOverTeams: boolean;
  /** Whether a team may point a channel at a private address; the operator's own `telegram.apiRoot` always may be one. */
  readonly allowPrivateEndpoints: boolean;
  /** How much of originals a team may keep. */
  readonly teamFilesBytes: number;
  /** Whether a sign-in link is printed at the start; absent: at a terminal, and while nobody has signed in yet. */
  readonly printLink?: boolean;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
};

/** A setting that cannot be used: `message` names it and says why. */
export class ConfigError extends Error {}

/** Parses the environment; an empty variable counts as not set. Throws `ConfigError` with one line per wrong setting. */
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
    port: values.PORT,
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
    ...(values.PUBLIC_URL && { publicUrl: values.PUBLIC_URL }),
    ...(values.PRINT_LINK !== undefined && { printLink: values.PRINT_LINK }),
    ...(values.COUCHDB_URL && { couchUrl: values.COUCHDB_URL }),
    ...(values.INSTALLATION_ID && { installationId: values.INSTALLATION_ID }),
    ...(values.SECRET_KEY && { secretKey: values.SECRET_KEY }),
    ...(values.TELEGRAM_BOT_TOKEN && { telegram: telegramOf(values.TELEGRAM_BOT_TOKEN, values.TELEGRAM_API_ROOT) }),
  };
};

const telegramOf = (token: string, apiRoot: string | undefined) => (apiRoot ? { token, apiRoot } : { token });
