import type { Contact } from '@inbetwin/shared/entities/contact.ts';

/** Fewer digits occur in too many phone numbers. */
const MIN_DIGITS = 3;

type Known = Pick<Contact, 'name' | 'phone' | 'email' | 'company' | 'identities'>;

/**
 * Returns a predicate that tells whether a customer matches everything typed: each word occurs in the name, email, company, handle, or one
 * of the `more` texts, or the input is part of the phone number in any notation.
 */
export const matchContact = (typed: string): ((contact: Known, more?: readonly string[]) => boolean) => {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const digits = digitsTyped(typed);
  return ({ name, phone = '', email, company, identities }, more = []) => {
    if (digits.some((each) => digitsOf(phone).includes(each))) return true;
    const handles = identities.map(({ handle = '' }) => `@${handle.replace(/^@/, '')}`);
    const known = [name, phone, email, company, ...handles, ...more].join('\n').toLowerCase();
    return words.every((word) => known.includes(word));
  };
};

/** The forms that the digits may have in a stored number: the Russian trunk prefix 8 corresponds to the country code 7. */
const digitsTyped = (typed: string): readonly string[] => {
  if (/[^\d\s()+.\-–‑/]/u.test(typed)) return [];
  const digits = digitsOf(typed);
  if (digits.length < MIN_DIGITS) return [];
  return digits.startsWith('8') && !typed.trim().startsWith('+') ? [digits, `7${digits.slice(1)}`] : [digits];
};

const digitsOf = (text: string): string => text.replace(/\D/g, '');
