import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { LeadColumn, LeadView } from './lead-rows.ts';

/** What the table is ordered and filtered by, of one lead; texts in lower case. */
export type LeadEntry = Pick<Lead, 'id' | 'stage' | 'score' | 'updatedAt'> & {
  readonly amount: number;
  readonly title: string;
  readonly need: string;
  /** One for all leads of a contact, which changes with it; empty while the contact is not there. */
  readonly customer: Customer;
};
export type Customer = { name: string; company: string };

const stageOrder = { new: 0, qualified: 1, proposal: 2, won: 3, lost: 4 } as const satisfies Record<
  Lead['stage'],
  number
>;

/** As `rowOf` names it. */
const nameOf = ({ customer, title }: LeadEntry): string => customer.name || title;

const sortKeys: Record<LeadColumn, (entry: LeadEntry) => number | string> = {
  title: nameOf,
  stage: ({ stage }) => stageOrder[stage],
  score: ({ score }) => score,
  need: ({ need }) => need,
  amount: ({ amount }) => amount,
  updated: ({ updatedAt }) => updatedAt,
};

/** An index read backwards turns round what is equal as well. */
const turnsRound: ReadonlySet<LeadColumn> = new Set(['score', 'amount', 'updated']);

export const entryOf = (lead: Lead, customer: Customer): LeadEntry => {
  const { id, stage, score, updatedAt, amount = -1, title, bant } = lead;
  const need = bant.need?.toLowerCase() ?? '';
  return { id, stage, score, updatedAt, amount, title: title.toLowerCase(), need, customer };
};

export type LeadOrder = (a: LeadEntry, b: LeadEntry) => number;

/** The view's order. Of equal ones the latest change is first, but last where numbers rise. */
export const orderOf = ({ sort, descending }: LeadView): LeadOrder => {
  const keyOf = sortKeys[sort];
  const direction = descending ? -1 : 1;
  const ofEqual = turnsRound.has(sort) ? direction : -1;
  return (a, b) =>
    direction * compare(keyOf(a), keyOf(b)) || ofEqual * (a.updatedAt - b.updatedAt) || ofEqual * compare(a.id, b.id);
};

/** Whether a lead is of the view's stage and each of its words is in the name, the company, the title or the need. */
export const filterOf = ({ stage, text: asked }: LeadView): ((entry: LeadEntry) => boolean) => {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  return (entry) =>
    (stage === 'all' || entry.stage === stage) &&
    words.every((word) => textsOf(entry).some((text) => text.includes(word)));
};

const textsOf = ({ customer, title, need }: LeadEntry): readonly string[] => [
  customer.name,
  customer.company,
  title,
  need,
];

const compare = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0);
