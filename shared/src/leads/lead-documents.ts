import type { Lead } from '../entities/lead.ts';
import type { Documents } from '../ports/collection.ts';

/** The documents that naming and scoring leads read and write. */
export type LeadDocuments = Pick<Documents, 'contacts' | 'twins' | 'messages' | 'leads'>;

/** A contact usually has a few leads; the most recently changed ones are used. */
const MAX_LEADS = 100;

/** Returns the contact's leads, most recently changed first, 100 at most. */
export const leadsOf = async ({ leads }: Pick<LeadDocuments, 'leads'>, contactId: string): Promise<readonly Lead[]> =>
  (await leads.find({ index: ['contactId', 'updatedAt'], equals: [contactId], descending: true, limit: MAX_LEADS }))
    .items;
