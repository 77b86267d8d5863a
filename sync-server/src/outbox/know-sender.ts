import { contactIdOf, placeOf } from '@inbetwin/shared/conversations/ids.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { cutText } from '@inbetwin/shared/text/cut-text.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { wordsOf } from './attempts.ts';
import type { OutboxOptions } from './options.ts';

/** How long a customer's message may be delayed to look up their name. Milliseconds. */
const LONGEST_MS = 3_000;

/**
 * Returns the message with its author's name, to open the conversation with. The platform is asked only if its messages contain no names
 * and the customer is not known yet; the contact stores the answer. Without an answer in time, the message is returned unchanged.
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
