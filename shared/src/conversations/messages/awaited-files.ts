import { type ErrorCode, errorCodes } from '../../contracts/errors.ts';
import { type Attachment, asFailedFile, isAwaited } from '../../entities/attachment.ts';
import type { Message } from '../../entities/message.ts';

/** Digests of the files that must be uploaded before the reply can be sent. */
export const awaitedDigests = ({ direction, attachments = [] }: Message): readonly string[] =>
  direction === 'outbound' ? attachments.filter(isAwaited).map(({ digest }) => digest) : [];

type Kept = Required<Pick<Attachment, 'digest' | 'size'>> & Pick<Attachment, 'type'>;

/** Marks the awaited files that have arrived as stored, with the size and type determined from their bytes. */
export const withKeptFiles = (message: Message, kept: readonly Kept[]): Message => {
  const { attachments } = message;
  if (!attachments || kept.length === 0) return message;
  const settle = (file: Attachment): Attachment => {
    const found = isAwaited(file) ? kept.find(({ digest }) => digest === file.digest) : undefined;
    return found ? { kind: found.type ? 'image' : file.kind, name: file.name, ...found, state: 'stored' } : file;
  };
  return { ...message, attachments: attachments.map(settle) };
};

/** Marks the message as failed because some of its files will never arrive; unchanged if it does not wait for any of them. */
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
