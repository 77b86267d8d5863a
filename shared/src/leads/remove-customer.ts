import type { RemovedCustomer } from '../contracts/customers.ts';
import type { Conversation } from '../entities/conversation.ts';
import type { DocumentOf } from '../entities/registry.ts';

type Kind = 'contacts' | 'leads' | 'twins';

/** How documents are removed and restored, on a device or on the server. */
export type CustomerWrites = {
  remove<N extends Kind>(name: N, document: DocumentOf<N>): Promise<void>;
  /** Does nothing if the document exists. */
  restore<N extends Kind>(name: N, document: DocumentOf<N>): Promise<void>;
  setStatus(conversationId: string, status: Conversation['status']): Promise<void>;
  hasLeads(contactId: string): Promise<boolean>;
};

/**
 * Removes a contact with its leads and its twin, and closes its conversations. Messages are kept; when the customer
 * writes again, a new contact is created. If one of the leads was changed in the meantime, that lead and the contact
 * are kept, and this resolves with false.
 */
export const removeCustomer = async (writes: CustomerWrites, customer: RemovedCustomer): Promise<boolean> => {
  const { contact, leads, twin, conversations } = customer;
  for (const lead of leads) await writes.remove('leads', lead);
  if (await writes.hasLeads(contact.id)) return false;
  for (const id of conversations) await writes.setStatus(id, 'closed');
  if (twin) await writes.remove('twins', twin);
  await writes.remove('contacts', contact);
  return true;
};

/**
 * Undoes a removal. The contact is restored last: while it is missing, the removal counts as not undone, so this can be
 * repeated.
 */
export const restoreCustomer = async (writes: CustomerWrites, customer: RemovedCustomer): Promise<void> => {
  const { contact, leads, twin, conversations } = customer;
  if (twin) await writes.restore('twins', twin);
  for (const lead of leads) await writes.restore('leads', lead);
  for (const id of conversations) await writes.setStatus(id, 'open');
  await writes.restore('contacts', contact);
};
