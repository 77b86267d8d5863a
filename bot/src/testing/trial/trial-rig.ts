import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Credentials } from '@inbetwin/shared/channels/credentials.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { AccessToken, ChannelConnection, ConnectedChannel, WebhookAnswer } from '../../channels/channel.ts';
import { type ChannelRig, forgetful, shortTiming } from '../channel-rig.ts';
import { TRIAL_CLIENT } from './fake-oauth.ts';
import { startFakeTrialPlatform, TRIAL_KEY } from './fake-trial-platform.ts';
import { trialChannel } from './trial-channel.ts';
import { trialOAuthChannel } from './trial-oauth-channel.ts';

const listen = async (take: (request: IncomingMessage) => Promise<WebhookAnswer>) => {
  const server = createServer((request, response) => {
    take(request)
      .then(({ status, body = '' }) => response.writeHead(status).end(body))
      .catch(() => response.writeHead(503).end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    close: async (): Promise<void> => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

type Platform = Awaited<ReturnType<typeof startFakeTrialPlatform>>;
type Kind = Pick<ChannelRig, 'channel'> & {
  readonly channel: ConnectedChannel;
  readonly credentials: Credentials;
  /** Absent for a kind that takes its tokens by itself. */
  readonly access?: ReturnType<typeof accessTo>;
};

export const createTrialRig = (): Promise<ChannelRig> =>
  createRig(() => ({ channel: trialChannel, credentials: { key: TRIAL_KEY } }));

export const createTrialOAuthRig = (): Promise<ChannelRig> =>
  createRig((platform) => ({
    channel: trialOAuthChannel,
    credentials: { clientId: TRIAL_CLIENT, clientSecret: TRIAL_KEY },
    access: accessTo(platform),
  }));

/** What the server does for the connection: it hands out tokens, as long as the administrator's agreement holds. */
const accessTo = (platform: Platform) => {
  let token = platform.issueToken();
  let isSignedOut = false;
  const accessToken: AccessToken = async (refused) => {
    if (isSignedOut) throw new Failure('channel.signed_out', 'The agreement is revoked.', 'Connect it again.');
    if (refused === token) token = platform.issueToken();
    return token;
  };
  return {
    accessToken,
    expire: (): void => platform.revokeTokens(),
    revoke: (): void => {
      platform.revokeTokens();
      isSignedOut = true;
    },
    agree: (): void => {
      isSignedOut = false;
    },
  };
};

const createRig = async (open: (platform: Platform) => Kind): Promise<ChannelRig> => {
  const platform = await startFakeTrialPlatform();
  const { channel, credentials, access } = open(platform);
  const chat = 'anna';
  let connection: ChannelConnection | undefined;
  let stopped = false;
  const hooks = await listen(async (request) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    if (!connection?.webhook || stopped) return { status: 503 };
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const query = Object.fromEntries(new URL(request.url ?? '/', 'http://hook').searchParams);
    const method = request.method === 'GET' ? 'GET' : 'POST';
    return connection.webhook({ method, query, headers, body: Buffer.concat(chunks) });
  });
  const trouble = (status: number, retryAfter?: number) => async () => platform.trouble(status, retryAfter);
  return {
    channel,
    access,
    connect: async (context) => {
      const surroundings = {
        ...context,
        onHealth: () => undefined,
        memory: forgetful,
        timing: { ...shortTiming, requestMs: 10_000 },
      };
      const tokens = access && { accessToken: access.accessToken };
      const made = await channel.connect(
        { ...surroundings, ...tokens, webhookUrl: hooks.url },
        { apiRoot: platform.apiRoot, ...credentials },
      );
      connection = {
        ...made,
        stop: async () => {
          stopped = true;
          await made.stop();
        },
      };
      return connection;
    },
    customerWrites: async (text) => {
      await platform.customerWrites(chat, text);
      return chat;
    },
    redeliverLast: platform.redeliverLast,
    unacknowledged: async () => platform.unanswered() > 0,
    senderTriesAgain: platform.repeatUnanswered,
    arrived: async (to) => platform.sent(to).length,
    filesArrived: async (to) => platform.sent(to).flatMap(({ file }) => file ?? []),
    typingShown: async (to) => platform.typingShown(to),
    sendingTroubles: [
      { make: trouble(429, 7), code: 'channel.rate_limited', retryAfter: 7 },
      { make: trouble(500), code: 'channel.unreachable', retryAfter: undefined },
      { make: trouble(403), code: 'channel.rejected', retryAfter: undefined },
      { make: trouble(413), code: 'file.too_large', retryAfter: undefined },
    ],
    reach: { block: () => platform.customerBlocks(chat), unblock: () => platform.customerUnblocks(chat) },
    choices: {
      shown: async () => platform.sent(chat).at(-1)?.choices ?? [],
      press: (choice) => platform.customerPresses(chat, choice),
    },
    customerDeletesLast: () => platform.customerDeletes(chat, platform.lastMessageId()),
    pauseTemplate: platform.pauseTemplate,
    platformCalls: platform.calls,
    customerName: platform.nameOf(chat),
    sendOddInput: async () => {
      await platform.post({ type: 'unknown' });
      await platform.forge({ type: 'message', chat, id: 'forged', text: 'Подделка', name: 'Никто', at: 1 });
    },
    untilListening: async () => undefined,
    stop: async () => {
      await hooks.close();
      await platform.stop();
    },
  };
};
