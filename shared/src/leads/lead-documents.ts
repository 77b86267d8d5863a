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
  /** A document that was read a moment ago, in place of its id, need not be read again. */
  update(idOrDocument: string | T, change: (current: T) => T): Promise<T | undefined>;
};

/** What naming and scoring leads read and write: the server's documents of a team and the device's database are both such. */
export type LeadDocuments = {
  readonly contacts: Readable<Contact>;
  readonly twins: Readable<Twin>;
  readonly messages: Readable<Message>;
  readonly leads: Changeable<Lead>;
};

/** A contact has a few; those that were changed last count. */
const MAX_LEADS = 100;

export const leadsOf = async ({ leads }: Pick<LeadDocuments, 'leads'>, contactId: string): Promise<readonly Lead[]> =>
  (await leads.find({ index: ['contactId', 'updatedAt'], equals: [contactId], descending: true, limit: MAX_LEADS }))
    .items;
