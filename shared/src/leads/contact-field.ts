import { type Contact, contactSchema } from '../entities/contact.ts';
import type { Language } from '../entities/declaring/fields.ts';
import { readEmail } from '../reading/email.ts';
import { readPhone } from '../text/read-phone.ts';

/** The fields of a contact that a person can edit. */
export const contactFields = ['name', 'phone', 'email', 'company'] as const;
/** One of the editable fields of a contact. */
export type ContactField = (typeof contactFields)[number];
/** Why an entered value was not accepted. */
export type ContactProblem = 'empty' | 'tooLong' | 'wrongPhone' | 'wrongEmail';

/**
 * What a person entered in one field. The workspace `language` determines the country of a phone number without a
 * country code.
 */
type Entered = { readonly field: ContactField; readonly text: string; readonly language?: Language };

/**
 * Returns the contact with the entered value, or the problem with that value. An empty value removes the field, except
 * for the name.
 */
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

/** The number of digits at the end of a phone number that are the same in every notation. */
const END = 7;

/**
 * Returns a predicate: whether another contact has the same phone number, in any notation, or the same e-mail address.
 */
export const isNamesakeOf = ({ id, phone, email }: Reachable): ((other: Reachable) => boolean) => {
  const number = phone && readPhone(phone);
  const address = email && readEmail(email);
  return (other) => {
    if (other.id === id) return false;
    if (address && other.email && readEmail(other.email) === address) return true;
    if (!number || !other.phone) return false;
    // Parsing a number takes a thousand times longer than searching for its last digits.
    return other.phone.replace(/\D/g, '').includes(number.slice(-END)) && readPhone(other.phone) === number;
  };
};
