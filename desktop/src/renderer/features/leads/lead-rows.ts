import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';

export type LeadRow = { readonly lead: Lead; readonly name: string; readonly company: string | undefined };

export const leadColumns = ['title', 'stage', 'score', 'need', 'amount', 'updated'] as const;
export type LeadColumn = (typeof leadColumns)[number];

export type LeadView = {
  readonly stage: Lead['stage'] | 'all';
  readonly text: string;
  readonly sort: LeadColumn;
  readonly descending: boolean;
};

const stageOrder = { new: 0, qualified: 1, proposal: 2, won: 3, lost: 4 } as const satisfies Record<
  Lead['stage'],
  number
>;

const sortKeys: Record<LeadColumn, (row: LeadRow) => number | string> = {
  title: ({ name }) => name.toLowerCase(),
  stage: ({ lead }) => stageOrder[lead.stage],
  score: ({ lead }) => lead.score,
  need: ({ lead }) => lead.bant.need?.toLowerCase() ?? '',
  amount: ({ lead }) => lead.amount ?? -1,
  updated: ({ lead }) => lead.updatedAt,
};

/** The leads with their customers' names, as the view wants them; equal ones stay with the latest change first. */
export const arrangeLeads = (
  leads: readonly Lead[],
  contacts: ReadonlyMap<string, Contact>,
  view: LeadView,
): readonly LeadRow[] => {
  const words = view.text.toLowerCase().split(/\s+/).filter(Boolean);
  const keyOf = sortKeys[view.sort];
  const direction = view.descending ? -1 : 1;
  return leads
    .filter((lead) => view.stage === 'all' || lead.stage === view.stage)
    .map((lead) => rowOf(lead, contacts.get(lead.contactId)))
    .filter((row) => words.every((word) => haystackOf(row).includes(word)))
    .sort((a, b) => direction * compare(keyOf(a), keyOf(b)) || b.lead.updatedAt - a.lead.updatedAt);
};

const rowOf = (lead: Lead, contact: Contact | undefined): LeadRow => ({
  lead,
  name: contact?.name || lead.title,
  company: contact?.company,
});

const haystackOf = ({ lead, name, company }: LeadRow): string =>
  [name, company, lead.title, lead.bant.need].filter(Boolean).join(' ').toLowerCase();

const compare = (a: number | string, b: number | string): number => {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return Number(a) - Number(b);
};
