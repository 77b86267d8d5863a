import { contactIdOf, placeOf } from '@inbetwin/shared/conversations/ids.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { cutText } from '@inbetwin/shared/text/cut-text.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { wordsOf } from './attempts.ts';
import type { OutboxOptions } from './options.ts';

/** A customer is not kept waiting for longer to be called by their name. */
const LONGEST_MS = 3_000;

/**
 * The message with the name of who wrote it, for its conversation to be opened with. The platform is asked where messages come without
 * names and the customer is not known yet; the contact remembers the answer. Without one in time the message is returned as it is.
 */
export const knowSender = async (options: OutboxOptions, message: Message): Promise<Message> => {
  const { documents, outletOf, log } = options;
  const { author, conversationId } = message;
  const { channel, account } = placeOf(conversationId);
  const connection = outletOf(channel, account)?.connection;
  if (author.name || author.id === undefined || message.group || !connection?.profile) return message;
  if (await documents.contacts.get(contactIdOf(channel, account, author.id))) return message;
  const ended = new AbortController();
  const signal = AbortSignal.any([options.signal, ended.signal]);
  try {
    const profile = await Promise.race([connection.profile(author.id), pause(LONGEST_MS, signal)]);
    if (!profile?.name.trim()) return message;
    const { name, handle, language } = profile;
    const known = {
      name: cutText(name.toWellFormed().trim(), 200),
      ...(handle && { handle: cutText(handle.toWellFormed(), 120) }),
      ...(language && { language }),
    };
    return { ...message, author: { ...author, ...known } };
  } catch (error) {
    log.debug({ messageId: message.id, error: wordsOf(error) }, 'The platform does not say who wrote');
    return message;
  } finally {
    ended.abort();
  }
};
