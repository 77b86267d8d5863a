import type { Contact } from '@inbetwin/shared/entities/contact.ts';

/** Fewer digits are found in too many phone numbers. */
const MIN_DIGITS = 3;

type Known = Pick<Contact, 'name' | 'phone' | 'email' | 'company' | 'identities'>;

/**
 * Whether all that is typed is known of a customer: each word in the name, e-mail, company, handle or in one of `more` texts, or a phone
 * number in any notation, part of one included.
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

/** As they may stand in a stored number: the Russian trunk prefix 8 is its country code 7. */
const digitsTyped = (typed: string): readonly string[] => {
  if (/[^\d\s()+.\-–‑/]/u.test(typed)) return [];
  const digits = digitsOf(typed);
  if (digits.length < MIN_DIGITS) return [];
  return digits.startsWith('8') && !typed.trim().startsWith('+') ? [digits, `7${digits.slice(1)}`] : [digits];
};

const digitsOf = (text: string): string => text.replace(/\D/g, '');
