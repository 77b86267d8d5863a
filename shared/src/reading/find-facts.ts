import type { Language } from '../entities/declaring/fields.ts';
import { blankOut, type Found } from '../text/word-pattern.ts';
import { findDate, findPeriod } from './days/dates.ts';
import { findEmails } from './email.ts';
import { chooseContact, isOwnContact } from './fact-owner.ts';
import { findGuests } from './guests.ts';
import { type Budget, findBudget } from './money.ts';
import { findCompany } from './names/company.ts';
import { findPersonName } from './names/person-name.ts';
import type { FoundName } from './names/signed-name.ts';
import { findPhones } from './phone.ts';

/** What a message says about its writer, each with its place. No two places overlap. */
export type FoundFacts = {
  readonly email: Found<string> | undefined;
  readonly phone: Found<string> | undefined;
  readonly company: FoundName | undefined;
  readonly name: FoundName | undefined;
  readonly budget: Found<Budget> | undefined;
  readonly guests: Found<number> | undefined;
  readonly date: Found<string> | undefined;
  readonly period: Found<string> | undefined;
};

/**
 * Finds the facts one after the other: what has been read is blanked out before the next reader, so that the digits of
 * a phone number are no guests. `plain` is the text without e-mail addresses and phone numbers, with the same offsets.
 */
export const findFacts = (text: string, language: Language): { readonly plain: string; readonly found: FoundFacts } => {
  const emails = findEmails(text);
  const email = chooseContact(
    text,
    emails.filter((found) => isOwnContact(text, found)),
  );
  const withoutEmails = blankOut(text, emails);
  const phones = findPhones(withoutEmails, language);
  const phone = chooseContact(
    withoutEmails,
    phones.filter((found) => isOwnContact(withoutEmails, found)),
  );
  const plain = blankOut(withoutEmails, phones);
  const company = findCompany(plain);
  const contacts = [phone, email].flatMap((found) => found ?? []);
  const name = findPersonName(blankOut(plain, [company]), contacts);
  const unnamed = blankOut(plain, [company, name]);
  const budget = findBudget(unnamed, language);
  const date = findDate(blankOut(unnamed, [budget]));
  const period = date ? undefined : findPeriod(blankOut(unnamed, [budget]));
  const guests = findGuests(cutOut(text, [...emails, ...phones, company, name, budget, date, period]));
  return { plain, found: { email, phone, company, name, budget, guests, date, period } };
};

/** Blanks out what was found and leaves a mark in its place, so that no fact reaches across it. */
const cutOut = (text: string, found: readonly (Found<unknown> | undefined)[]): string =>
  found.reduce(
    (rest, span) => (span ? `${rest.slice(0, span.start)};${rest.slice(span.start + 1)}` : rest),
    blankOut(text, found),
  );
