import type { Contact } from '../entities/contact.ts';
import type { Lead } from '../entities/lead.ts';
import { type LeadDocuments, leadsOf } from './lead-documents.ts';

/** The names that the contact went by until now: that of the channel's profile, a handle, "Гость 30F6". */
type Renaming = { readonly former: readonly string[]; readonly now: number };

/**
 * A lead that was titled after its customer is titled after them still when they get another name. A title that a person or an agent
 * gave it stays.
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
