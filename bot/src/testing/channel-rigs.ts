import type { ErrorCode } from '@inbetwin/shared/contracts/errors.ts';
import type { Channel, ChannelConnection, ChannelContext } from '../channels/channel.ts';
import { createChannels } from '../channels/registry.ts';
import { defaultTiming } from '../channels/timing.ts';
import { createWebChatHub, type WebChatEvent } from '../channels/web-chat/web-chat-hub.ts';
import { startFakeTelegram } from './fake-telegram.ts';

/** What the conformance suite needs of a platform: one customer, and its bad days. */
export type ChannelRig = {
  readonly channel: Channel;
  connect(context: Pick<ChannelContext, 'receive' | 'clock' | 'log'>): Promise<ChannelConnection>;
  /** Returns the chat's id. */
  customerWrites(text: string): Promise<string>;
  redeliverLast(): Promise<void>;
  /** Whether the platform, or the customer's page, still holds a message as not taken. */
  unacknowledged(): Promise<boolean>;
  /** What the platform does by itself, and a page by a press on "retry". */
  senderTriesAgain(): Promise<void>;
  /** How many parts reached the customer. */
  arrived(chatId: string): Promise<number>;
  typingShown(chatId: string): Promise<number>;
  readonly sendingTroubles: readonly {
    readonly make: () => Promise<void>;
    readonly code: ErrorCode;
    readonly retryAfter: number | undefined;
  }[];
  sendOddInput(): Promise<void>;
  untilListening(): Promise<void>;
  stop(): Promise<void>;
};

/** Patience that a test can wait for. */
export const shortTiming = { ...defaultTiming, requestMs: 300, firstRetryMs: 10, longestRetryMs: 40 };

const createTelegramRig = async (): Promise<ChannelRig> => {
  const platform = await startFakeTelegram();
  const { telegram } = createChannels(createWebChatHub());
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
        { ...context, onHealth: () => undefined, chatChanged: async () => undefined, timing: shortTiming },
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
        code: 'channel.rejected',
        retryAfter: undefined,
      },
      {
        make: trouble({ kind: 'error', status: 400, description: 'Bad Request: chat not found' }),
        code: 'channel.rejected',
        retryAfter: undefined,
      },
    ],
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

const createWebChatRig = async (): Promise<ChannelRig> => {
  const hub = createWebChatHub();
  const channel = createChannels(hub)['web-chat'];
  const teamId = 'team-1';
  const chatId = '00112233445566778899aabbccddeeff';
  const events: WebChatEvent[] = [];
  const unlisten = hub.listen(teamId, chatId, (event) => events.push(event));
  let lastMessage = { chatId, messageId: 'm0', sender: { externalId: chatId, name: '' }, text: '', sentAt: 1 };
  let taken = true;
  const write = async () => {
    taken = false;
    await hub.write(teamId, lastMessage);
    taken = true;
  };
  const count = (wanted: WebChatEvent) => events.filter((event) => event === wanted).length;
  return {
    channel,
    connect: async (context) => channel.open({ ...context, teamId }),
    customerWrites: async (text) => {
      lastMessage = { ...lastMessage, messageId: `${lastMessage.messageId}+`, text };
      await write();
      return chatId;
    },
    redeliverLast: write,
    unacknowledged: async () => !taken,
    senderTriesAgain: write,
    arrived: async () => count('message'),
    typingShown: async () => count('typing'),
    sendingTroubles: [],
    sendOddInput: async () => hub.listen(teamId, 'nobody', () => undefined)(),
    untilListening: async () => undefined,
    stop: async () => unlisten(),
  };
};

/** One rig per kind of the registry: a new channel without a rig does not compile. */
export const createChannelRigs: Readonly<Record<keyof ReturnType<typeof createChannels>, () => Promise<ChannelRig>>> = {
  telegram: createTelegramRig,
  'web-chat': createWebChatRig,
};
