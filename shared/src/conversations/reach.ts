import type { Conversation } from '../entities/conversation.ts';
import type { Message } from '../entities/message.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';
import { isGroup } from './audience.ts';

type Reach = NonNullable<Conversation['reach']>;

/** Whether our messages reach a chat changed: its customer blocked or unblocked us, or a group added, removed or silenced us. */
export type ReachChange = {
  readonly account: string;
  readonly chatId: string;
  readonly state: Reach['state'];
  /** Milliseconds since the epoch, by the platform's clock. */
  readonly at: number;
};

/** Whether the chat takes our messages, as far as is known. */
export const isReachable = ({ reach }: Pick<Conversation, 'reach'>): boolean =>
  reach === undefined || reach.state === 'open';

/** Stores what the platform told. A change that is older than the known one changes nothing. */
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
 * Stores what an attempt to send has shown. `known` is what was known when it began: if the platform has told something since then, that
 * is newer. The time of the platform's last word is kept, so that its next one counts whatever our clock says.
 */
export const noteAttempt = async (
  { conversations }: Pick<TeamDocuments, 'conversations'>,
  known: Conversation,
  hasArrived: boolean,
): Promise<void> => {
  const { state: before = 'open', at = 0 } = known.reach ?? {};
  const refused = isGroup(known) ? 'muted' : 'blocked';
  // A known reason says more than another refusal.
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

/** Whoever writes to us has not blocked us any more, and a group whose messages we get has us. We may still be silenced in it. */
export const reachAfter = (reach: Reach, { sentAt }: Message): Reach =>
  reach.state !== 'muted' && sentAt >= reach.at ? { ...reach, state: 'open' } : reach;
