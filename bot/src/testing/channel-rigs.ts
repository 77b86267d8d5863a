import type { ChannelKindName, channelKinds } from '@inbetwin/shared/channels/registry.ts';
import { channels } from '../channels/registry.ts';
import { type ChannelRig, forgetful, shortTiming } from './channel-rig.ts';
import { startFakeTelegram } from './fake-telegram.ts';
import { createTrialOAuthRig, createTrialRig } from './trial/trial-rig.ts';

const createTelegramRig = async (): Promise<ChannelRig> => {
  const platform = await startFakeTelegram();
  const { telegram } = channels;
  const chatId = 77;
  let lastUpdate = 0;
  const trouble =
    (...given: Parameters<typeof platform.trouble>) =>
    async () =>
      platform.trouble(...given);
  return {
    channel: telegram,
    connect: (context) =>
      telegram.connect(
        { ...context, onHealth: () => undefined, memory: forgetful, timing: shortTiming },
        { token: platform.token, apiRoot: platform.apiRoot },
      ),
    customerWrites: async (text) => {
      lastUpdate = platform.customerWrites({ chatId, text }).updateId;
      return String(chatId);
    },
    redeliverLast: async () => platform.redeliver(lastUpdate),
    unacknowledged: async () => platform.unconfirmed() > 0,
    senderTriesAgain: async () => undefined,
    arrived: async (chat) => platform.sent(chat).length,
    filesArrived: async (chat) => platform.sent(chat).flatMap(({ file }) => file ?? []),
    typingShown: async (chat) => platform.typingShown(chat),
    sendingTroubles: [
      {
        make: trouble({ kind: 'error', status: 429, description: 'Too Many Requests', retryAfter: 7 }),
        code: 'channel.rate_limited',
        retryAfter: 7,
      },
      { make: trouble({ kind: 'error', status: 500 }), code: 'channel.unreachable', retryAfter: undefined },
      { make: trouble({ kind: 'page' }), code: 'channel.unreachable', retryAfter: undefined },
      { make: trouble({ kind: 'hang' }), code: 'channel.unreachable', retryAfter: undefined },
      { make: trouble({ kind: 'answer lost' }), code: 'channel.unreachable', retryAfter: undefined },
      { make: trouble({ kind: 'error', status: 401 }), code: 'channel.token_refused', retryAfter: undefined },
      {
        make: trouble({ kind: 'error', status: 403, description: 'Forbidden: bot was blocked by the user' }),
        code: 'channel.blocked',
        retryAfter: undefined,
      },
      {
        make: trouble({ kind: 'error', status: 400, description: 'Bad Request: chat not found' }),
        code: 'channel.rejected',
        retryAfter: undefined,
      },
      {
        make: trouble({ kind: 'error', status: 413, description: 'Request Entity Too Large' }),
        code: 'file.too_large',
        retryAfter: undefined,
      },
    ],
    reach: { block: async () => platform.block(chatId), unblock: async () => platform.unblock(chatId) },
    choices: {
      shown: async () => platform.sent(chatId).at(-1)?.buttons ?? [],
      press: async (choice) => void platform.customerPresses({ chatId, choice }),
    },
    // Bots are told of deletions in business connections alone.
    customerDeletesLast: undefined,
    customerName: undefined,
    access: undefined,
    pauseTemplate: undefined,
    platformCalls: undefined,
    sendOddInput: async () => {
      platform.push({ message: { message_id: 'one', chat: 5 } });
      platform.push({ message: null });
      platform.push({ update_id: 'none' });
      platform.push({ poll: {} });
    },
    untilListening: async () => {
      while (platform.calls('getUpdates') < 2) await new Promise((resolve) => setImmediate(resolve));
    },
    stop: platform.stop,
  };
};

/** The kinds that a platform is behind. */
type ConnectedKindName = {
  [Name in ChannelKindName]: (typeof channelKinds)[Name]['access'] extends 'credentials' ? Name : never;
}[ChannelKindName];

const registered: Readonly<Record<ConnectedKindName, () => Promise<ChannelRig>>> = {
  telegram: createTelegramRig,
};

/** One rig per registered kind with a platform, required by the compiler, and two for the parts of the contract that no registered kind uses yet. */
export const createChannelRigs: Readonly<Record<string, () => Promise<ChannelRig>>> = {
  ...registered,
  trial: createTrialRig,
  'trial-oauth': createTrialOAuthRig,
};
