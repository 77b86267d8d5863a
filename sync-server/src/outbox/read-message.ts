import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Change } from '@inbetwin/shared/ports/document-store.ts';
import type { OutboxOptions } from './options.ts';

/**
 * Reads a changed message; undefined for a deletion. Whatever the team writes from now on is dated later than it, also if another process
 * wrote it. A document that does not fit its schema is passed over, because its consequences are unknown; `onMisfit` may report it.
 */
export const readMessage = (
  change: Change,
  { documents, clock }: Pick<OutboxOptions, 'documents' | 'clock'>,
  onMisfit: () => void = () => undefined,
): Message | undefined => {
  try {
    const message = documents.messages.parse(change);
    if (message && message.author.kind !== 'person') clock.raise(message.createdAt);
    return message;
  } catch (error) {
    if (!hasCode(error, 'document.invalid')) throw error;
    onMisfit();
    return undefined;
  }
};
