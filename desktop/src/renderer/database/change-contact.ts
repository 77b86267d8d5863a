import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { leadsOf } from '@inbetwin/shared/leads/lead-documents.ts';
import { nameLeadsAfter } from '@inbetwin/shared/leads/name-leads.ts';
import { type Edits, editDocument, removeDocument, restoreDocument } from './edit-document.ts';
import { leadDocumentsOf, renewScoresHere } from './lead-documents.ts';
import { readNewestFirst } from './read-newest-first.ts';
import type { Workspace } from './workspace-database.ts';

/** Edits of a contact; its leads that go by its name get the new one, and are scored. */
export const editContact = async (workspace: Workspace, ...edits: Edits<Contact>): Promise<Contact> => {
  const [{ shown }] = edits;
  const before = await workspace.collections.contacts.findOne(shown.id).exec();
  const contact = await editDocument(workspace, 'contacts', ...edits);
  const former = [shown.name, ...(before ? [before.name] : [])].filter((name) => name !== contact.name);
  if (former.length > 0) await nameLeadsAfter(leadDocumentsOf(workspace), contact, { former, now: Date.now() });
  await renewScoresHere(workspace, contact.id);
  return contact;
};

/** Another contact with the same phone number or address. */
export const findNamesake = async ({ collections }: Workspace, contactId: string): Promise<Contact | undefined> => {
  const contact = await collections.contacts.findOne(contactId).exec();
  if (!contact?.phone && !contact?.email) return undefined;
  // What reads phone numbers is loaded when it is needed first.
  const { isNamesakeOf } = await import('@inbetwin/shared/leads/contact-field.ts');
  const isSame = isNamesakeOf(contact);
  for await (const slice of readNewestFirst<Contact>(collections.contacts)) {
    const found = slice.find(isSame);
    if (found) return found;
  }
  return undefined;
};

/** A contact and its leads as they were shown. */
export type ContactWithLeads = { readonly contact: Contact; readonly leads: readonly Lead[] };

/**
 * Removes a contact that was entered by hand, with its leads. What was changed since it was shown stays, and says that it was
 * to be deleted; a contact stays with every lead that does.
 */
export const removeContact = async (workspace: Workspace, { contact, leads }: ContactWithLeads): Promise<void> => {
  for (const lead of leads) await removeDocument(workspace, 'leads', lead);
  const left = await leadsOf(leadDocumentsOf(workspace), contact.id);
  if (left.length === 0) await removeDocument(workspace, 'contacts', contact);
};

/** The contact first, so that it also arrives first. */
export const restoreContact = async (workspace: Workspace, { contact, leads }: ContactWithLeads): Promise<void> => {
  await restoreDocument(workspace, 'contacts', contact);
  for (const lead of leads) await restoreDocument(workspace, 'leads', lead);
};
