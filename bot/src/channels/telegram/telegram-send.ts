import { type Api, InputFile } from 'grammy';
import { z } from 'zod';
import type { OutboundFile, OutboundPart } from '../channel.ts';
import { keyboardOf } from './telegram-choices.ts';
import type { ApiSignal, TelegramClient } from './telegram-client.ts';
import { isRefusedMedia, movedChatOf, oddAnswer } from './telegram-failure.ts';
import { destinationOf } from './telegram-update.ts';

const sentSchema = z.object({ message_id: z.int() });

type Destination = ReturnType<typeof destinationOf>;

/** The id of the supergroup that the group has become; nothing was sent in that case. */
type Sent =
  | { readonly sent: { readonly platformId: string }; readonly movedTo?: undefined }
  | { readonly sent?: undefined; readonly movedTo: string };

/** Sends a text or a file to a chat or one of its topics. */
export const sendPart = async (
  client: TelegramClient,
  { chatId, replyTo, text, choices, file }: Omit<OutboundPart, 'idempotencyKey'>,
): Promise<Sent> => {
  const destination = destinationOf(chatId);
  const options = { ...topicOf(destination), ...answering(replyTo) };
  const answered = async (answer: Promise<unknown>): Promise<Sent> => {
    try {
      const sent = sentSchema.safeParse(await answer);
      if (!sent.success) throw oddAnswer();
      return { sent: { platformId: String(sent.data.message_id) } };
    } catch (error) {
      const movedTo = movedChatOf(error);
      if (movedTo === undefined) throw error;
      return { movedTo };
    }
  };
  if (file) {
    const limit = { milliseconds: client.requestMs + Math.ceil(file.size / SLOWEST_BYTES_PER_MS) };
    return client.call((api, signal) => answered(sendFile(api, { destination, options, file, signal })), limit);
  }
  return client.call((api, signal) =>
    answered(api.sendMessage(destination.chat_id, text, { ...options, ...keyboardOf(choices) }, signal)),
  );
};

/** A slower upload is aborted. */
const SLOWEST_BYTES_PER_MS = 64;

type Uploading = {
  readonly destination: Destination;
  readonly options: Readonly<Record<string, unknown>>;
  readonly file: OutboundFile;
  readonly signal: ApiSignal;
};

type Send = (api: Api, ...sending: Parameters<Api['sendDocument']>) => Promise<unknown>;

/** How Telegram can display a file, and which files it accepts for each method: https://core.telegram.org/bots/api#sending-files */
const ways: readonly { readonly fits: (file: OutboundFile) => boolean; readonly send: Send }[] = [
  {
    fits: ({ kind, type, size }) => kind === 'image' && type !== 'image/gif' && size <= MAX_PHOTO_BYTES,
    send: (api, ...sending) => api.sendPhoto(...sending),
  },
  { fits: ({ type }) => type === 'image/gif', send: (api, ...sending) => api.sendAnimation(...sending) },
  {
    fits: ({ kind, name }) => kind === 'voice' && /\.(ogg|oga|opus|mp3|m4a)$/i.test(name),
    send: (api, ...sending) => api.sendVoice(...sending),
  },
  {
    fits: ({ kind, name }) => (kind === 'audio' || kind === 'voice') && /\.(mp3|m4a)$/i.test(name),
    send: (api, ...sending) => api.sendAudio(...sending),
  },
  {
    fits: ({ kind, name }) => kind === 'video' && /\.mp4$/i.test(name),
    send: (api, ...sending) => api.sendVideo(...sending),
  },
];
const MAX_PHOTO_BYTES = 10 * 1024 * 1024;
const sendDocument: Send = (api, ...sending) => api.sendDocument(...sending);

const sendFile = async (api: Api, { destination, options, file, signal }: Uploading): Promise<unknown> => {
  const way = ways.find(({ fits }) => fits(file));
  const send = (by: Send) =>
    by(api, destination.chat_id, new InputFile(() => file.open(), headerName(file.name)), options, signal);
  try {
    return await send(way?.send ?? sendDocument);
  } catch (error) {
    if (!way || !isRefusedMedia(error)) throw error;
    return send(sendDocument);
  }
};

/** grammY writes the name into a header unescaped, so it is quoted here without the characters that would end the quotation. */
const headerName = (name: string): string => `"${name.replace(/[\p{Cc}"\\]/gu, '_')}"`;

/** The message to reply to. If it has been deleted, Telegram sends the reply anyway. A pressed button is not a message in Telegram. */
const answering = (replyTo: string | undefined) =>
  replyTo === undefined || !/^\d+$/.test(replyTo)
    ? {}
    : { reply_parameters: { message_id: Number(replyTo), allow_sending_without_reply: true } };

export const topicOf = ({ message_thread_id }: Destination) =>
  message_thread_id === undefined ? {} : { message_thread_id };
