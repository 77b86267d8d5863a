import { type Contact, contactSchema } from '../entities/contact.ts';
import type { Language } from '../entities/fields.ts';
import { readEmail } from '../reading/email.ts';
import { readPhone } from '../text/read-phone.ts';

export const contactFields = ['name', 'phone', 'email', 'company'] as const;
export type ContactField = (typeof contactFields)[number];
export type ContactProblem = 'empty' | 'tooLong' | 'wrongPhone' | 'wrongEmail';

/** What a person entered for one field. `language`: of the workspace, which tells the country of a phone without its code. */
type Entered = { readonly field: ContactField; readonly text: string; readonly language?: Language };

/** The contact with what was entered; a field left empty is removed, except the name. Otherwise what is wrong with it. */
export const changeContact = (contact: Contact, { field, text, language }: Entered): Contact | ContactProblem => {
  const written = text.trim().toWellFormed();
  if (field === 'name') {
    if (written === '') return 'empty';
    return fits('name', written) ? { ...contact, name: written } : 'tooLong';
  }
  const { [field]: _, ...others } = contact;
  if (written === '') return others;
  const value = readField[field](written, language);
  if (value === undefined) return field === 'phone' ? 'wrongPhone' : 'wrongEmail';
  return fits(field, value) ? { ...others, [field]: value } : 'tooLong';
};

/** Returns a value in the form in which it is stored, or undefined when it is not a phone number or an e-mail address. */
const readField = {
  phone: readPhone,
  email: readEmail,
  company: (text: string) => text,
};

const fits = (field: ContactField, value: string): boolean => contactSchema.shape[field].safeParse(value).success;

type Reachable = Pick<Contact, 'id' | 'phone' | 'email'>;

/** Digits at the end of a number that stand in every notation of it. */
const END = 7;

/** Whether another contact can be reached at the same phone number, in whichever notation, or at the same address. */
export const isNamesakeOf = ({ id, phone, email }: Reachable): ((other: Reachable) => boolean) => {
  const number = phone && readPhone(phone);
  const address = email && readEmail(email);
  return (other) => {
    if (other.id === id) return false;
    if (address && other.email && readEmail(other.email) === address) return true;
    if (!number || !other.phone) return false;
    // Reading a number takes a thousand times longer than looking for its last digits.
    return other.phone.replace(/\D/g, '').includes(number.slice(-END)) && readPhone(other.phone) === number;
  };
};
