import { createHash } from 'node:crypto';
import type { InboundMessage } from '@inbetwin/bot/channels/channel.ts';
import { type WebChatEvent, type WebChatHub, webChatIdOf } from '@inbetwin/bot/channels/web-chat/web-chat-hub.ts';
import {
  MAX_CHAT_FILE,
  MAX_TEXT,
  newFileSchema,
  newMessageSchema,
  receiptSchema,
  type StreamEventName,
  VISITOR_HEADER,
  visitorSchema,
} from '@inbetwin/bot/widget/protocol.ts';
import { webChatKind } from '@inbetwin/shared/channels/web-chat.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { messageIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { kindOfType } from '@inbetwin/shared/entities/attachment.ts';
import { type Language, languageSchema } from '@inbetwin/shared/entities/declaring/fields.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createSession } from 'better-sse';
import { type Request, type Response, Router } from 'express';
import type { ChannelHost } from '../../channels/channel-host.ts';
import { createDownloadGuard, sendBlob } from '../../files/downloads.ts';
import { bytesOf } from '../../files/file-routes.ts';
import type { MessageFiles } from '../../files/message-files.ts';
import { usingBlob } from '../../store/blobs/blob-bytes.ts';
import { createBodyReader } from '../bodies/body.ts';
import { refuseOtherMethods } from '../machinery/other-methods.ts';
import { notFound } from '../routes/lists.ts';
import { findChatFile, readHistory } from './chat-history.ts';
import { type ChatLimits, createChatGuard } from './chat-limits.ts';
import { createChatPages } from './chat-pages.ts';

const KEEP_ALIVE_MS = 15_000;
/** Enough for the longest message in any encoding. */
const MAX_BODY_BYTES = 64 * 1024;

type ChatTeam = { readonly id: string; readonly name: string };

type ChatOptions = {
  readonly findTeamBySlug: (slug: string) => Promise<ChatTeam | undefined>;
  readonly documentsOf: (teamId: string) => TeamDocuments | Promise<TeamDocuments>;
  readonly messageFilesOf: (teamId: string) => Pick<MessageFiles, 'keep' | 'open'>;
  readonly webChat: WebChatHub;
  /** Opens a team's chat on first use. */
  readonly channels: Pick<ChannelHost, 'connectionOf'>;
  readonly clock: Clock;
  /** The output folder of the chat page's build, `bot/out/widget`. */
  readonly pageFolder: string;
  readonly limits?: ChatLimits;
};

/**
 * The chat page of a team and its API, open to anyone who knows the team's address. Mount it before the error handler, which converts what
 * it throws to problem documents.
 */
export const createChatRoutes = (options: ChatOptions): Router => {
  const { webChat, channels, clock } = options;
  const router = Router();
  const guard = createChatGuard(options.limits);
  const pages = createChatPages(options.pageFolder);
  const readBody = createBodyReader(MAX_BODY_BYTES);
  const downloads = createDownloadGuard();

  const teamOf = async (request: Request<{ team: string }>): Promise<ChatTeam> => {
    const team = await options.findTeamBySlug(request.params.team);
    if (team) return team;
    throw new Failure('team.not_found', 'There is no chat at this address.', 'Check the address.');
  };

  router.use('/chat-assets/assets', pages.assets);

  router.get('/chat/:team', async (request, response) => {
    const team = await options.findTeamBySlug(request.params.team);
    await pages.send(
      response,
      team ? { page: 'chat', team: team.name } : { page: 'not-found', language: languageOf(request) },
    );
  });

  router.post('/chat/:team/messages', async (request, response) => {
    const team = await teamOf(request);
    const visitor = visitorOf(request);
    await guard.admitMessage(visitor.chatId, request.ip);
    const { id, text, name, choiceOf } = await readBody({ request, response, teamId: undefined }, async (body) =>
      parseMessage(body),
    );
    const chosen = choiceOf !== undefined && { chosenIn: webChatIdOf(`${choiceOf}#0`) };
    await hear(request, { team, ...visitor, name }, { messageId: id, text, ...chosen });
    response.status(201).json({ id });
  });

  router.delete('/chat/:team/messages/:id', async (request, response) => {
    const team = await teamOf(request);
    const { chatId } = visitorOf(request);
    await guard.admitMessage(chatId, request.ip);
    openChat(team.id);
    await webChat.remove(team.id, { chatId, messageId: request.params.id, deletedAt: clock() });
    // The visitor's other windows show it, too.
    webChat.tell(team.id, chatId, 'message');
    response.status(204).end();
  });

  /** The bytes go straight to the team's files, no faster than those take them. */
  router.post('/chat/:team/files', async (request, response) => {
    const team = await teamOf(request);
    const visitor = visitorOf(request);
    const { id, name, type = '' } = parseFile(request.query);
    const size = sizeOf(request);
    const release = await guard.admitFile(visitor.chatId, request.ip, size);
    try {
      openChat(team.id);
      const file = await options.messageFilesOf(team.id).keep({
        messageId: messageIdOf({ channel: webChatKind.kind, account: webChatKind.account, ...visitor }, id),
        chunks: bytesOf(request),
        maxBytes: MAX_CHAT_FILE,
      });
      const kind = file.type === undefined ? kindOfType(type) : 'image';
      await hear(request, { team, ...visitor }, { messageId: id, text: '', attachments: [{ ...file, kind, name }] });
    } finally {
      release();
    }
    response.status(201).json({ id });
  });

  /** To the visitor whose chat it is in; for everybody else there is no such file. */
  router.get('/chat/:team/files/:message/:at', async (request, response) => {
    const team = await teamOf(request);
    const { chatId } = visitorOf(request);
    await guard.admitReading(request.ip);
    const release = downloads.admit({ userId: chatId, teamId: team.id });
    try {
      const place = { messageId: request.params.message, at: Number(request.params.at) };
      const file = await findChatFile(await options.documentsOf(team.id), chatId, place);
      const blob = file?.digest === undefined ? undefined : await options.messageFilesOf(team.id).open(file.digest);
      if (!file?.digest || !blob) throw notFound('file');
      await usingBlob(blob, () => sendBlob({ request, response }, blob, file.digest ?? ''));
    } finally {
      release();
    }
  });

  router.post('/chat/:team/receipts', async (request, response) => {
    const team = await teamOf(request);
    const { chatId } = visitorOf(request);
    await guard.admitReading(request.ip);
    const seen = await readBody({ request, response, teamId: undefined }, async (body) => parseReceipt(body));
    openChat(team.id);
    await webChat.acknowledge(team.id, chatId, { state: seen.state, messageIds: seen.ids });
    response.status(204).end();
  });

  router.get('/chat/:team/messages', async (request, response) => {
    const team = await teamOf(request);
    const { chatId } = visitorOf(request);
    await guard.admitReading(request.ip);
    const { before } = request.query;
    const documents = await options.documentsOf(team.id);
    const history = await readHistory(documents, chatId, typeof before === 'string' ? before : undefined);
    response.set('Cache-Control', 'no-store').json(history);
  });

  router.get('/chat/:team/stream', async (request, response) => {
    const team = await teamOf(request);
    const { chatId } = visitorOf(request);
    if (request.method === 'HEAD') {
      response.type('text/event-stream').end();
      return;
    }
    openChat(team.id);
    const release = guard.admitStream(chatId, request.ip);
    response.once('close', release);
    await stream(request, response, (hear) => webChat.listen(team.id, chatId, hear));
  });

  type Speaker = { readonly team: ChatTeam; readonly chatId: string; readonly name?: string | undefined };

  const hear = async (
    request: Request,
    { team, chatId, name }: Speaker,
    said: Pick<InboundMessage, 'messageId' | 'text' | 'attachments' | 'chosenIn'>,
  ): Promise<void> => {
    openChat(team.id);
    const language = languageOf(request);
    const sender = { externalId: chatId, name: name || guestName(chatId, language) };
    await webChat.write(team.id, {
      chatId,
      sender: language ? { ...sender, language } : sender,
      sentAt: clock(),
      ...said,
    } satisfies Omit<InboundMessage, 'account'>);
    // The visitor's other windows show it, too.
    webChat.tell(team.id, chatId, 'message');
  };

  const openChat = (teamId: string): void => {
    if (channels.connectionOf(teamId, webChatKind.kind, webChatKind.account)) return;
    throw new Failure('server.stopping', 'The chat is closed just now.', 'Try again in a moment.');
  };

  return refuseOtherMethods(router);
};

/** Subscribes before it sends `ready`, so that no event after the page has read the history is missed. */
const stream = async (
  request: Request,
  response: Response,
  listen: (hear: (event: WebChatEvent) => void) => () => void,
): Promise<void> => {
  response.set('X-Accel-Buffering', 'no');
  const session = await createSession(request, response, { keepAlive: KEEP_ALIVE_MS });
  const tell = (event: StreamEventName) => {
    if (session.isConnected) session.push({}, event);
  };
  const stopListening = listen((event) => {
    if (event === 'closed') response.end();
    else tell(event);
  });
  if (session.isConnected) session.once('disconnected', stopListening);
  else stopListening();
  tell('ready');
};

/** The chat id is a digest of the visitor's secret, so that someone who learns the chat id cannot impersonate the visitor. */
const visitorOf = (request: Request): { readonly chatId: string } => {
  const visitor = visitorSchema.safeParse(request.get(VISITOR_HEADER));
  if (!visitor.success) {
    throw new Failure(
      'request.invalid',
      `The header ${VISITOR_HEADER} is missing or wrong.`,
      'Send 32 random hexadecimal digits, the same with every request.',
    );
  }
  return { chatId: createHash('sha256').update(visitor.data).digest('hex').slice(0, 32) };
};

const parseMessage = (body: unknown) => {
  const message = newMessageSchema.safeParse(body);
  if (message.success) return message.data;
  const [issue] = message.error.issues;
  throw new Failure(
    'request.invalid',
    `The message does not fit: ${issue?.path.join('.') || 'body'}: ${issue?.message}`,
    `Send an id of 8 to 64 letters or digits, and a text of 1 to ${MAX_TEXT} characters.`,
  );
};

const parseReceipt = (body: unknown) => {
  const receipt = receiptSchema.safeParse(body);
  if (receipt.success) return receipt.data;
  throw new Failure('request.invalid', 'The receipt does not fit.', 'Send a state and up to 100 ids of messages.');
};

const parseFile = (query: unknown) => {
  const file = newFileSchema.safeParse(query);
  if (file.success) return file.data;
  const [issue] = file.error.issues;
  throw new Failure(
    'request.invalid',
    `The file does not fit: ${issue?.path.join('.') || 'query'}: ${issue?.message}`,
    'Send an id of 8 to 64 letters or digits, and a name.',
  );
};

const sizeOf = (request: Request): number => {
  const size = Number(request.get('content-length') ?? Number.NaN);
  if (!Number.isSafeInteger(size)) {
    throw new Failure('request.invalid', 'The header Content-Length is missing.', 'Say how long the file is.');
  }
  if (size <= MAX_CHAT_FILE) return size;
  const megabytes = MAX_CHAT_FILE / 1024 / 1024;
  throw new Failure('file.too_large', `A file has ${megabytes} MB at most.`, 'Send it another way.');
};

const languageOf = (request: Request): Language | undefined => {
  if (!request.get('accept-language')) return undefined;
  const wanted = languageSchema.safeParse(request.acceptsLanguages('en', 'ru'));
  return wanted.success ? wanted.data : undefined;
};

/** A short tag tells visitors apart who did not give a name. */
const guestName = (chatId: string, language: Language | undefined): string =>
  `${language === 'en' ? 'Guest' : 'Гость'} ${chatId.slice(0, 4).toUpperCase()}`;
