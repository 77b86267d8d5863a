import type { Language } from '@inbetwin/shared/entities/declaring/fields.ts';
import { type Lead, leadSchema } from '@inbetwin/shared/entities/lead.ts';
import { readAmount, writeAmount } from './amount-text.ts';

/** The deal terms, in display order. */
export const bantFields = ['need', 'budget', 'timing', 'authority'] as const;
const texts = ['title', ...bantFields] as const;
/** A field of a lead that a person can edit as text. */
export type LeadField = (typeof texts)[number] | 'amount';

/** Why a text is not valid for its field. */
export type LeadProblem = 'empty' | 'tooLong' | 'wrongAmount';

/** The field as editable text. */
export const textOf = (lead: Lead, field: LeadField, language: Language): string => {
  if (field === 'amount') return writeAmount(lead, language);
  return (field === 'title' ? lead.title : lead.bant[field]) ?? '';
};

/** The path of a field within the lead. */
export const pathOf = (field: LeadField): string =>
  field === 'title' || field === 'amount' ? `/${field}` : `/bant/${field}`;

/**
 * Applies a typed text to one field of the lead; an empty text means unknown. Otherwise returns what is wrong with it. Only this field is
 * validated, because a newer version of the program may store more of them.
 */
export const changeLead = (lead: Lead, field: LeadField, typed: string): Lead | LeadProblem => {
  const text = typed.trim().toWellFormed();
  if (field === 'amount') return changeAmount(lead, text);
  if (field === 'title') {
    if (text === '') return 'empty';
    return leadSchema.shape.title.safeParse(text).success ? { ...lead, title: text } : 'tooLong';
  }
  const { [field]: _, ...others } = lead.bant;
  if (text === '') return { ...lead, bant: others };
  const fits = leadSchema.shape.bant.shape[field].safeParse(text).success;
  return fits ? { ...lead, bant: { ...others, [field]: text } } : 'tooLong';
};

const changeAmount = (lead: Lead, text: string): Lead | LeadProblem => {
  const { amount: _, ...others } = lead;
  if (text === '') return others;
  const read = readAmount(text);
  return read && leadSchema.pick({ amount: true, currency: true }).safeParse(read).success
    ? { ...others, ...read }
    : 'wrongAmount';
};

/** `current` with this field as it was before; other fields may have changed in the meantime. */
export const putLeadFieldBack = (before: Lead, field: LeadField, current: Lead): Lead => {
  if (field === 'title') return { ...current, title: before.title };
  if (field === 'amount') {
    const { amount: _, currency: __, ...others } = current;
    const { amount, currency } = before;
    return { ...others, ...(amount !== undefined && { amount }), ...(currency !== undefined && { currency }) };
  }
  const { [field]: _, ...others } = current.bant;
  const value = before.bant[field];
  return { ...current, bant: value === undefined ? others : { ...others, [field]: value } };
};
