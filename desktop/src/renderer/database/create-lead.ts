import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { renewScoresHere } from './lead-documents.ts';
import type { Workspace } from './workspace-database.ts';

type NewLead = { readonly name: string; readonly phone: string; readonly email: string; readonly need: string };

/** A lead that a person enters by hand, with its contact: the contact first, so that it also arrives first. */
export const createLead = async (workspace: Workspace, entered: NewLead): Promise<Lead> => {
  const { collections } = workspace;
  const [name, phone, email, need] = [entered.name, entered.phone, entered.email, entered.need].map(clean);
  const now = Date.now();
  const contact: Contact = {
    id: crypto.randomUUID(),
    kind: 'person',
    name: name ?? '',
    ...(phone && { phone }),
    ...(email && { email }),
    identities: [],
    createdAt: now,
    updatedAt: now,
  };
  const lead: Lead = {
    id: crypto.randomUUID(),
    contactId: contact.id,
    title: need || contact.name,
    stage: 'new',
    score: 0,
    scoreReasons: [],
    bant: need ? { need } : {},
    createdAt: now,
    updatedAt: now,
  };
  await collections.contacts.insert(contact);
  await collections.leads.insert(lead);
  await renewScoresHere(workspace, contact.id);
  return lead;
};

const clean = (text: string): string => text.trim().toWellFormed();
