import { digestText } from '../text/digest-text.ts';

/** Where a conversation takes place, in the platform's own ids. */
export type Place = { readonly channel: string; readonly account: string; readonly chatId: string };

/** Escapes `:` so that it can separate the parts. Platform ids seldom contain other characters that need escaping. */
const escapePart = (part: string): string => encodeURIComponent(part.toWellFormed()).replaceAll('%40', '@');

/** The id of the conversation in a place: `channel:account:chat`. */
export const conversationIdOf = ({ channel, account, chatId }: Place): string =>
  [channel, account, chatId].map(escapePart).join(':');

/**
 * Parses the place from a conversation id, or from the id of a customer's message. For a conversation it is the place
 * where the conversation began.
 */
export const placeOf = (id: string): Place => {
  const [channel = '', account = '', chatId = ''] = id.split(':').map(decodeURIComponent);
  return { channel, account, chatId };
};

/** `channel:account:chat:message`, so that a redelivered update is the same document. */
export const messageIdOf = (place: Place, platformMessageId: string): string =>
  `${conversationIdOf(place)}:${escapePart(platformMessageId)}`;

/** Returns the platform's own id of a customer's message, given our message id. */
export const platformIdOf = (messageId: string): string => decodeURIComponent(messageId.split(':')[3] ?? '');

// Ids of derived documents are built from the id of their cause, so that processing the cause again changes nothing.
export const contactIdOf = (channel: string, account: string, externalId: string): string =>
  `contact:${[channel, account, externalId].map(escapePart).join(':')}`;
/** The id of a group's contact, which no member's contact can have. */
export const groupContactIdOf = (conversationId: string): string => `contact:${conversationId}:group`;
/** The id of a group's lead. */
export const groupLeadIdOf = (conversationId: string): string => `lead:${conversationId}:group`;
/** The id of the lead that a conversation opens. */
export const leadIdOf = (conversationId: string): string => `lead:${conversationId}`;
/** The id of the run that works on a message. */
export const runIdOf = (messageId: string): string => `run:${messageId}`;
/**
 * The id of the run for a message that a person handed back. It is a separate run, because the message's first run
 * stayed silent while the person had the conversation.
 */
export const handedBackRunIdOf = (messageId: string, at: number): string => `${runIdOf(messageId)}:back:${at}`;
/**
 * The id of a person's reply. `cause` is what they sent, such as a draft, so that sending it twice creates one message.
 */
export const personReplyIdOf = (userId: string, cause: string): string => `person:${userId}:${digestText(cause)}`;
/** The id of a run's reply to the customer. */
export const replyIdOf = (runId: string): string => `${runId}:reply`;
/** The id of the message by which a step of a run tells the customer to wait. */
export const noticeIdOf = (runId: string, step: number): string => `${runId}:notice:${step}`;
/** Returns the id of the customer's message that a waiting notice is about; undefined for any other message. */
export const messageOfNotice = (id: string): string | undefined =>
  /^run:(.+):notice:\d+$/su.exec(id)?.[1]?.replace(/:back:\d+$/, '');
/** The id of the work that holds a run's suggested reply. */
export const suggestionIdOf = (runId: string): string => `work:${runId}:suggestion`;
/** The id of the work that a step of a run asks a person to do. */
export const workIdOf = (runId: string, step: number): string => `work:${runId}#${step}`;
/** Digests the message id to keep ids short, because the message of a follow-up may itself be followed up. */
export const followUpIdOf = (sequence: string, step: number, messageId: string): string =>
  `${FOLLOW_UP}${sequence}:${step}:${digestText(messageId)}`;
const FOLLOW_UP = 'work:follow-up:';
/** Whether the work is a follow-up. */
export const isFollowUpId = (workId: string): boolean => workId.startsWith(FOLLOW_UP);
/** Returns the id of the follow-up that a run carries out. */
export const followUpOf = (runId: string): string | undefined =>
  runId.startsWith(runIdOf(FOLLOW_UP)) ? runId.slice(runIdOf('').length) : undefined;
