import { type ErrorCode, errorCodes } from '../../contracts/errors.ts';
import { type Attachment, asFailedFile, isAwaited } from '../../entities/attachment.ts';
import type { Message } from '../../entities/message.ts';

/** The digests of the files that a reply cannot go out without and that the server does not have yet. */
export const awaitedDigests = ({ direction, attachments = [] }: Message): readonly string[] =>
  direction === 'outbound' ? attachments.filter(isAwaited).map(({ digest }) => digest) : [];

type Kept = Required<Pick<Attachment, 'digest' | 'size'>> & Pick<Attachment, 'type'>;

/** The message with those of its awaited files stored that are kept by now; their size and type are what the bytes show. */
export const withKeptFiles = (message: Message, kept: readonly Kept[]): Message => {
  const { attachments } = message;
  if (!attachments || kept.length === 0) return message;
  const settle = (file: Attachment): Attachment => {
    const found = isAwaited(file) ? kept.find(({ digest }) => digest === file.digest) : undefined;
    return found ? { kind: found.type ? 'image' : file.kind, name: file.name, ...found, state: 'stored' } : file;
  };
  return { ...message, attachments: attachments.map(settle) };
};

/** The message as failed because files of it never come; the same if it does not wait for any of them. */
export const withoutFiles = (message: Message, code: ErrorCode, digests: readonly string[]): Message => {
  const { attachments = [], delivery } = message;
  const isLost = (file: Attachment): boolean => isAwaited(file) && digests.includes(file.digest);
  if (delivery.state !== 'queued' || !attachments.some(isLost)) return message;
  return {
    ...message,
    attachments: attachments.map((file) => (isLost(file) ? asFailedFile(file, code) : file)),
    delivery: { ...delivery, state: 'failed', reason: { code, message: errorCodes[code][1] } },
  };
};
