import type { Contact } from '../../entities/contact.ts';
import type { Conversation } from '../../entities/conversation.ts';
import type { Lead } from '../../entities/lead.ts';
import type { Message } from '../../entities/message.ts';
import type { Work } from '../../entities/work.ts';
import type { FollowUpEnd } from '../../entities/work-kinds/follow-up.ts';
import { declinesDeal } from '../../reading/intent.ts';
import { isGroup } from '../audience.ts';
import { replyIdOf, runIdOf } from '../ids.ts';
import { isReachable } from '../reach.ts';
import type { Sequence } from './follow-up-sequence.ts';
import { nextOpenTime, timeZonesOf, uncappedFrom } from './follow-up-times.ts';
import { isOptedOut } from './opt-out.ts';

const DAY = 86_400_000;

/** Everything that decides whether a follow-up is sent. */
export type FollowUpCase = {
  readonly work: Pick<Work, 'id' | 'dueAt' | 'createdAt' | 'followUp'>;
  readonly conversation:
    | Pick<Conversation, 'audience' | 'reach' | 'mode' | 'status' | 'handover' | 'lastMessage'>
    | undefined;
  readonly contact: Pick<Contact, 'optedOutAt' | 'optedInAt' | 'followUps' | 'timeZone' | 'phone'> | undefined;
  readonly lead: Pick<Lead, 'stage'> | undefined;
  /** The team's unanswered message. */
  readonly unanswered: Pick<Message, 'id' | 'createdAt'> | undefined;
  /** The latest messages of the conversation, in any order. */
  readonly messages: readonly Pick<Message, 'id' | 'direction' | 'createdAt' | 'text'>[];
  /** The channel accepts no free text now, and the team has selected no template. */
  readonly isClosed?: boolean;
  /** Undefined when the team has turned follow-ups off. */
  readonly sequence: Sequence | undefined;
  /** The team's IANA time zone. */
  readonly timeZone: string;
  /** The current time by the clock that dates stored documents. */
  readonly now: number;
  /**
   * The current time for people. It differs from `now` if the machine's clock was set back; quiet hours depend on it.
   */
  readonly calendar: number;
};

/** Send now, try again at a time, or end the sequence for a reason. */
export type FollowUpDecision =
  | { readonly kind: 'send' }
  | { readonly kind: 'later'; readonly at: number }
  | { readonly kind: 'end'; readonly reason: FollowUpEnd };

/** A follow-up that could not be sent within this time after it was due is dropped, because it has lost its point. */
const MAX_LATE_MS = 7 * DAY;
/**
 * A follow-up created further in the future than this was dated by a wrong clock, so its order among other events is
 * unknown.
 */
const MAX_EARLY_MS = DAY;

/**
 * Decides whether a follow-up is sent now. The same facts always give the same decision, and in case of doubt nothing
 * is sent.
 */
export const decideFollowUp = (facts: FollowUpCase): FollowUpDecision => {
  const { work, contact, timeZone, now } = facts;
  const lead = now - facts.calendar;
  const reason = findEnd(facts);
  if (reason) return { kind: 'end', reason };
  const others = (contact?.followUps ?? []).filter(({ id }) => id !== work.id);
  const uncapped = uncappedFrom(others);
  const earliest = Math.max(now, work.dueAt, uncapped);
  const at = nextOpenTime(earliest - lead, timeZonesOf(contact ?? {}, timeZone)) + lead;
  if (at > latestOf(facts)) return { kind: 'end', reason: uncapped > now ? 'capped' : 'expired' };
  return at <= now ? { kind: 'send' } : { kind: 'later', at };
};

/** Whether its creation time can only come from a wrong clock. */
export const isMisdated = ({ createdAt }: Pick<Work, 'createdAt'>, now: number): boolean =>
  createdAt > now + MAX_EARLY_MS;

const latestOf = ({ work, sequence }: FollowUpCase): number => {
  const step = sequence?.steps[work.followUp?.step ?? 0];
  return work.createdAt + (step?.afterMs ?? 0) + MAX_LATE_MS;
};

const findEnd = (facts: FollowUpCase): FollowUpEnd | undefined => {
  const { work, conversation, contact, lead, unanswered, sequence } = facts;
  if (facts.messages.some(({ id }) => id === ownMessageId(work.id))) return 'sent';
  if (!conversation || !contact || !lead || !unanswered || isGroup(conversation)) return 'closed';
  if (isOptedOut(contact)) return 'opted-out';
  if (!isReachable(conversation) || facts.isClosed) return 'unreachable';
  if (isMisdated(work, facts.now)) return 'expired';
  const later = laterThan(unanswered, facts);
  if (later.some(({ direction }) => direction === 'inbound')) return 'answered';
  if (later.length > 0) return 'superseded';
  if (isClosed(facts, conversation, lead)) return 'closed';
  if (conversation.mode === 'human' || conversation.handover) return 'with-person';
  const isKnown = sequence?.name === work.followUp?.sequence && sequence?.steps[work.followUp?.step ?? 0];
  return isKnown ? undefined : 'switched-off';
};

/** The id of the message that a follow-up sends to the customer. */
const ownMessageId = (workId: string): string => replyIdOf(runIdOf(workId));

type Later = Pick<Message, 'id' | 'direction' | 'createdAt'>;

const laterThan = (unanswered: Pick<Message, 'id' | 'createdAt'>, facts: FollowUpCase): readonly Later[] => {
  const { messages, conversation } = facts;
  const last = conversation && [{ ...conversation.lastMessage, createdAt: conversation.lastMessage.at }];
  return [...messages, ...(last ?? [])].filter(
    ({ id, createdAt }) => id !== unanswered.id && createdAt >= unanswered.createdAt,
  );
};

const isClosed = (
  { messages }: FollowUpCase,
  { status }: Pick<Conversation, 'status'>,
  { stage }: Pick<Lead, 'stage'>,
): boolean => {
  const [lastWord] = messages
    .filter(({ direction }) => direction === 'inbound')
    .toSorted((a, b) => b.createdAt - a.createdAt);
  return status === 'closed' || stage === 'won' || stage === 'lost' || declinesDeal(lastWord?.text ?? '');
};
