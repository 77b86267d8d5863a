import type { Contact } from '../entities/contact.ts';
import type { Lead } from '../entities/lead.ts';
import { type LeadDocuments, leadsOf } from './lead-documents.ts';

/**
 * `former` holds the contact's previous names, such as the name in the channel's profile, a handle, or "Гость 30F6".
 */
type Renaming = { readonly former: readonly string[]; readonly now: number };

/**
 * Renames the leads that are titled after their customer when the customer's name changes. Titles that a person or an agent gave are
 * kept.
 */
export const nameLeadsAfter = async (
  documents: Pick<LeadDocuments, 'leads'>,
  { id, name }: Pick<Contact, 'id' | 'name'>,
  { former, now }: Renaming,
): Promise<void> => {
  const isDerived = ({ title }: Lead): boolean => title !== name && (title === '' || former.includes(title));
  if (name === '') return;
  for (const lead of (await leadsOf(documents, id)).filter(isDerived)) {
    await documents.leads.update(lead.id, (current) =>
      isDerived(current) ? { ...current, title: name, updatedAt: Math.max(current.updatedAt, now) } : current,
    );
  }
};
