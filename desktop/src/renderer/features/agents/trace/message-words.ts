import { textWithAttachments } from '@inbetwin/shared/conversations/messages/name-attachments.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';

/** A message as one text, its files named behind it; undefined while the message is not on this device. */
export const messageWords = (message: Message | undefined): string | undefined =>
  message && textWithAttachments(message);
