import { Failure } from '../../contracts/errors.ts';
import type { Message } from '../../entities/message.ts';
import { eachPage } from '../../ports/each-page.ts';
import type { TeamDocuments } from '../../ports/team-documents.ts';

/** Messages of ours reached the customer's device, or were read. */
export type Receipt = {
  readonly account: string;
  readonly chatId: string;
  readonly state: 'delivered' | 'read';
  /** The platform's ids of the parts, as returned by `send`. */
  readonly platformIds: readonly string[];
};

/** How many messages back a receipt's messages are searched for. */
const LOOK_BACK = 200;
const PAGE = 50;

/**
 * Records a receipt in the messages concerned. Messages that were not sent from here are skipped, because others may use the same account.
 * Throws `server.busy` while a message of the conversation is being sent, whose ids are not known yet, so that the platform repeats the
 * receipt.
 */
export const noteReceipt = async (
  { messages }: Pick<TeamDocuments, 'messages'>,
  conversationId: string,
  { state, platformIds }: Receipt,
): Promise<void> => {
  const missing = new Set(platformIds);
  const query = { index: ['conversationId', 'createdAt'], equals: [conversationId], descending: true, limit: PAGE };
  let isUnderWay = false;
  let looked = 0;
  for await (const page of eachPage(messages, query)) {
    for (const message of page) {
      isUnderWay ||= message.direction === 'outbound' && message.delivery.state === 'sending';
      const own = message.delivery.platformIds.filter((id) => missing.has(id));
      if (own.length === 0 || message.delivery.state === 'sending') continue;
      await messages.update(message, (current) => withReceipt(current, state));
      for (const id of own) missing.delete(id);
    }
    looked += page.length;
    if (missing.size === 0 || looked >= LOOK_BACK) break;
  }
  if (missing.size === 0 || !isUnderWay) return;
  throw new Failure('server.busy', 'The message is still on its way.', 'Repeat it in a moment.', { retryAfter: 1 });
};

const ranks: Partial<Record<Message['delivery']['state'], number>> = { sent: 0, delivered: 1, read: 2 };

/** Delivery states only move forward: a late `delivered` does not undo `read`, and an unsent message gets neither. */
export const withReceipt = (message: Message, state: Receipt['state']): Message => {
  const [known, next] = [ranks[message.delivery.state], ranks[state]];
  if (known === undefined || next === undefined || next <= known) return message;
  return { ...message, delivery: { ...message.delivery, state } };
};
