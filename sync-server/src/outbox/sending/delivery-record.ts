import type { ChannelCapabilities } from '@inbetwin/shared/channels/kind.ts';
import { isAccepted, type Message } from '@inbetwin/shared/entities/message.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';

type Delivery = Message['delivery'];
type CrashPolicy = Pick<ChannelCapabilities, 'unknownOutcome'>;

/** The document of a message that is being sent, with the parts that this process has sent, recorded or not. */
export type DeliveryRecord = {
  /** The message as last read or recorded; undefined if it is deleted or has not been read yet. */
  message(): Message | undefined;
  read(): Promise<Message | undefined>;
  /** Records an attempt before the platform is called. Undefined if nothing is left to send. */
  begin(policy: CrashPolicy): Promise<Message | undefined>;
  /** The platform's ids of the parts that it has accepted. */
  sent(): readonly string[];
  /** Adds a part that the platform has accepted; the next `write` records it. */
  accept(platformId: string): void;
  /** Records a change together with the sent parts. */
  write(change: Partial<Delivery>): Promise<void>;
  /** Records that the message can never be sent. A message that was sent or has failed stays that way. */
  refuse(reason: NonNullable<Delivery['reason']>): Promise<void>;
};

/** Opens the record of one message; `inHand` is the message as the feed delivered it. */
export const openDeliveryRecord = (
  { messages }: Pick<TeamDocuments, 'messages'>,
  id: string,
  inHand: Message | undefined,
): DeliveryRecord => {
  let newest = inHand;
  let accepted: readonly string[] = [];
  /** Whether an earlier process left an attempt without an outcome; undefined before the first attempt. */
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

/** The longer list is more complete: a crash may have prevented recording the platform's answer, or a record may have failed. */
const longer = (one: readonly string[], other: readonly string[]): readonly string[] =>
  other.length > one.length ? other : one;

/** Adds an attempt. If `isInDoubt`, the customer may already have the next part, so the channel's policy may mark the message. */
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

/** Whether the message is ours and neither sent nor failed. */
export const isPending = ({ direction, delivery }: Message): boolean =>
  direction === 'outbound' && (delivery.state === 'queued' || delivery.state === 'sending');

/** Whether the message is ours and a platform has accepted it. */
export const isSent = ({ direction, delivery, demo }: Message): boolean =>
  direction === 'outbound' && isAccepted(delivery) && !demo;
