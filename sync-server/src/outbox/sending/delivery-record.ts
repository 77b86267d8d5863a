import type { ChannelCapabilities } from '@inbetwin/shared/channels/kind.ts';
import { isAccepted, type Message } from '@inbetwin/shared/entities/message.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';

type Delivery = Message['delivery'];
type CrashPolicy = Pick<ChannelCapabilities, 'unknownOutcome'>;

/** The document of a message that is being sent, with what this process has sent of it, recorded or not. */
export type DeliveryRecord = {
  /** As last read or recorded; undefined if it is deleted, or was not read yet. */
  message(): Message | undefined;
  read(): Promise<Message | undefined>;
  /** Records an attempt, before the platform is called. Undefined when there is nothing to send anymore. */
  begin(policy: CrashPolicy): Promise<Message | undefined>;
  /** The platform's ids of the parts that it has accepted. */
  sent(): readonly string[];
  /** Notes a part that the platform has accepted; the next `write` records it. */
  accept(platformId: string): void;
  /** Records a change together with the parts sent. */
  write(change: Partial<Delivery>): Promise<void>;
  /** Records that the message never goes out. A message that is sent or failed already stays so. */
  refuse(reason: NonNullable<Delivery['reason']>): Promise<void>;
};

/** Opens the record of one message; `inHand`: the message as the change feed brought it. */
export const openDeliveryRecord = (
  { messages }: Pick<TeamDocuments, 'messages'>,
  id: string,
  inHand: Message | undefined,
): DeliveryRecord => {
  let newest = inHand;
  let accepted: readonly string[] = [];
  /** Whether an earlier process left an attempt without its outcome; undefined before the first attempt. */
  let isInDoubt: boolean | undefined;

  const update = async (change: (current: Message) => Message): Promise<Message | undefined> => {
    newest = await messages.update(newest ?? id, change);
    return newest;
  };

  return {
    message: () => newest,
    read: async () => {
      newest = await messages.get(id);
      return newest;
    },
    begin: async (policy) => {
      let doubt = false;
      const begun = await update((current) => {
        doubt = isInDoubt ?? current.delivery.state === 'sending';
        return isPending(current) ? asBegun(current, doubt, policy) : current;
      });
      isInDoubt = doubt;
      if (!begun || !isPending(begun)) return undefined;
      accepted = longer(accepted, begun.delivery.platformIds);
      return begun;
    },
    sent: () => accepted,
    accept: (platformId) => {
      accepted = [...accepted, platformId.slice(0, 120)];
    },
    write: async (change) => {
      await update((current) => ({
        ...current,
        delivery: { ...current.delivery, ...change, platformIds: [...accepted] },
      }));
    },
    refuse: async (reason) => {
      await update((current) =>
        isPending(current) ? { ...current, delivery: { ...current.delivery, state: 'failed', reason } } : current,
      );
    },
  };
};

/** A crash may have come between the platform's answer and its record, or a record may have failed: the longer list knows more. */
const longer = (one: readonly string[], other: readonly string[]): readonly string[] =>
  other.length > one.length ? other : one;

/** The message with one more attempt. `isInDoubt`: the customer may have the next part already, so the channel's policy may mark it. */
export const asBegun = (message: Message, isInDoubt: boolean, { unknownOutcome }: CrashPolicy): Message => {
  const { reason: _, ...delivery } = message.delivery;
  const isMarked = isInDoubt && unknownOutcome === 'resend-once-marked';
  return {
    ...message,
    delivery: {
      ...delivery,
      state: 'sending',
      attempts: Math.min(delivery.attempts + 1, 1000),
      ...(isMarked && { resent: true }),
    },
  };
};

/** Whether the message is ours, and neither sent nor failed. */
export const isPending = ({ direction, delivery }: Message): boolean =>
  direction === 'outbound' && (delivery.state === 'queued' || delivery.state === 'sending');

/** Whether the message is ours, and a platform has accepted it. */
export const isSent = ({ direction, delivery, demo }: Message): boolean =>
  direction === 'outbound' && isAccepted(delivery) && !demo;
