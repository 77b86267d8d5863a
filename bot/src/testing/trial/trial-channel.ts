import { createHmac, timingSafeEqual } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { endpointField, secretField } from '@inbetwin/shared/channels/credentials.ts';
import type { CredentialsKind } from '@inbetwin/shared/channels/kind.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { templateSchema } from '@inbetwin/shared/entities/template.ts';
import { z } from 'zod';
import {
  type AccessToken,
  type ChannelConnection,
  type ChannelContext,
  type ChannelEvent,
  type ChannelHealth,
  defineChannel,
  type OutboundFile,
  type WebhookAnswer,
  type WebhookRequest,
} from '../../channels/channel.ts';
import { receiveValid } from '../../channels/receive-valid.ts';
import { createTrialCall, createTrialClient, readAnswer, type TrialClient } from './trial-client.ts';

/** The parts of the contract that no real channel needs yet: a webhook, a free-text window, rates, a memory, two fields. */
export const trialKind = {
  kind: 'trial',
  access: 'credentials',
  credentials: z.strictObject({ apiRoot: endpointField(), key: secretField() }),
  receives: ['webhook'],
  look: { icon: ['M4 12h16'], color: { light: '#000000', dark: '#ffffff' } },
  capabilities: {
    maxTextLength: 200,
    unknownOutcome: 'resend',
    showsCitations: false,
    buttons: { max: 3, maxLength: 20 },
    typingMs: 50,
    files: { maxBytesIn: 0, maxBytesOut: 100_000 },
    freeTextWindowMs: 24 * 3_600_000,
    templates: true,
    rate: { perChat: { burst: 2, everyMs: 20 }, perAccount: { burst: 100, everyMs: 1 } },
  },
} as const satisfies CredentialsKind;

const accountSchema = z.object({ account: z.string(), name: z.string() });
const placeSchema = z.object({ chat: z.string(), id: z.string(), text: z.string(), at: z.number() });
const eventSchema = z.discriminatedUnion('type', [
  placeSchema.extend({ type: z.literal('message'), name: z.string(), of: z.string().optional() }),
  placeSchema.extend({ type: z.literal('edited') }),
  z.object({ type: z.literal('deleted'), chat: z.string(), id: z.string(), at: z.number() }),
  z.object({ type: z.literal('reach'), chat: z.string(), state: z.enum(['open', 'blocked']), at: z.number() }),
  z.object({ type: z.enum(['delivered', 'read']), chat: z.string(), ids: z.array(z.string()) }),
]);

export const trialChannel = defineChannel(trialKind, (context, credentials) => {
  const tokens = tokensFor(context, credentials);
  return connectTrial(context, createTrialClient({ ...context, ...credentials }, tokens), credentials.key);
});

/** The connection of the account that the client is for; `key` signs what the platform tells. */
export const connectTrial = async (
  context: ChannelContext,
  client: TrialClient,
  key: string,
): Promise<ChannelConnection> => {
  const { account, name } = context.known ?? accountSchema.parse(await client('me', {}));
  let health: ChannelHealth = { state: 'connecting', reason: { code: 'channel.connecting', message: 'Registering.' } };
  const connection: ChannelConnection = {
    account,
    name,
    health: () => health,
    start: async () => {
      if (context.webhookUrl !== undefined) await client('register', { url: context.webhookUrl });
      health = { state: 'connected', name };
      context.onHealth(health);
    },
    stop: async () => undefined,
    templates: async () => z.array(templateSchema).parse(await client('templates', {})),
    send: async ({ chatId, text, choices, template, file, idempotencyKey }) => {
      const said = { chat: chatId, key: idempotencyKey };
      const content = file ? await formOf(file, said) : { ...said, ...(template ? { template } : { text, choices }) };
      const sent = z.object({ id: z.string() }).parse(await client('send', content));
      return { platformId: sent.id };
    },
    showTyping: async (chatId) => {
      await client('typing', { chat: chatId });
    },
    profile: async (user) => {
      const { name } = z.object({ name: z.string().optional() }).parse(await client('profile', { user }));
      return name === undefined ? undefined : { name };
    },
    download: async () => {
      throw new Failure('file.gone', 'The trial platform takes no files.', 'Send a text.');
    },
    webhook: (request) => takeCall(context, { account, key }, request),
  };
  return connection;
};

const formOf = async (file: OutboundFile, said: Readonly<Record<string, string>>): Promise<FormData> => {
  const form = new FormData();
  for (const [name, value] of Object.entries(said)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(await buffer(await file.open()))]), file.name);
  return form;
};

/** The signature is verified before anything else of a call is read. */
const takeCall = async (
  context: ChannelContext,
  { account, key }: { readonly account: string; readonly key: string },
  { method, query, headers, body }: WebhookRequest,
): Promise<WebhookAnswer> => {
  const signed = method === 'GET' ? Buffer.from(query.challenge ?? '') : body;
  const given = Buffer.from((method === 'GET' ? query.signature : headers['x-trial-signature']) ?? '');
  const expected = Buffer.from(createHmac('sha256', key).update(signed).digest('hex'));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { status: 403 };
  if (method === 'GET') return { status: 200, body: query.challenge ?? '' };
  const event = eventSchema.safeParse(parseJson(Buffer.from(body).toString('utf8')));
  if (event.success) await receiveValid(context, eventOf(event.data, account));
  return { status: 200, body: 'ok' };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const eventOf = (told: z.infer<typeof eventSchema>, account: string): ChannelEvent => {
  const place = { account, chatId: told.chat };
  switch (told.type) {
    case 'message': {
      const sender = { externalId: told.chat, name: told.name };
      const message = { ...place, messageId: told.id, sender, text: told.text, sentAt: told.at };
      return { type: 'message', message: told.of === undefined ? message : { ...message, chosenIn: told.of } };
    }
    case 'edited':
      return { type: 'edited', edit: { ...place, messageId: told.id, text: told.text, editedAt: told.at } };
    case 'deleted':
      return { type: 'deleted', deletion: { ...place, messageId: told.id, deletedAt: told.at } };
    case 'reach':
      return { type: 'reach', change: { ...place, state: told.state, at: told.at } };
    default:
      return { type: 'receipt', receipt: { ...place, state: told.type, platformIds: told.ids } };
  }
};

const tokenSchema = z.object({ token: z.string() });

/** The key is exchanged for a token once; the token survives restarts, and is renewed when the platform rejects it. */
const tokensFor =
  ({ memory, ...context }: ChannelContext, { apiRoot, key }: z.output<typeof trialKind.credentials>): AccessToken =>
  async (refused) => {
    const known = tokenSchema.safeParse(await memory.read()).data?.token;
    if (known !== undefined && known !== refused) return known;
    const call = createTrialCall({ ...context, apiRoot });
    const { token } = tokenSchema.parse(await readAnswer(await call('token', {}, key)));
    await memory.write({ token });
    return token;
  };
