import type { Contact } from '../entities/contact.ts';
import type { Lead } from '../entities/lead.ts';
import type { Twin } from '../entities/twin.ts';
import { msOf } from '../merge/hybrid-clock.ts';
import { nearestStamp } from '../merge/merging.ts';
import { type LeadActivity, readActivity } from './activity.ts';
import { type LeadDocuments, leadsOf } from './lead-documents.ts';
import { scoreLead } from './score.ts';

/** The newest messages tell enough of what the customer does. */
const MAX_MESSAGES = 200;

/**
 * Scores a contact's leads anew, but for the one with the id `except`. To be called after each new fact: of the contact, its twin,
 * a lead or a conversation.
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
 * The lead with `change` made and its score computed anew, in one write; undefined when it is gone. A group's lead is not scored:
 * what one of its members says tells nothing of the others.
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

/** The same lead when its score stays. It is not touched otherwise: what a score follows from has its own time of change. */
const withScore = (lead: Lead, input: Parameters<typeof scoreLead>[0]): Lead => {
  const { score, reasons, dueAt } = scoreLead(input);
  const { scoreDueAt, ...rest } = lead;
  const isSame =
    score === lead.score && dueAt === scoreDueAt && JSON.stringify(reasons) === JSON.stringify(lead.scoreReasons);
  if (isSame) return lead;
  return { ...rest, score, scoreReasons: [...reasons], ...(dueAt !== undefined && { scoreDueAt: dueAt }) };
};

/** Scores anew the leads that waiting has made less of since, `limit` of them at most; how many there were. */
export const renewDueScores = async (
  documents: LeadDocuments,
  { now, limit }: { readonly now: number; readonly limit: number },
): Promise<number> => {
  const { items } = await documents.leads.find({ index: ['scoreDueAt'], equals: [], limit });
  const due = items.filter(({ scoreDueAt = now }) => scoreDueAt <= now);
  for (const lead of due) await renewScore(documents, lead, now);
  return due.length;
};
