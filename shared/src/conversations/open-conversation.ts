import type { Contact } from '../entities/contact.ts';
import type { Conversation } from '../entities/conversation.ts';
import { newestFirst } from '../entities/declaring/fields.ts';
import type { Lead } from '../entities/lead.ts';
import type { Message } from '../entities/message.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';
import { detectLanguage } from '../text/detect-language.ts';
import { asHeard } from './audience.ts';
import { groupNameOf, nameGroup } from './group-chat.ts';
import { contactIdOf, leadIdOf, placeOf } from './ids.ts';
import { applyMessage, lastMessageOf } from './messages/apply-message.ts';

/**
 * Creates the contact, lead and conversation of a customer's message, or updates existing ones with it. Their ids are
 * derived from the message and the conversation is written last, so that a retry after a crash creates what is missing.
 * A deleted contact or lead is created again when the customer writes again.
 */
export const openConversation = async (documents: TeamDocuments, message: Message): Promise<Conversation> => {
  const known = await documents.conversations.get(message.conversationId);
  const heardIn = (conversation: Conversation): Conversation => applyMessage(asHeard(conversation, message), message);
  const opened = known ? heardIn(known) : asHeard(conversationFrom(message), message);
  if (opened.lastMessage.id === message.id) await ensureParties(documents, message, opened);
  if (opened === known) return known;
  return documents.conversations.upsert(known ?? opened.id, (current) => (current ? heardIn(current) : opened));
};

const ensureParties = async (
  { contacts, leads }: TeamDocuments,
  message: Message,
  conversation: Conversation,
): Promise<void> => {
  await Promise.all([
    contacts.insertOnce(contactFrom(message, conversation)),
    leads.insertOnce(leadFrom(message, conversation)),
  ]);
  if (message.group) await nameGroup({ contacts, leads }, conversation, message.group.title, message.createdAt);
};

const conversationFrom = (message: Message): Conversation => {
  const place = placeOf(message.conversationId);
  return {
    id: message.conversationId,
    ...place,
    contactId: contactIdOf(place.channel, place.account, externalIdOf(message)),
    leadId: leadIdOf(message.conversationId),
    language: detectLanguage(message.text) ?? message.author.language ?? 'ru',
    mode: 'agent',
    status: 'open',
    lastMessage: lastMessageOf(message),
    recency: newestFirst(message.createdAt),
    createdAt: message.createdAt,
    updatedAt: message.createdAt,
  };
};

const contactFrom = (message: Message, conversation: Conversation): Contact => {
  const { contactId, channel, account, chatId, language } = conversation;
  const { handle, name } = message.author;
  const times = { createdAt: message.createdAt, updatedAt: message.createdAt };
  if (message.group) {
    const identities = [{ channel, account, externalId: chatId }];
    return {
      id: contactId,
      kind: 'group',
      name: groupNameOf(conversation, message.group.title) || chatId,
      identities,
      ...times,
    };
  }
  return {
    id: contactId,
    kind: 'person',
    name: name || handle || externalIdOf(message),
    language,
    identities: [{ channel, account, externalId: externalIdOf(message), ...(handle === undefined ? {} : { handle }) }],
    ...times,
  };
};

const leadFrom = (message: Message, conversation: Conversation): Lead => ({
  id: conversation.leadId,
  contactId: conversation.contactId,
  conversationId: conversation.id,
  title: message.group
    ? groupNameOf(conversation, message.group.title)
    : message.author.name || message.author.handle || '',
  stage: 'new',
  score: 0,
  scoreReasons: [],
  bant: {},
  createdAt: message.createdAt,
  updatedAt: message.createdAt,
});

/** In a channel that does not distinguish people from chats, each chat is one person. */
const externalIdOf = (message: Message): string => message.author.id ?? placeOf(message.conversationId).chatId;
