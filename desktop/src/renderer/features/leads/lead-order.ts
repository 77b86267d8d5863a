import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { LeadColumn, LeadView } from './lead-rows.ts';

/** What the table is ordered and filtered by, of one lead; texts in lower case. */
export type LeadEntry = Pick<Lead, 'id' | 'contactId' | 'stage' | 'score' | 'updatedAt'> & {
  readonly amount: number;
  readonly name: string;
  readonly company: string;
  readonly title: string;
  readonly need: string;
};

const stageOrder = { new: 0, qualified: 1, proposal: 2, won: 3, lost: 4 } as const satisfies Record<
  Lead['stage'],
  number
>;

const sortKeys: Record<LeadColumn, (entry: LeadEntry) => number | string> = {
  title: ({ name }) => name,
  stage: ({ stage }) => stageOrder[stage],
  score: ({ score }) => score,
  need: ({ need }) => need,
  amount: ({ amount }) => amount,
  updated: ({ updatedAt }) => updatedAt,
};

/** An index read backwards turns round what is equal as well. */
const turnsRound: ReadonlySet<LeadColumn> = new Set(['score', 'amount', 'updated']);

export const entryOf = ({ id, contactId, stage, score, updatedAt, amount = -1, title, bant }: Lead): LeadEntry => ({
  id,
  contactId,
  stage,
  score,
  updatedAt,
  amount,
  name: title.toLowerCase(),
  company: '',
  title: title.toLowerCase(),
  need: bant.need?.toLowerCase() ?? '',
});

export type Customer = Pick<LeadEntry, 'name' | 'company'>;

export const customerOf = ({ name, company = '' }: Pick<Contact, 'name' | 'company'>): Customer => ({
  name: name.toLowerCase(),
  company: company.toLowerCase(),
});

/** As `rowOf` names it. */
export const named = (entry: LeadEntry, customer: Customer | undefined): LeadEntry => ({
  ...entry,
  name: customer?.name || entry.title,
  company: customer?.company ?? '',
});

export type LeadOrder = (a: LeadEntry, b: LeadEntry) => number;

/** The view's order. Of equal ones the latest change is first, but last where numbers rise. */
export const orderOf = ({ sort, descending }: LeadView): LeadOrder => {
  const keyOf = sortKeys[sort];
  const direction = descending ? -1 : 1;
  const ofEqual = turnsRound.has(sort) ? direction : -1;
  return (a, b) =>
    direction * compare(keyOf(a), keyOf(b)) ||
    ofEqual * (a.updatedAt - b.updatedAt) ||
    ofEqual * compare(a.id, b.id);
};

/** Whether a lead is of the view's stage and each of its words is in the name, the company, the title or the need. */
export const filterOf = ({ stage, text }: LeadView): ((entry: LeadEntry) => boolean) => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (entry) =>
    (stage === 'all' || entry.stage === stage) &&
    words.every((word) => [entry.name, entry.company, entry.title, entry.need].some((part) => part.includes(word)));
};

const compare = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0);
