import type { Contact } from '../entities/contact.ts';
import type { Lead } from '../entities/lead.ts';
import type { Actor, Edits } from '../ports/collection.ts';
import { renewAfterChange } from './renew-after-change.ts';

/** Moves a lead to a stage. */
export const setLeadStage = ({ documents }: Actor, shown: Lead, stage: Lead['stage']): Promise<Lead> =>
  documents.leads.edit({ shown, next: (lead) => ({ ...lead, stage }) });

/** Edits a lead and recalculates its score. */
export const editLead = async (actor: Actor, ...edits: Edits<Lead>): Promise<Lead> => {
  const lead = await actor.documents.leads.edit(...edits);
  await renewAfterChange(actor, lead.contactId);
  return lead;
};

/** What a person enters for a new lead. */
export type NewLead = { readonly name: string; readonly phone: string; readonly email: string; readonly need: string };

/**
 * Creates a lead entered by hand and its contact. The contact is written first, so that it also arrives first. An existing lead is not
 * created again.
 */
export const createLead = async (actor: Actor, entered: NewLead, id: string): Promise<Lead> => {
  const { documents, now } = actor;
  const existing = await documents.leads.get(id);
  if (existing) return existing;
  const { contact, lead } = leadFrom(entered, { id, now: now() });
  // A crash may have left the contact without its lead.
  await documents.contacts.put(contact);
  const { document } = await documents.leads.insertOnce(lead);
  await renewAfterChange(actor, contact.id);
  return document;
};

const leadFrom = (
  entered: NewLead,
  { id, now }: { readonly id: string; readonly now: number },
): { readonly contact: Contact; readonly lead: Lead } => {
  const clean = (text: string): string => text.trim().toWellFormed();
  const [phone, email, need] = [clean(entered.phone), clean(entered.email), clean(entered.need)];
  const contact: Contact = {
    id: `${id}-contact`,
    kind: 'person',
    name: clean(entered.name),
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
  return { contact, lead };
};
