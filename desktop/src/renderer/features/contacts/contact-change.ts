import { type Contact, contactSchema } from '@inbetwin/shared/entities/contact.ts';
import { isEmail } from '@inbetwin/shared/models/no-model/understanding/email.ts';
import { normalisePhone } from '@inbetwin/shared/models/no-model/understanding/phone.ts';

export const contactFields = ['name', 'phone', 'email', 'company'] as const;
export type ContactField = (typeof contactFields)[number];
export type ContactProblem = 'empty' | 'tooLong' | 'wrongPhone' | 'wrongEmail';

/** The contact with what was typed for one field; what is empty is not known. Otherwise what is wrong with it. */
export const changeContact = (contact: Contact, field: ContactField, typed: string): Contact | ContactProblem => {
  const text = typed.trim().toWellFormed();
  if (field === 'name') {
    if (text === '') return 'empty';
    return fits('name', text) ? { ...contact, name: text } : 'tooLong';
  }
  const { [field]: _, ...others } = contact;
  if (text === '') return others;
  const value = readField[field](text);
  if (value === undefined) return field === 'phone' ? 'wrongPhone' : 'wrongEmail';
  return fits(field, value) ? { ...others, [field]: value } : 'tooLong';
};

/** Returns a value in the form in which it is stored, or undefined when it is not a phone number or an e-mail address. */
const readField = {
  phone: (text: string) => normalisePhone(text) ?? normalisePhone(text, 'RU'),
  email: (text: string) => (isEmail(text) ? text.toLowerCase() : undefined),
  company: (text: string) => text,
};

const fits = (field: ContactField, value: string): boolean => contactSchema.shape[field].safeParse(value).success;

/** `current` with that field as it was; the others may have changed meanwhile. */
export const putContactFieldBack = (before: Contact, field: ContactField, current: Contact): Contact => {
  if (field === 'name') return { ...current, name: before.name };
  const { [field]: _, ...others } = current;
  const value = before[field];
  return value === undefined ? others : { ...others, [field]: value };
};
