import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';

/** A row of the table. */
export type LeadRow = { readonly lead: Lead; readonly name: string; readonly company: string | undefined };

/** The sortable columns, in display order. */
export const leadColumns = ['title', 'stage', 'score', 'need', 'amount', 'updated'] as const;
/** One of `leadColumns`. */
export type LeadColumn = (typeof leadColumns)[number];

/** The filter and the order of the table. */
export type LeadView = {
  readonly stage: Lead['stage'] | 'all';
  readonly text: string;
  readonly sort: LeadColumn;
  readonly descending: boolean;
};

/** A lead with its customer's name, or its own title while the contact is unknown. */
export const rowOf = (lead: Lead, contact: Contact | undefined): LeadRow => ({
  lead,
  name: contact?.name || lead.title,
  company: contact?.company,
});
