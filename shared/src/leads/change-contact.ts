import type { RemovedCustomer } from '../contracts/customers.ts';
import { setStatus } from '../conversations/change-conversation.ts';
import type { Contact } from '../entities/contact.ts';
import type { Conversation } from '../entities/conversation.ts';
import type { Lead } from '../entities/lead.ts';
import type { Actor, Edits } from '../ports/collection.ts';
import { leadsOf } from './lead-documents.ts';
import { nameLeadsAfter } from './name-leads.ts';
import { renewAfterChange } from './renew-after-change.ts';
import { forgetAlike } from './same-person.ts';

const MAX_CONVERSATIONS = 100;

/** Edits a contact, renames its leads that carried the old name, and recalculates their scores. */
export const editContact = async (actor: Actor, ...[first, ...others]: Edits<Contact>): Promise<Contact> => {
  const { contacts } = actor.documents;
  const before = await contacts.get(first.shown.id);
  const names = new Set([first.shown.name, ...(before ? [before.name] : [])]);
  const next = (current: Contact): Contact => {
    names.add(current.name);
    return first.next(current);
  };
  const contact = await contacts.edit({ ...first, next }, ...others);
  const former = [...names].filter((name) => name !== contact.name);
  if (former.length > 0) await nameLeadsAfter(actor.documents, contact, { former, now: actor.now() });
  await renewAfterChange(actor, contact.id);
  return contact;
};

/** A contact and its leads as the person saw them when removing the contact. */
export type ContactWithLeads = { readonly contact: Contact; readonly leads: readonly Lead[] };

type Removal = {
  /** False: a lead that the person had not seen, or not as it is now, keeps the contact. */
  readonly isRemoved: boolean;
  /** What was removed, from which `restoreContact` undoes the removal. */
  readonly removed: RemovedCustomer;
};

/**
 * Removes a contact with its leads and its twin, and closes its conversations. Messages are kept; when the customer writes again, a new
 * contact is created.
 */
export const removeContact = async (actor: Actor, { contact, leads }: ContactWithLeads): Promise<Removal> => {
  const { documents } = actor;
  const twin = await documents.twins.get(contact.id);
  const open = await findOpen(actor, contact.id);
  const removed = { contact, leads: [...leads], ...(twin && { twin }), conversations: open.map(({ id }) => id) };
  for (const lead of leads) await documents.leads.remove(lead);
  if ((await leadsOf(documents, contact.id)).length > 0) return { isRemoved: false, removed };
  for (const conversation of open) await setStatus(actor, conversation, 'closed');
  if (twin) await documents.twins.remove(twin);
  await forgetAlike(documents, contact);
  await documents.contacts.remove(contact);
  return { isRemoved: true, removed };
};

const findOpen = async ({ documents }: Actor, contactId: string): Promise<readonly Conversation[]> => {
  const query = { index: ['contactId', 'recency'], equals: [contactId], limit: MAX_CONVERSATIONS };
  return (await documents.conversations.find(query)).items.filter(({ status }) => status === 'open');
};

/**
 * Undoes the removal of a contact. The contact is restored last: while it is missing, the removal counts as not undone, so this can be
 * repeated.
 */
export const restoreContact = async (actor: Actor, removed: RemovedCustomer): Promise<void> => {
  const { contact, leads, twin, conversations } = removed;
  const { documents } = actor;
  if (twin) await documents.twins.restore(twin);
  for (const lead of leads) await documents.leads.restore(lead);
  for (const conversation of await documents.conversations.getMany(conversations)) {
    await setStatus(actor, conversation, 'open');
  }
  await documents.contacts.restore(contact);
};
