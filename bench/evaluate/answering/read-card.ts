import type { Fact } from '@inbetwin/shared/entities/twin.ts';
import { dayMeant } from '@inbetwin/shared/reading/days/day-meant.ts';
import { findBudget } from '@inbetwin/shared/reading/money.ts';
import { currentFacts } from '@inbetwin/shared/twins/rank.ts';
import type { Card } from './answer-set.ts';

/**
 * Reads the facts of a twin as a card. Amounts and days are kept in the customer's words, so they are worked out here as
 * the product does; `localTime` is what a clock on the wall says, as if it were UTC.
 */
export const readCard = (facts: readonly Fact[], localTime: number): Card => {
  const known = new Map(currentFacts(facts).map(({ key, value }) => [key, value]));
  const told = (key: string) => known.get(key);
  const [budget, date, guests] = [told('budget'), told('eventDate'), told('guests')];
  const fields = {
    name: told('name'),
    phone: told('phone'),
    email: told('email'),
    company: told('company'),
    budget: budget === undefined ? undefined : (findBudget(`budget ${budget}`, 'ru')?.value.amount ?? Number.NaN),
    date: date === undefined ? undefined : dayOf(date, localTime),
    guests: guests === undefined ? undefined : Number(guests),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
};

/** The day that the words mean, or the words themselves when they name none. */
const dayOf = (words: string, localTime: number): string => {
  const day = dayMeant(words, localTime);
  return day === undefined ? words : new Date(day).toISOString().slice(0, 10);
};
