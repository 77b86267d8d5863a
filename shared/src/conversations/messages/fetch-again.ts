import { type Attachment, canBeFetchedAgain } from '../../entities/attachment.ts';
import type { Message } from '../../entities/message.ts';

/** The message with those of its files waiting again that the channel may hand out the next time; the same if there are none. */
export const withFilesWaiting = (message: Message): Message => {
  const { attachments = [] } = message;
  if (!attachments.some(canBeFetchedAgain)) return message;
  const wait = ({ reason: _, ...file }: Attachment): Attachment => ({ ...file, state: 'waiting' });
  return { ...message, attachments: attachments.map((file) => (canBeFetchedAgain(file) ? wait(file) : file)) };
};
