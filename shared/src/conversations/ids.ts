/** Where a conversation takes place. */
export type Place = { readonly channel: string; readonly account: string; readonly chatId: string };

/** Keeps `:` free as the separator; a platform's own ids seldom hold anything else that is escaped. */
const escapePart = (part: string): string => encodeURIComponent(part.toWellFormed()).replaceAll('%40', '@');

export const conversationIdOf = ({ channel, account, chatId }: Place): string =>
  [channel, account, chatId].map(escapePart).join(':');

/** The inverse of `conversationIdOf`. */
export const placeOf = (conversationId: string): Place => {
  const [channel = '', account = '', chatId = ''] = conversationId.split(':').map(decodeURIComponent);
  return { channel, account, chatId };
};

/** `channel:account:chat:message`, so that a redelivered update is the same document. */
export const messageIdOf = (place: Place, platformMessageId: string): string =>
  `${conversationIdOf(place)}:${escapePart(platformMessageId)}`;

// Every consequence is named after its cause, so that replaying it changes nothing.
export const contactIdOf = (channel: string, account: string, externalId: string): string =>
  `contact:${[channel, account, externalId].map(escapePart).join(':')}`;
export const leadIdOf = (conversationId: string): string => `lead:${conversationId}`;
export const runIdOf = (messageId: string): string => `run:${messageId}`;
export const replyIdOf = (runId: string): string => `${runId}:reply`;
