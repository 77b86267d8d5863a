import type { Contact } from '../entities/contact.ts';
import type { Lead } from '../entities/lead.ts';
import type { Message } from '../entities/message.ts';
import type { Twin } from '../entities/twin.ts';
import type { FindQuery } from '../ports/document-store.ts';

type Readable<T> = {
  get(id: string): Promise<T | undefined>;
  find(query: FindQuery): Promise<{ readonly items: readonly T[]; readonly next?: string }>;
};
type Changeable<T> = Readable<T> & {
  /** Passing a recently read document instead of its id saves reading it again. */
  update(idOrDocument: string | T, change: (current: T) => T): Promise<T | undefined>;
};

/**
 * The documents that naming and scoring leads read and write. Both the server's team documents and the device's
 * database provide them.
 */
export type LeadDocuments = {
  readonly contacts: Readable<Contact>;
  readonly twins: Readable<Twin>;
  readonly messages: Readable<Message>;
  readonly leads: Changeable<Lead>;
};

/** A contact usually has a few leads; the most recently changed ones are used. */
const MAX_LEADS = 100;

/** Returns the contact's leads, most recently changed first, 100 at most. */
export const leadsOf = async ({ leads }: Pick<LeadDocuments, 'leads'>, contactId: string): Promise<readonly Lead[]> =>
  (await leads.find({ index: ['contactId', 'updatedAt'], equals: [contactId], descending: true, limit: MAX_LEADS }))
    .items;
