import { digestText } from '../text/digest-text.ts';

/** Where a conversation takes place. */
export type Place = { readonly channel: string; readonly account: string; readonly chatId: string };

/** Keeps `:` free as the separator; a platform's own ids seldom hold anything else that is escaped. */
const escapePart = (part: string): string => encodeURIComponent(part.toWellFormed()).replaceAll('%40', '@');

export const conversationIdOf = ({ channel, account, chatId }: Place): string =>
  [channel, account, chatId].map(escapePart).join(':');

/** Where a conversation began, by its id; or where a customer wrote a message, by the id of that. */
export const placeOf = (id: string): Place => {
  const [channel = '', account = '', chatId = ''] = id.split(':').map(decodeURIComponent);
  return { channel, account, chatId };
};

/** `channel:account:chat:message`, so that a redelivered update is the same document. */
export const messageIdOf = (place: Place, platformMessageId: string): string =>
  `${conversationIdOf(place)}:${escapePart(platformMessageId)}`;

/** The platform's own id of a customer's message, by the id of that. */
export const platformIdOf = (messageId: string): string => decodeURIComponent(messageId.split(':')[3] ?? '');

// Every consequence is named after its cause, so that replaying it changes nothing.
export const contactIdOf = (channel: string, account: string, externalId: string): string =>
  `contact:${[channel, account, externalId].map(escapePart).join(':')}`;
/** A group has an identity of its own, under an id that no member of it can have. */
export const groupContactIdOf = (conversationId: string): string => `contact:${conversationId}:group`;
export const groupLeadIdOf = (conversationId: string): string => `lead:${conversationId}:group`;
export const leadIdOf = (conversationId: string): string => `lead:${conversationId}`;
export const runIdOf = (messageId: string): string => `run:${messageId}`;
/** What a person handed back is answered in a run of its own, since the message's own run was silent while the person had it. */
export const handedBackRunIdOf = (messageId: string, at: number): string => `${runIdOf(messageId)}:back:${at}`;
/** A person's own reply; `cause` is what they sent, such as a draft: sent twice it is one message. */
export const personReplyIdOf = (userId: string, cause: string): string => `person:${userId}:${digestText(cause)}`;
export const replyIdOf = (runId: string): string => `${runId}:reply`;
export const noticeIdOf = (runId: string, step: number): string => `${runId}:notice:${step}`;
/** The customer's message that a run told them to wait about; undefined for any other message. */
export const messageOfNotice = (id: string): string | undefined =>
  /^run:(.+):notice:\d+$/su.exec(id)?.[1]?.replace(/:back:\d+$/, '');
export const suggestionIdOf = (runId: string): string => `work:${runId}:suggestion`;
/** What a step of a run asks a person for. */
export const workIdOf = (runId: string, step: number): string => `work:${runId}#${step}`;
/** Short, since a follow-up's own message may be followed up. */
export const followUpIdOf = (sequence: string, step: number, messageId: string): string =>
  `${FOLLOW_UP}${sequence}:${step}:${digestText(messageId)}`;
const FOLLOW_UP = 'work:follow-up:';
export const isFollowUpId = (workId: string): boolean => workId.startsWith(FOLLOW_UP);
/** The follow-up that a run carries out. */
export const followUpOf = (runId: string): string | undefined =>
  runId.startsWith(runIdOf(FOLLOW_UP)) ? runId.slice(runIdOf('').length) : undefined;
