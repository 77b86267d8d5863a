import { type Lead, leadSchema, leadStages } from '../entities/lead.ts';

/** The arguments of the `update_lead` tool. */
export type LeadUpdate = {
  readonly title?: string | undefined;
  readonly bant?: { readonly [Field in keyof Lead['bant']]?: string | undefined } | undefined;
  readonly amount?: number | undefined;
  readonly currency?: string | undefined;
  readonly stage?: Lead['stage'] | undefined;
};

/**
 * Applies what an agent learned to the lead. Absent and blank values change nothing. An agent can only move a lead
 * forward, and never out of `won` or `lost`. Returns the same object when nothing changes, so that nothing is written.
 */
export const applyLeadUpdate = (lead: Lead, update: LeadUpdate, { now }: { readonly now: number }): Lead => {
  const changed: Lead = {
    ...lead,
    ...textField('title', update.title, leadSchema.shape.title.maxLength),
    bant: { ...lead.bant, ...bantFields(update.bant ?? {}) },
    ...amountFields(update),
    stage: forwardStage(lead.stage, update.stage),
  };
  return JSON.stringify(changed) === JSON.stringify(lead) ? lead : { ...changed, updatedAt: now };
};

const textField = <K extends string>(key: K, value: string | undefined, maxLength: number | null) => {
  const text = value?.trim().slice(0, maxLength ?? undefined);
  return text ? ({ [key]: text } as Record<K, string>) : {};
};

const bantFields = (bant: NonNullable<LeadUpdate['bant']>): Lead['bant'] => ({
  ...textField('budget', bant.budget, 300),
  ...textField('authority', bant.authority, 300),
  ...textField('need', bant.need, 1000),
  ...textField('timing', bant.timing, 300),
});

const amountFields = ({ amount, currency }: LeadUpdate): Pick<Lead, 'amount' | 'currency'> => {
  const code = currency?.trim().toUpperCase() ?? '';
  return {
    ...(leadSchema.shape.amount.unwrap().safeParse(amount).success && amount !== undefined ? { amount } : {}),
    ...(/^[A-Z]{3}$/.test(code) ? { currency: code } : {}),
  };
};

const forwardStage = (from: Lead['stage'], to: Lead['stage'] | undefined): Lead['stage'] => {
  if (to === undefined || to === 'won' || to === 'lost') return from;
  return leadStages.indexOf(to) > leadStages.indexOf(from) ? to : from;
};
