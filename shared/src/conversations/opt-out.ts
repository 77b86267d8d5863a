import type { Contact } from '../entities/contact.ts';
import type { Message } from '../entities/message.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';
import { readConsent } from '../reading/read-consent.ts';

/** Whether the customer wants no messages that they did not ask for. Their questions are answered all the same. */
export const isOptedOut = ({ optedOutAt, optedInAt }: Pick<Contact, 'optedOutAt' | 'optedInAt'>): boolean =>
  optedOutAt !== undefined && optedOutAt >= (optedInAt ?? 0);

/**
 * Notes what a message says about that, and returns the contact if it says anything; the same message a second time, or behind a
 * later one, changes nothing.
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
    // Whoever never opted out has nothing to take back: "start" is how every Telegram chat begins.
    if (!isNews || (wish === 'in' && contact.optedOutAt === undefined)) return contact;
    return { ...contact, [field]: message.createdAt, updatedAt: Math.max(contact.updatedAt, message.createdAt) };
  });
};
