import type { Contact } from '../../entities/contact.ts';
import type { Message } from '../../entities/message.ts';
import type { TeamDocuments } from '../../ports/team-documents.ts';
import { readConsent } from '../../reading/read-consent.ts';

/** Whether the customer has opted out of unsolicited messages. Their questions are still answered. */
export const isOptedOut = ({ optedOutAt, optedInAt }: Pick<Contact, 'optedOutAt' | 'optedInAt'>): boolean =>
  optedOutAt !== undefined && optedOutAt >= (optedInAt ?? 0);

/**
 * Records an opt-out or opt-in that a message expresses and returns the contact in that case. Processing the same
 * message again, or an earlier one later, changes nothing.
 */
export const noteConsent = async (
  { contacts }: Pick<TeamDocuments, 'contacts'>,
  message: Pick<Message, 'text' | 'createdAt'>,
  contactId: string,
): Promise<Contact | undefined> => {
  const wish = readConsent(message.text);
  if (!wish) return undefined;
  const field = wish === 'out' ? 'optedOutAt' : 'optedInAt';
  return contacts.update(contactId, (contact) => {
    const isNews = (contact[field] ?? -1) < message.createdAt;
    // Someone who never opted out has nothing to take back: every Telegram chat begins with "start".
    if (!isNews || (wish === 'in' && contact.optedOutAt === undefined)) return contact;
    return { ...contact, [field]: message.createdAt, updatedAt: Math.max(contact.updatedAt, message.createdAt) };
  });
};
