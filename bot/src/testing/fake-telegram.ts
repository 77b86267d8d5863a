import { type BotAnswer, type BotCall, FILE, listenAsBotApi } from './fake-telegram-server.ts';
import { createUpdateQueue, type Update, type UpdateQueue } from './fake-telegram-updates.ts';
import type { SentFile } from './read-form.ts';

/** The largest file that the Bot API serves. */
const MAX_FILE = 20 * 1024 * 1024;
/** What bots can send. */
const MAX_SENT_FILE = 50 * 1024 * 1024;
/** The ways to send a file, and the parameter that holds it. */
const fileMethods: Readonly<Record<string, string>> = {
  sendPhoto: 'photo',
  sendAnimation: 'animation',
  sendAudio: 'audio',
  sendVoice: 'voice',
  sendVideo: 'video',
  sendDocument: 'document',
};
/** The longest text that Telegram accepts. */
const MAX_TEXT = 4096;

type Sender = {
  readonly id?: number;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly username?: string;
  readonly language_code?: string;
};

type Writing = {
  readonly chatId: number;
  readonly text?: string;
  readonly from?: Sender;
  /** Fields that are added to the message or replace the default ones: `photo`, `caption`, `chat`, ... */
  readonly message?: Readonly<Record<string, unknown>>;
  /** The addressed bot; the first one by default. */
  readonly token?: string;
};

export type SentMessage = {
  readonly messageId: number;
  readonly text: string;
  readonly topic?: number;
  readonly replyTo?: number;
  /** Of a message with a file: by which method it came, and what. */
  readonly method?: string;
  readonly file?: Pick<SentFile, 'name' | 'bytes'>;
  /** The texts of the buttons below it, as long as there are any. */
  readonly buttons?: readonly string[];
};

/**
 * A failure. `answer lost`: the call takes effect, but its response breaks off halfway. `hang`: no response and no
 * effect. `page`: a proxy's HTML instead of JSON. `early`: the error goes out before the call is received as a whole.
 */
export type Trouble =
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly description?: string;
      readonly retryAfter?: number;
      readonly early?: boolean;
    }
  | { readonly kind: 'hang' | 'answer lost' | 'page' };

type Bot = {
  readonly id: number;
  readonly username: string;
  readonly updates: UpdateQueue;
  readonly sent: Map<string, SentMessage[]>;
  readonly knownChats: Set<string>;
  readonly typing: Map<string, number>;
};

export type FakeTelegram = {
  readonly apiRoot: string;
  /** Of the first bot. */
  readonly token: string;
  /** Another bot; returns its token. */
  addBot(id: number): string;
  /** Revokes the token, as /revoke does; a second call restores it. */
  toggleToken(token?: string): void;
  customerWrites(writing: Writing): { readonly updateId: number; readonly messageId: number };
  /** Presses a button below the bot's last message to the chat, or one that was there; returns the number of the update. */
  customerPresses(pressing: { readonly chatId: number; readonly choice: string }): number;
  /** A file that customers can send; returns its file_id. */
  addFile(bytes: Uint8Array): string;
  /** Telegram forgets the file. */
  removeFile(fileId: string): void;
  /** Queues an update unchanged, except that a missing number is filled in. */
  push(update: Readonly<Record<string, unknown>>): number;
  /** Delivers an update again, whether it was confirmed or not. */
  redeliver(updateId: number): void;
  /** The next response to getUpdates lists its updates newest first. */
  reverseNext(): void;
  /** The number of unconfirmed updates. */
  unconfirmed(): number;
  /** What the bot wrote to a chat, in order. */
  sent(chatId: number | string, token?: string): readonly SentMessage[];
  typingShown(chatId: number | string): number;
  /** Turns a group into a supergroup: both chats announce it unless `silently`, and the old id is rejected from then on. */
  upgradeGroup(chatId: number, to: number, options?: { readonly silently: boolean }): void;
  /** The customer blocks the bot, or a group removes it. */
  block(chatId: number): void;
  unblock(chatId: number): void;
  /** Makes the next `times` calls of `method` fail: any but getUpdates by default; `file` is a download. */
  trouble(trouble: Trouble, options?: { readonly method?: string; readonly times?: number }): void;
  /** Cancels all planned failures. */
  recover(): void;
  calls(method: string): number;
  stop(): Promise<void>;
};

/** Telegram's Bot API over HTTP on a loopback port, with what bots rely on and injectable failures. State is in memory. */
export const startFakeTelegram = async ({ port = 0 } = {}): Promise<FakeTelegram> => {
  const bots = new Map<string, Bot>();
  const unknownTokens = new Set<string>();
  const blocked = new Set<string>();
  const upgraded = new Map<string, number>();
  const openQueries = new Set<string>();
  /** The buttons that a message had at first: a late press of them may still come. */
  const offered = new Map<number, readonly string[]>();
  const troubles: { trouble: Trouble; method: string | undefined; left: number }[] = [];
  const files = new Map<string, Uint8Array>();
  const counts = new Map<string, number>();
  let lastMessageId = 100;

  const addBot = (id: number): string => {
    const token = `${id}:fake-token-of-bot-${id}`;
    const username = `fake_${id}_bot`;
    const maps = { sent: new Map(), typing: new Map(), knownChats: new Set<string>() };
    bots.set(token, { id, username, updates: createUpdateQueue(id * 1000), ...maps });
    return token;
  };
  const token = addBot(4200);
  const botOf = (wanted = token): Bot => {
    const bot = bots.get(wanted);
    if (!bot) throw new Error('No bot has this token');
    return bot;
  };

  const isEarly = (trouble: Trouble): boolean => trouble.kind === 'error' && trouble.early === true;

  const takeTrouble = (method: string, early = false): Trouble | undefined => {
    const next = troubles.find(
      (one) =>
        one.left > 0 &&
        isEarly(one.trouble) === early &&
        (one.method ?? (method === 'getUpdates' ? '' : method)) === method,
    );
    if (next) next.left -= 1;
    return next?.trouble;
  };

  const describeFile = (fileId: string): BotAnswer => {
    const bytes = files.get(fileId);
    if (!bytes) return error(400, 'Bad Request: wrong file_id or the file is temporarily unavailable');
    if (bytes.length > MAX_FILE) return error(400, 'Bad Request: file is too big');
    return ok({ file_id: fileId, file_size: bytes.length, file_path: pathOf(fileId) });
  };
  const sendFile = (path: string): BotAnswer => {
    const [, bytes] = [...files].find(([fileId]) => pathOf(fileId) === path) ?? [];
    return bytes ? { kind: 'file', bytes, cut: false } : error(404, 'Not Found');
  };

  const perform = async (bot: Bot, { method, parameters, files: given, gone }: BotCall): Promise<BotAnswer> => {
    const chat = String(parameters.chat_id);
    if (method === 'getMe') return ok({ id: bot.id, is_bot: true, first_name: 'Fake', username: bot.username });
    if (method === 'deleteWebhook') return ok(true);
    if (method === 'getUpdates') {
      const updates = await bot.updates.poll(parameters, gone);
      return updates === 'conflict' ? error(409, `Conflict: ${CONFLICT}`) : ok(updates);
    }
    if (method === 'getFile') return describeFile(String(parameters.file_id));
    if (method === FILE) return sendFile(String(parameters.path));
    if (method === 'answerCallbackQuery') {
      return openQueries.delete(String(parameters.callback_query_id)) ? ok(true) : error(400, TOO_OLD);
    }
    if (method === 'editMessageReplyMarkup') {
      const edited = (bot.sent.get(chat) ?? []).map((one) =>
        one.messageId === Number(parameters.message_id) ? { ...one, ...buttonsOf(parameters.reply_markup) } : one,
      );
      bot.sent.set(chat, edited);
      return ok(true);
    }
    const field = fileMethods[method];
    if (!field && method !== 'sendMessage' && method !== 'sendChatAction') {
      return error(404, 'Not Found: method not found');
    }
    if (!bot.knownChats.has(chat)) return error(400, 'Bad Request: chat not found');
    const movedTo = upgraded.get(chat);
    if (movedTo !== undefined) {
      return error(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: movedTo });
    }
    if (blocked.has(chat)) return error(403, 'Forbidden: bot was blocked by the user');
    if (method === 'sendChatAction') {
      bot.typing.set(chat, (bot.typing.get(chat) ?? 0) + 1);
      return ok(true);
    }
    const text = String(parameters.text ?? '');
    // The parameter names the part of the form that holds the bytes.
    const file = field && given.find((one) => `attach://${one.field}` === parameters[field]);
    if (field && !file) return error(400, `Bad Request: there is no ${field} in the request`);
    if (file && file.bytes.length > MAX_SENT_FILE) return error(413, 'Request Entity Too Large');
    if (file && file.bytes.length === 0) return error(400, 'Bad Request: file must be non-empty');
    if (!file && text.trim() === '') return error(400, 'Bad Request: message text is empty');
    if (text.length > MAX_TEXT) return error(400, 'Bad Request: message is too long');
    lastMessageId += 1;
    const topic = parameters.message_thread_id === undefined ? {} : { topic: Number(parameters.message_thread_id) };
    const answered = repliedTo(parameters.reply_parameters);
    const replyTo = answered === undefined ? {} : { replyTo: answered };
    offered.set(lastMessageId, buttonsOf(parameters.reply_markup).buttons ?? []);
    const content = file ? { text, method, file: { name: file.name, bytes: file.bytes } } : { text };
    bot.sent.set(chat, [
      ...(bot.sent.get(chat) ?? []),
      { messageId: lastMessageId, ...content, ...topic, ...replyTo, ...buttonsOf(parameters.reply_markup) },
    ]);
    return ok({ message_id: lastMessageId, date: seconds(), chat: { id: Number(chat), type: 'private' }, text });
  };

  const answer = async (call: BotCall): Promise<BotAnswer> => {
    counts.set(call.method, (counts.get(call.method) ?? 0) + 1);
    const bot = bots.get(call.token);
    if (!bot || unknownTokens.has(call.token)) return error(401, 'Unauthorized');
    const trouble = takeTrouble(call.method);
    if (!trouble) return perform(bot, call);
    if (trouble.kind === 'hang') return { kind: 'silence' };
    if (trouble.kind === 'page') return { kind: 'page', status: 502, html: '<h1>Bad gateway</h1>' };
    if (trouble.kind === 'error') return errorOf(trouble);
    const done = await perform(bot, call);
    if (done.kind === 'file') return { ...done, cut: true };
    return done.kind === 'json' ? { kind: 'cut', body: done.body } : done;
  };

  const answerEarly = ({ method }: Pick<BotCall, 'method'>): BotAnswer | undefined => {
    const trouble = takeTrouble(method, true);
    if (trouble?.kind !== 'error') return undefined;
    counts.set(method, (counts.get(method) ?? 0) + 1);
    return errorOf(trouble);
  };

  const server = await listenAsBotApi({ answer, answerEarly }, port);

  const push = (update: Update, bot = botOf()): number => bot.updates.push(update);

  const tellMember = (chatId: number, status: 'member' | 'kicked'): void => {
    const chat = { id: chatId, type: chatId < 0 ? 'supergroup' : 'private' };
    push({ my_chat_member: { chat, date: seconds(), new_chat_member: { status } } });
  };

  return {
    apiRoot: server.url,
    token,
    addBot,
    toggleToken: (one = token) => {
      if (!unknownTokens.delete(one)) unknownTokens.add(one);
    },
    customerWrites: ({ chatId, text, from, message, token: to }) => {
      const bot = botOf(to);
      bot.knownChats.add(String(chatId));
      lastMessageId += 1;
      const written = {
        message_id: lastMessageId,
        date: seconds(),
        chat: { id: chatId, type: chatId < 0 ? 'supergroup' : 'private' },
        from: { id: Math.abs(chatId), is_bot: false, first_name: `Customer ${Math.abs(chatId)}`, ...from },
        ...(text !== undefined && { text }),
        ...message,
      };
      return { updateId: push({ message: written }, bot), messageId: written.message_id };
    },
    customerPresses: ({ chatId, choice }) => {
      const { messageId, text } = (botOf().sent.get(String(chatId)) ?? []).findLast(({ buttons }) => buttons) ?? {};
      const id = `query-${openQueries.size}-${lastMessageId}`;
      openQueries.add(id);
      const data = `choice:${offered.get(Number(messageId))?.indexOf(choice) ?? 0}`;
      const rows = (offered.get(Number(messageId)) ?? []).map((one, index) => [
        { text: one, callback_data: `choice:${index}` },
      ]);
      const message = {
        ...{ message_id: messageId, date: seconds(), chat: { id: chatId, type: 'private' }, text },
        ...{ from: { id: 4200, is_bot: true, first_name: 'Fake' }, reply_markup: { inline_keyboard: rows } },
      };
      const from = { id: Math.abs(chatId), is_bot: false, first_name: `Customer ${Math.abs(chatId)}` };
      return push({ callback_query: { id, from, message, data, chat_instance: '1' } });
    },
    addFile: (bytes) => {
      const fileId = `file-${files.size + 1}`;
      files.set(fileId, bytes);
      return fileId;
    },
    removeFile: (fileId) => {
      files.delete(fileId);
    },
    push: (update) => push(update),
    redeliver: (updateId) => {
      for (const bot of bots.values()) bot.updates.redeliver(updateId);
    },
    reverseNext: () => botOf().updates.reverseNext(),
    unconfirmed: () => botOf().updates.unconfirmed(),
    sent: (chatId, one) => botOf(one).sent.get(String(chatId)) ?? [],
    typingShown: (chatId) => botOf().typing.get(String(chatId)) ?? 0,
    upgradeGroup: (chatId, to, { silently } = { silently: false }) => {
      upgraded.set(String(chatId), to);
      const bot = botOf();
      bot.knownChats.add(String(to));
      const service = (id: number, type: string, fields: object) => {
        lastMessageId += 1;
        const message = { message_id: lastMessageId, date: seconds(), chat: { id, type }, ...fields };
        if (!silently) push({ message }, bot);
      };
      service(chatId, 'group', { migrate_to_chat_id: to });
      service(to, 'supergroup', { migrate_from_chat_id: chatId });
    },
    block: (chatId) => {
      blocked.add(String(chatId));
      tellMember(chatId, 'kicked');
    },
    unblock: (chatId) => {
      blocked.delete(String(chatId));
      tellMember(chatId, 'member');
    },
    trouble: (trouble, { method, times = 1 } = {}) => {
      troubles.push({ trouble, method, left: times });
    },
    recover: () => {
      troubles.length = 0;
    },
    calls: (method) => counts.get(method) ?? 0,
    stop: server.close,
  };
};

const CONFLICT = 'terminated by other getUpdates request; make sure that only one bot instance is running';

const TOO_OLD = 'Bad Request: query is too old and response timeout expired or query ID is invalid';

/** The texts of an inline keyboard. */
const buttonsOf = (markup: unknown): Pick<SentMessage, 'buttons'> => {
  const given: unknown = typeof markup === 'string' ? JSON.parse(markup) : markup;
  if (typeof given !== 'object' || given === null || !('inline_keyboard' in given)) return {};
  return { buttons: (given.inline_keyboard as { readonly text: string }[][]).flat().map(({ text }) => text) };
};

/** Contains a space, as names of documents do. */
const pathOf = (fileId: string): string => `documents/${fileId} a.bin`;

const seconds = (): number => Math.floor(Date.now() / 1000);

const ok = (result: unknown): BotAnswer => ({ kind: 'json', status: 200, body: { ok: true, result } });

const error = (
  status: number,
  description = 'Internal Server Error',
  parameters?: { readonly retry_after: number } | { readonly migrate_to_chat_id: number },
): BotAnswer => ({
  kind: 'json',
  status,
  body: { ok: false, error_code: status, description, ...(parameters && { parameters }) },
});

const errorOf = ({ status, description, retryAfter }: Extract<Trouble, { readonly kind: 'error' }>): BotAnswer =>
  error(status, description, retryAfter === undefined ? undefined : { retry_after: retryAfter });

/** The Bot API also accepts an object as JSON text. */
const repliedTo = (parameters: unknown): number | undefined => {
  const given: unknown = typeof parameters === 'string' ? JSON.parse(parameters) : parameters;
  if (typeof given !== 'object' || given === null || !('message_id' in given)) return undefined;
  return Number(given.message_id);
};
