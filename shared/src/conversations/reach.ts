import type { Conversation } from '../entities/conversation.ts';
import type { Message } from '../entities/message.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';
import { isGroup } from './audience.ts';

type Reach = NonNullable<Conversation['reach']>;

/** A change of whether our messages reach a chat: the customer blocked or unblocked us, or a group added, removed, or muted us. */
export type ReachChange = {
  readonly account: string;
  readonly chatId: string;
  readonly state: Reach['state'];
  /** Milliseconds since the epoch, by the platform's clock. */
  readonly at: number;
};

/** Whether the chat accepts our messages, as far as is known. */
export const isReachable = ({ reach }: Pick<Conversation, 'reach'>): boolean =>
  reach === undefined || reach.state === 'open';

/** Records what the platform reported. A report older than the recorded one changes nothing. */
export const noteReach = async (
  { conversations }: Pick<TeamDocuments, 'conversations'>,
  conversationId: string,
  { state, at }: Pick<ReachChange, 'state' | 'at'>,
): Promise<void> => {
  await conversations.update(conversationId, (current) =>
    current.reach && current.reach.at > at ? current : withReach(current, { state, at }),
  );
};

/**
 * Records the outcome of an attempt to send. `known` is what was recorded when the attempt began: a report that the platform has made since
 * is newer. The time of the platform's last report is kept, so that its next one counts whatever our clock says.
 */
export const noteAttempt = async (
  { conversations }: Pick<TeamDocuments, 'conversations'>,
  known: Conversation,
  hasArrived: boolean,
): Promise<void> => {
  const { state: before = 'open', at = 0 } = known.reach ?? {};
  const refused = isGroup(known) ? 'muted' : 'blocked';
  // The recorded reason is more specific than another refusal.
  if (hasArrived === (before === 'open')) return;
  await conversations.update(known.id, (current) =>
    current.reach?.state === known.reach?.state && current.reach?.at === known.reach?.at
      ? withReach(current, { state: hasArrived ? 'open' : refused, at })
      : current,
  );
};

const withReach = (conversation: Conversation, reach: Reach): Conversation =>
  conversation.reach?.state === reach.state && conversation.reach.at === reach.at
    ? conversation
    : { ...conversation, reach };

/** A message from the customer proves that we are not blocked, and one from a group that we are a member; we may still be muted there. */
export const reachAfter = (reach: Reach, { sentAt }: Message): Reach =>
  reach.state !== 'muted' && sentAt >= reach.at ? { ...reach, state: 'open' } : reach;
