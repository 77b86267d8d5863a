import { MAX_CHAT_FILE, newFileSchema } from '@inbetwin/bot/widget/protocol.ts';
import { webChatKind } from '@inbetwin/shared/channels/web-chat.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { messageIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { kindOfType } from '@inbetwin/shared/entities/attachment.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { Request, Router } from 'express';
import { createDownloadGuard, sendBlob } from '../../files/downloads.ts';
import { bytesOf } from '../../files/file-routes.ts';
import type { MessageFiles } from '../../files/message-files.ts';
import { usingBlob } from '../../store/blobs/blob-bytes.ts';
import { notFound } from '../routes/lists.ts';
import { findChatFile } from './chat-history.ts';
import type { ChatGuard } from './chat-limits.ts';
import type { Visits } from './chat-visit.ts';

type Parts = {
  readonly visits: Visits;
  readonly guard: ChatGuard;
  readonly documentsOf: (teamId: string) => TeamDocuments | Promise<TeamDocuments>;
  readonly messageFilesOf: (teamId: string) => Pick<MessageFiles, 'keep' | 'open'>;
};

/** Routes to send and read files. */
export const mountChatFiles = (router: Router, { visits, guard, documentsOf, messageFilesOf }: Parts): void => {
  const downloads = createDownloadGuard();

  /** The bytes are piped straight into the team's files, with backpressure. */
  router.post('/chat/:team/files', async (request, response) => {
    const visit = await visits.of(request);
    const { teamId, chatId, address } = visit;
    const { id, name, type = '' } = parseFile(request.query);
    const release = await guard.admitFile(chatId, address, sizeOf(request));
    try {
      const file = await messageFilesOf(teamId).keep({
        messageId: messageIdOf({ channel: webChatKind.kind, account: webChatKind.account, chatId }, id),
        chunks: bytesOf(request),
        maxBytes: MAX_CHAT_FILE,
      });
      const kind = file.type === undefined ? kindOfType(type) : 'image';
      await visits.say(visit, { messageId: id, text: '', attachments: [{ ...file, kind, name }] });
    } finally {
      release();
    }
    response.status(201).json({ id });
  });

  /** Served only to the visitor whose chat contains the file; for everyone else it does not exist. */
  router.get('/chat/:team/files/:message/:at', async (request, response) => {
    const { teamId, chatId, address } = await visits.of(request);
    await guard.admitReading(address);
    const release = downloads.admit({ userId: chatId, teamId });
    try {
      const place = { messageId: request.params.message, at: Number(request.params.at) };
      const file = await findChatFile(await documentsOf(teamId), chatId, place);
      const blob = file?.digest === undefined ? undefined : await messageFilesOf(teamId).open(file.digest);
      if (!file?.digest || !blob) throw notFound('file');
      await usingBlob(blob, () => sendBlob({ request, response }, blob, file.digest ?? ''));
    } finally {
      release();
    }
  });
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

const sizeOf = (request: Pick<Request, 'get'>): number => {
  const size = Number(request.get('content-length') ?? Number.NaN);
  if (!Number.isSafeInteger(size)) {
    throw new Failure('request.invalid', 'The header Content-Length is missing.', 'Say how long the file is.');
  }
  if (size <= MAX_CHAT_FILE) return size;
  const megabytes = MAX_CHAT_FILE / 1024 / 1024;
  throw new Failure('file.too_large', `A file has ${megabytes} MB at most.`, 'Send it another way.');
};
