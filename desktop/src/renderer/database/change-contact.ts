import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { leadsOf } from '@inbetwin/shared/leads/lead-documents.ts';
import { nameLeadsAfter } from '@inbetwin/shared/leads/name-leads.ts';
import { leadDocumentsOf, renewScoresHere } from './lead-documents.ts';
import { readNewestFirst } from './read-newest-first.ts';
import type { Workspace } from './workspace-database.ts';

/** Changes a contact; its leads that go by its name get the new one, and are scored. `next` must be pure. */
export const setContactFields = async (
  workspace: Workspace,
  contactId: string,
  next: (current: Contact) => Contact,
): Promise<void> => {
  const document = await workspace.collections.contacts.findOne(contactId).exec();
  if (!document) return;
  const { name } = document;
  const now = Date.now();
  const changed = await document.incrementalModify((current) => {
    const result = next(current);
    return result === current ? current : { ...result, updatedAt: Math.max(current.updatedAt + 1, now) };
  });
  if (changed.name !== name) await nameLeadsAfter(leadDocumentsOf(workspace), changed, { former: [name], now });
  await renewScoresHere(workspace, contactId);
};

/** Another contact with the same phone number or address. */
export const findNamesake = async ({ collections }: Workspace, contactId: string): Promise<Contact | undefined> => {
  const contact = await collections.contacts.findOne(contactId).exec();
  if (!contact?.phone && !contact?.email) return undefined;
  const { phone, email } = contact;
  const isSame = (other: Contact): boolean =>
    other.id !== contactId &&
    ((phone !== undefined && other.phone === phone) || (email !== undefined && other.email === email));
  for await (const slice of readNewestFirst<Contact>(collections.contacts)) {
    const found = slice.find(isSame);
    if (found) return found;
  }
  return undefined;
};

export type RemovedContact = { readonly contact: Contact; readonly leads: readonly Lead[] };

/** Removes a contact that was entered by hand, with its leads; what `restoreContact` brings back. */
export const removeContact = async (workspace: Workspace, contactId: string): Promise<RemovedContact | undefined> => {
  const { contacts, leads } = workspace.collections;
  const contact = await contacts.findOne(contactId).exec();
  if (!contact) return undefined;
  const removed = { contact: contact.toMutableJSON(), leads: await leadsOf(leadDocumentsOf(workspace), contactId) };
  await leads.bulkRemove(removed.leads.map(({ id }) => id));
  await contact.remove();
  return removed;
};

/** The contact first, so that it also arrives first. */
export const restoreContact = async ({ collections }: Workspace, { contact, leads }: RemovedContact): Promise<void> => {
  await collections.contacts.insert(contact);
  for (const lead of leads) await collections.leads.insert(lead);
};
