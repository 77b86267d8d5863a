import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { renewScoresHere } from '../../database/lead-documents.ts';
import type { Workspace } from '../../database/workspace-database.ts';

/** What a person enters for a new lead. */
export type NewLead = { readonly name: string; readonly phone: string; readonly email: string; readonly need: string };

/**
 * Creates a lead entered by hand and its contact. The contact is written first, so that it also arrives first. `id` is the lead's id; an
 * existing lead is not created again.
 */
export const createLead = async (
  workspace: Workspace,
  entered: NewLead,
  id: string = crypto.randomUUID(),
): Promise<Lead> => {
  const { collections } = workspace;
  const [name, phone, email, need] = [entered.name, entered.phone, entered.email, entered.need].map(clean);
  const now = Date.now();
  const contact: Contact = {
    id: `${id}-contact`,
    kind: 'person',
    name: name ?? '',
    ...(phone && { phone }),
    ...(email && { email }),
    identities: [],
    createdAt: now,
    updatedAt: now,
  };
  const lead: Lead = {
    id,
    contactId: contact.id,
    title: need || contact.name,
    stage: 'new',
    score: 0,
    scoreReasons: [],
    bant: need ? { need } : {},
    createdAt: now,
    updatedAt: now,
  };
  const made = await collections.leads.findOne(id).exec();
  if (made) return made.toMutableJSON();
  // A crash may have left the contact without its lead.
  await collections.contacts.incrementalUpsert(contact);
  await collections.leads.insert(lead);
  await renewScoresHere(workspace, contact.id);
  return lead;
};

const clean = (text: string): string => text.trim().toWellFormed();
