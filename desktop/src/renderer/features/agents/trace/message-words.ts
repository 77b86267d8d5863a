import { textWithAttachments } from '@inbetwin/shared/conversations/messages/name-attachments.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';

/** A message as text, followed by the names of its files; undefined if the message is not on this device. */
export const messageWords = (message: Message | undefined): string | undefined =>
  message && textWithAttachments(message);
