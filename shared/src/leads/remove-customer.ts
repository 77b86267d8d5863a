import type { RemovedCustomer } from '../contracts/customers.ts';
import type { Conversation } from '../entities/conversation.ts';
import type { DocumentOf } from '../entities/registry.ts';

type Kind = 'contacts' | 'leads' | 'twins';

/** How documents are removed and brought back where the customer is removed: on a device or on the server. */
export type CustomerWrites = {
  remove<N extends Kind>(name: N, document: DocumentOf<N>): Promise<void>;
  /** What is there stays as it is. */
  restore<N extends Kind>(name: N, document: DocumentOf<N>): Promise<void>;
  setStatus(conversationId: string, status: Conversation['status']): Promise<void>;
  hasLeads(contactId: string): Promise<boolean>;
};

/**
 * Removes a contact with its leads and its twin, and closes its conversations. The messages stay; when the customer writes again, a new contact is
 * made. A contact stays, and this resolves with false, when one of its leads does, having been changed meanwhile.
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

/** Takes a removal back. The contact comes last: while it is missing the removal counts as not taken back, and this can be repeated. */
export const restoreCustomer = async (writes: CustomerWrites, customer: RemovedCustomer): Promise<void> => {
  const { contact, leads, twin, conversations } = customer;
  if (twin) await writes.restore('twins', twin);
  for (const lead of leads) await writes.restore('leads', lead);
  for (const id of conversations) await writes.setStatus(id, 'open');
  await writes.restore('contacts', contact);
};
