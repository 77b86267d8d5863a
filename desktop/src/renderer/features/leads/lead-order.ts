import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { LeadColumn, LeadView } from './lead-rows.ts';

/** The values by which the table sorts and filters a lead; texts are in lowercase. */
export type LeadEntry = Pick<Lead, 'id' | 'stage' | 'score' | 'updatedAt'> & {
  readonly amount: number;
  readonly title: string;
  readonly need: string;
  /** Shared by all leads of a contact and updated with it; empty while the contact is unknown. */
  readonly customer: Customer;
};
/** The customer's name and company in lowercase. */
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

/** Columns whose index is read backwards, which also reverses the order of equal entries. */
const turnsRound: ReadonlySet<LeadColumn> = new Set(['score', 'amount', 'updated']);

/** The entry of a lead. */
export const entryOf = (lead: Lead, customer: Customer): LeadEntry => {
  const { id, stage, score, updatedAt, amount = -1, title, bant } = lead;
  const need = bant.need?.toLowerCase() ?? '';
  return { id, stage, score, updatedAt, amount, title: title.toLowerCase(), need, customer };
};

/** Compares two entries for sorting. */
export type LeadOrder = (a: LeadEntry, b: LeadEntry) => number;

/** The view's order. Among equal entries the latest change comes first, or last if a numeric column is ascending. */
export const orderOf = ({ sort, descending }: LeadView): LeadOrder => {
  const keyOf = sortKeys[sort];
  const direction = descending ? -1 : 1;
  const ofEqual = turnsRound.has(sort) ? direction : -1;
  return (a, b) =>
    direction * compare(keyOf(a), keyOf(b)) || ofEqual * (a.updatedAt - b.updatedAt) || ofEqual * compare(a.id, b.id);
};

/** Returns a predicate: the lead has the view's stage, and each word occurs in the name, the company, the title, or the need. */
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
