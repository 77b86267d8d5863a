import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { readNewestFirst } from '../../database/read-newest-first.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { formatPhone } from '../../i18n/format-phone.ts';
import { matchContact } from './match-contact.ts';

/** `detail` tells customers of the same name apart: a lead's title, the company, the phone number, or the email address. */
export type FoundCustomer = {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  readonly isGroup: boolean;
};

type Wanted = { readonly text: string; readonly most: number; readonly signal: AbortSignal };

/**
 * Finds customers by their details or those of their leads, most recently changed first, with or without a conversation. Returns nobody if
 * nothing is typed. Rejects with the signal's reason when aborted.
 */
export const findCustomers = async (
  { contacts, leads }: Pick<Workspace['collections'], 'contacts' | 'leads'>,
  { text, most, signal }: Wanted,
): Promise<readonly FoundCustomer[]> => {
  const found = new Map<string, FoundCustomer>();
  if (text.trim() === '') return [];
  const matches = matchContact(text);
  for await (const slice of readNewestFirst<Contact>(contacts)) {
    signal.throwIfAborted();
    for (const contact of slice) if (found.size < most && matches(contact)) found.set(contact.id, customerOf(contact));
    if (found.size === most) return [...found.values()];
  }
  for await (const slice of readNewestFirst<Lead>(leads)) {
    signal.throwIfAborted();
    const titled = slice.filter((lead) => matches(noContact, [lead.title, lead.bant.need ?? '']));
    const known = await contacts.storageInstance.findDocumentsById([...new Set(titled.map(contactIdOf))], false);
    const byId = new Map(known.map((contact) => [contact.id, contact]));
    for (const { contactId, title } of titled) {
      const contact = byId.get(contactId);
      if (contact && found.size < most && !found.has(contactId)) found.set(contactId, customerOf(contact, title));
    }
    if (found.size === most) break;
  }
  return [...found.values()];
};

const contactIdOf = ({ contactId }: Lead): string => contactId;
const noContact = { name: '', identities: [] };

const customerOf = ({ id, kind, name, company, phone = '', email }: Contact, title = ''): FoundCustomer => ({
  id,
  name,
  isGroup: kind === 'group',
  detail: [title, company, formatPhone(phone), email].filter((each) => each && each !== name).join(' · '),
});
