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

/** A lead with its customer's name; its own title while the contact is not there. */
export const rowOf = (lead: Lead, contact: Contact | undefined): LeadRow => ({
  lead,
  name: contact?.name || lead.title,
  company: contact?.company,
});
