import type { Contact } from '../entities/contact.ts';
import type { Lead } from '../entities/lead.ts';
import type { Twin } from '../entities/twin.ts';
import { msOf } from '../merge/hybrid-clock.ts';
import { nearestStamp } from '../merge/merging.ts';
import { type LeadActivity, readActivity } from './activity.ts';
import { type LeadDocuments, leadsOf } from './lead-documents.ts';
import { scoreLead } from './score.ts';

/** Only the newest messages are read; they show well enough how active the customer is. */
const MAX_MESSAGES = 200;

/**
 * Recomputes the scores of a contact's leads, except for the lead with the id `except`. Call it after every change of the contact, its
 * twin, a lead or a conversation.
 */
export const renewScores = async (
  documents: LeadDocuments,
  contactId: string,
  now: number,
  except?: string,
): Promise<void> => {
  const leads = (await leadsOf(documents, contactId)).filter(({ id }) => id !== except);
  if (leads.length === 0) return;
  const customer = await readCustomer(documents, contactId);
  if (customer.contact?.kind === 'group') return;
  for (const lead of leads) {
    const activity = await readConversation(documents, lead.conversationId);
    await documents.leads.update(lead, scoredWith({ customer, activity, now }));
  }
};

type Customer = { readonly contact: Contact | undefined; readonly twin: Twin | undefined };

const readCustomer = async ({ contacts, twins }: LeadDocuments, contactId: string): Promise<Customer> => {
  const [contact, twin] = await Promise.all([contacts.get(contactId), twins.get(contactId)]);
  return { contact, twin };
};

/**
 * Applies `change` to the lead and recomputes its score in the same write. Returns undefined when the lead no longer exists. A group's lead
 * is not scored, because what one member says does not apply to the others.
 */
export const renewScore = async (
  documents: LeadDocuments,
  { id, contactId, conversationId }: Pick<Lead, 'id' | 'contactId' | 'conversationId'>,
  now: number,
  change: (current: Lead) => Lead = (current) => current,
): Promise<Lead | undefined> => {
  const [customer, activity] = await Promise.all([
    readCustomer(documents, contactId),
    readConversation(documents, conversationId),
  ]);
  if (customer.contact?.kind === 'group') return documents.leads.update(id, change);
  return documents.leads.update(id, scoredWith({ customer, activity, now }, change));
};

type Known = { readonly customer: Customer; readonly activity: LeadActivity; readonly now: number };

const scoredWith =
  ({ customer: { contact, twin }, activity, now }: Known, change: (current: Lead) => Lead = (current) => current) =>
  (current: Lead): Lead => {
    const changed = change(current);
    const timingEnteredAt = changed.bant.timing === current.bant.timing ? timingStampOf(current) : now;
    const known = { contact: contact ?? {}, facts: twin?.facts ?? [], activity, now };
    return withScore(changed, { ...known, lead: changed, timingEnteredAt });
  };

const timingStampOf = ({ bant, edits = {} }: Lead): number | undefined => {
  const stamp = bant.timing === undefined ? undefined : nearestStamp(edits, '/bant/timing');
  return stamp && msOf(stamp.at);
};

const readConversation = async (
  { messages }: LeadDocuments,
  conversationId: string | undefined,
): Promise<LeadActivity> => {
  if (conversationId === undefined) return readActivity([]);
  const query = { index: ['conversationId', 'createdAt'], equals: [conversationId], descending: true };
  return readActivity((await messages.find({ ...query, limit: MAX_MESSAGES })).items);
};

/** Returns the same object when the score is unchanged. `updatedAt` stays, since a new score alone is not a change by anybody. */
const withScore = (lead: Lead, input: Parameters<typeof scoreLead>[0]): Lead => {
  const { score, reasons, dueAt } = scoreLead(input);
  const { scoreDueAt, ...rest } = lead;
  const isSame =
    score === lead.score && dueAt === scoreDueAt && JSON.stringify(reasons) === JSON.stringify(lead.scoreReasons);
  if (isSame) return lead;
  return { ...rest, score, scoreReasons: [...reasons], ...(dueAt !== undefined && { scoreDueAt: dueAt }) };
};

/** Recomputes at most `limit` scores that are due to fall with time. Returns how many were due. */
export const renewDueScores = async (
  documents: LeadDocuments,
  { now, limit }: { readonly now: number; readonly limit: number },
): Promise<number> => {
  const { items } = await documents.leads.find({ index: ['scoreDueAt'], equals: [], limit });
  const due = items.filter(({ scoreDueAt = now }) => scoreDueAt <= now);
  for (const lead of due) await renewScore(documents, lead, now);
  return due.length;
};
