import { applyMessage } from '@inbetwin/shared/conversations/messages/apply-message.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { withAttempts, wordsOf } from '../attempts.ts';
import { type DeliveringOptions, laneKeyOf, type Ticket } from '../options.ts';
import type { WaitingMessages } from '../waiting-messages.ts';
import { createDelivery, type Delivered } from './deliver.ts';
import { awaitFiles, settleFiles } from './sent-files.ts';

/** Applies a message of the team to its conversation, then sends it, in the conversation's order. */
export const deliver = (
  options: DeliveringOptions & { readonly waiting: WaitingMessages },
  message: Message,
  ticket: Ticket,
): void => {
  const { documents, lanes, teamId } = options;
  const send = () => addDelivery(options, { message, inHand: message, isNoted: false }, ticket);
  const apply = async () => {
    // A device whose clock is ahead must not hide what the customer writes next.
    const dated = { ...message, createdAt: Math.min(message.createdAt, options.clock()) };
    await documents.conversations.update(message.conversationId, (current) => applyMessage(current, dated));
    send();
    return 'done' as const;
  };
  const job = { what: 'apply', messageId: message.id, attempt: apply, giveUp: async () => undefined, abandoned: send };
  lanes.noting.add(laneKeyOf(teamId, message.conversationId), withAttempts(job, options));
};

type Queued = Delivered & {
  /** Whether it is already recorded among the waiting deliveries. */
  readonly isNoted: boolean;
};

/**
 * Sends a message when it is its turn in the conversation. A message that has to wait is recorded, so that the feed's checkpoint may pass
 * it. A message whose files are still being uploaded by a device gives up its turn and takes another one when they have arrived.
 */
export const addDelivery = (
  options: DeliveringOptions & { readonly waiting: WaitingMessages },
  { isNoted, ...delivered }: Queued,
  ticket: Ticket,
): void => {
  const { documents, lanes, log, teamId, waiting } = options;
  const { message } = delivered;
  const delivery = createDelivery(options, delivered);
  let noted = isNoted;
  let filesAreThere = false;

  const note = async () => {
    if (!noted) await waiting.put(message);
    noted = true;
    ticket.passed();
  };
  const haveFilesArrived = async (): Promise<boolean> => {
    const current = delivered.inHand ?? (await documents.messages.get(message.id));
    return current === undefined || (await settleFiles(options, current)) === 'there';
  };
  const attempt = async () => {
    filesAreThere ||= await haveFilesArrived();
    if (!filesAreThere) {
      await note();
      awaitFiles(options, message.id, () => addDelivery(options, { message, isNoted: true }, ticket));
      return 'done' as const;
    }
    const outcome = await delivery.attempt();
    if (outcome !== 'done') return outcome;
    if (noted) await waiting.remove(message.id);
    ticket.ended();
    return outcome;
  };
  const giveUp = async (error: unknown) => {
    await documents.messages.update(message.id, (current) => asFailed(current, error));
    if (noted) await waiting.remove(message.id);
  };

  lanes.sending.add(laneKeyOf(teamId, message.conversationId), {
    ...withAttempts({ what: 'send', messageId: message.id, attempt, giveUp, abandoned: ticket.ended }, options),
    onBlocked: () => {
      note().catch((error: unknown) => {
        log.warn({ messageId: message.id, error: wordsOf(error) }, 'A waiting delivery could not be noted');
      });
    },
  });
};

const asFailed = (message: Message, error: unknown): Message => ({
  ...message,
  delivery: {
    ...message.delivery,
    state: 'failed',
    reason: { code: 'server.error', message: String(error).slice(0, 500) },
  },
});
