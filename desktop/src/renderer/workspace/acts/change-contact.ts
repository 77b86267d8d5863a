import type { RemovedCustomer } from '@inbetwin/shared/contracts/customers.ts';
import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { leadsOf } from '@inbetwin/shared/leads/lead-documents.ts';
import { nameLeadsAfter } from '@inbetwin/shared/leads/name-leads.ts';
import { type CustomerWrites, removeCustomer, restoreCustomer } from '@inbetwin/shared/leads/remove-customer.ts';
import type { Edits } from '@inbetwin/shared/ports/collection.ts';
import { editDocument, removeDocument, restoreDocument } from '../../database/documents/edit-document.ts';
import { leadDocumentsOf, renewScoresHere } from '../../database/lead-documents.ts';
import { readNewestFirst } from '../../database/read-newest-first.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { setStatus } from './actions.ts';

/** Edits a contact, renames its leads that carried the old name, and recalculates their scores. */
export const editContact = async (workspace: Workspace, ...edits: Edits<Contact>): Promise<Contact> => {
  const [{ shown }] = edits;
  const before = await workspace.collections.contacts.findOne(shown.id).exec();
  const contact = await editDocument(workspace, 'contacts', ...edits);
  const former = [shown.name, ...(before ? [before.name] : [])].filter((name) => name !== contact.name);
  if (former.length > 0) await nameLeadsAfter(leadDocumentsOf(workspace), contact, { former, now: Date.now() });
  await renewScoresHere(workspace, contact.id);
  return contact;
};

/** Finds another contact with the same phone number or email address. */
export const findNamesake = async ({ collections }: Workspace, contactId: string): Promise<Contact | undefined> => {
  const contact = await collections.contacts.findOne(contactId).exec();
  if (!contact?.phone && !contact?.email) return undefined;
  // The code that parses phone numbers is loaded on demand.
  const { isNamesakeOf } = await import('@inbetwin/shared/leads/contact-field.ts');
  const isSame = isNamesakeOf(contact);
  for await (const slice of readNewestFirst<Contact>(collections.contacts)) {
    const found = slice.find(isSame);
    if (found) return found;
  }
  return undefined;
};

/** A contact and its leads as the person saw them when removing the contact. */
export type ContactWithLeads = { readonly contact: Contact; readonly leads: readonly Lead[] };

/**
 * Removes a customer with everything known about them. Documents changed since they were shown stay, with a note that they were to be
 * deleted.
 */
export const removeContact = async (
  workspace: Workspace,
  { contact, leads }: ContactWithLeads,
): Promise<{ readonly isRemoved: boolean; readonly removed: RemovedCustomer }> => {
  const { twins, conversations } = workspace.collections;
  const twin = (await twins.findOne(contact.id).exec())?.toMutableJSON();
  const open = await conversations.find({ selector: { contactId: contact.id, status: 'open' } }).exec();
  const removed = { contact, leads: [...leads], ...(twin && { twin }), conversations: open.map(({ id }) => id) };
  return { isRemoved: await removeCustomer(writesOf(workspace), removed), removed };
};

/** Undoes the removal of a customer. */
export const restoreContact = (workspace: Workspace, removed: RemovedCustomer): Promise<void> =>
  restoreCustomer(writesOf(workspace), removed);

const writesOf = (workspace: Workspace): CustomerWrites => ({
  remove: (name, document) => removeDocument(workspace, name, document),
  restore: (name, document) => restoreDocument(workspace, name, document),
  setStatus: async (id, status) => {
    const shown = (await workspace.collections.conversations.findOne(id).exec())?.toMutableJSON();
    if (shown) await setStatus(workspace, shown, status);
  },
  hasLeads: async (contactId) => (await leadsOf(leadDocumentsOf(workspace), contactId)).length > 0,
});
