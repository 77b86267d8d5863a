import { type Attachment, canBeFetchedAgain } from '../../entities/attachment.ts';
import type { Message } from '../../entities/message.ts';

/** Marks the failed files that may be available now as waiting; returns the same message if there are none. */
export const withFilesWaiting = (message: Message): Message => {
  const { attachments = [] } = message;
  if (!attachments.some(canBeFetchedAgain)) return message;
  const wait = ({ reason: _, ...file }: Attachment): Attachment => ({ ...file, state: 'waiting' });
  return { ...message, attachments: attachments.map((file) => (canBeFetchedAgain(file) ? wait(file) : file)) };
};
