import type { Contact } from '../entities/contact.ts';
import type { Actor } from '../ports/collection.ts';
import { eachPage } from '../ports/each-page.ts';

/** Contacts read at once; a page stays responsive between two batches. */
const PAGE = 250;
/** More contacts with one phone number are a shared line, and nobody would look through them. */
const MAX_SUGGESTED = 5;
const MAX_ALIKE = 20;

export type Alike = NonNullable<Contact['alike']>[number];
type Contacts = Pick<Actor['documents'], 'contacts'>;

/**
 * Finds the contacts with the same phone number or e-mail address, newest change first, and notes on both sides that
 * they may be the same person. A decision that was made before stays. Doing it again changes nothing.
 */
export const suggestSamePerson = async ({ contacts }: Contacts, contactId: string): Promise<readonly Contact[]> => {
  const contact = await contacts.get(contactId);
  if (!contact || contact.kind === 'group' || (!contact.phone && !contact.email)) return [];
  const found = await findNamesakes({ contacts }, contact);
  for (const other of found) {
    await contacts.update(contact.id, (current) => withSuggestion(current, other.id));
    await contacts.update(other.id, (current) => withSuggestion(current, contact.id));
  }
  return found;
};

const findNamesakes = async ({ contacts }: Contacts, contact: Contact): Promise<readonly Contact[]> => {
  // A device loads the code that parses phone numbers on demand.
  const { isNamesakeOf } = await import('./contact-field.ts');
  const isSame = isNamesakeOf(contact);
  const found: Contact[] = [];
  for await (const page of eachPage(contacts, { index: ['updatedAt'], equals: [], descending: true, limit: PAGE })) {
    found.push(...page.filter((other) => other.kind !== 'group' && isSame(other)));
    if (found.length >= MAX_SUGGESTED) break;
  }
  return found.slice(0, MAX_SUGGESTED);
};

const withSuggestion = (contact: Contact, id: string): Contact => {
  const alike = contact.alike ?? [];
  if (alike.some((one) => one.id === id) || alike.length >= MAX_ALIKE) return contact;
  return { ...contact, alike: [...alike, { id, state: 'suggested' }] };
};

/** The two contacts as they were shown to the person who decides. */
export type Pair = readonly [Contact, Contact];

/** Notes on both contacts whether they are the same person. Their conversations, leads and twins stay separate. */
export const decideSamePerson = async (
  { documents: { contacts } }: Pick<Actor, 'documents'>,
  [one, other]: Pair,
  state: 'same' | 'different',
): Promise<void> => {
  for (const [shown, id] of [
    [one, other.id],
    [other, one.id],
  ] as const) {
    await contacts.edit({ shown, next: (current) => withDecision(current, { id, state }) });
  }
};

const withDecision = (contact: Contact, decided: Alike): Contact => ({
  ...contact,
  alike: [...(contact.alike ?? []).filter(({ id }) => id !== decided.id), decided].slice(-MAX_ALIKE),
});

/**
 * What is known of two contacts from both sides: one side may not have heard of a decision yet, and of two decisions
 * the careful one counts.
 */
export const likenessOf = (one: Contact, other: Contact): Alike['state'] | undefined => {
  const said = [stateFor(one, other.id), stateFor(other, one.id)];
  return (['different', 'same', 'suggested'] as const).find((state) => said.includes(state));
};

const stateFor = ({ alike = [] }: Contact, id: string): Alike['state'] | undefined =>
  alike.find((one) => one.id === id)?.state;

/** Forgets a removed contact wherever it was noted. */
export const forgetAlike = async ({ contacts }: Contacts, { id, alike = [] }: Contact): Promise<void> => {
  for (const other of alike) {
    await contacts.update(other.id, (current) =>
      current.alike?.some((one) => one.id === id)
        ? { ...current, alike: current.alike.filter((one) => one.id !== id) }
        : current,
    );
  }
};
