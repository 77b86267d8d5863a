import { telegramKind } from '@inbetwin/shared/channels/telegram.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { z } from 'zod';
import { type ChannelConnection, type ChannelContext, type ChannelHealth, defineChannel } from '../channel.ts';
import { createTelegramClient, type TelegramClient } from './telegram-client.ts';
import { getFileFailureOf, oddAnswer, tooLarge } from './telegram-failure.ts';
import { createTelegramPoll } from './telegram-poll.ts';
import { sendPart, topicOf } from './telegram-send.ts';
import { destinationOf } from './telegram-update.ts';

/** The format of BotFather's tokens. The token is part of the request path, so anything else could name a different address. */
const tokenSchema = z.string().regex(/^\d{1,20}:[\w-]{1,100}$/);
const meSchema = z.object({ id: z.int(), first_name: z.string(), username: z.string().optional() });
const fileSchema = z.object({ file_path: z.string().max(1000), file_size: z.int().optional() });

/** A Telegram bot that polls (https://core.telegram.org/bots/api). The account is the bot's id. */
export const telegram = defineChannel(telegramKind, async (context, credentials) => {
  if (!tokenSchema.safeParse(credentials.token).success) throw oddToken();
  const client = createTelegramClient(context, credentials);
  const me = meSchema.safeParse(await client.call((api, signal) => api.getMe(signal)));
  if (!me.success) throw oddAnswer();
  return createConnection(context, client, me.data);
});

const createConnection = (
  context: ChannelContext,
  client: TelegramClient,
  me: z.infer<typeof meSchema>,
): ChannelConnection => {
  const account = String(me.id);
  const name = me.username ? `@${me.username}` : me.first_name;
  let health: ChannelHealth = {
    state: 'connecting',
    reason: { code: 'channel.connecting', message: 'Telegram is asked for messages for the first time.' },
  };
  const setHealth = (next: ChannelHealth) => {
    if (JSON.stringify(next) === JSON.stringify(health)) return;
    health = next;
    context.onHealth(next);
  };
  const poll = createTelegramPoll({
    bot: me,
    client,
    context,
    onSuccess: () => setHealth({ state: 'connected', name }),
    onFailure: ({ code, message }) => setHealth({ state: 'failing', reason: { code, message } }),
  });

  return {
    account,
    name,
    health: () => health,
    start: async () => poll.start(),
    stop: async () => {
      await poll.stop();
      client.close();
    },
    send: async (part) => {
      const moved = await sendPart(client, part);
      if (moved.movedTo === undefined) return moved.sent;
      // Reported here as well, because the service message may have come while the bot was not running.
      await context.receive({ type: 'chat', change: { account, chatId: part.chatId, movedTo: moved.movedTo } });
      const { replyTo: _, ...again } = part;
      const { sent } = await sendPart(client, { ...again, chatId: moved.movedTo });
      if (!sent) throw oddAnswer();
      return sent;
    },
    download: (reference, signal) => downloadFile(client, reference, signal),
    showTyping: async (chatId) => {
      const destination = destinationOf(chatId);
      await client.call((api, signal) =>
        api.sendChatAction(destination.chat_id, 'typing', topicOf(destination), signal),
      );
    },
  };
};

/** The address of a file is valid for an hour, so it is requested for each download. */
const downloadFile = async (client: TelegramClient, fileId: string, signal: AbortSignal) => {
  const file = fileSchema.safeParse(
    await client.call(async (api, within) => {
      try {
        return await api.getFile(fileId, within);
      } catch (error) {
        throw getFileFailureOf(error);
      }
    }),
  );
  if (!file.success) throw oddAnswer();
  if ((file.data.file_size ?? 0) > telegramKind.capabilities.files.maxBytesIn) throw tooLarge();
  return client.download(file.data.file_path, signal);
};

const oddToken = () =>
  new Failure(
    'channel.token_refused',
    'This is not a bot token: it looks like 123456:ABC-DEF.',
    'Take the token from @BotFather.',
  );
