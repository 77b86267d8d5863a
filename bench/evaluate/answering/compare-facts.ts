import { foldText } from '@inbetwin/shared/search/language/fold-text.ts';
import type { Card } from './answer-set.ts';

/** The fields of a card, in the order in which they are reported. */
export const cardFields = ['name', 'phone', 'email', 'company', 'budget', 'date', 'guests'] as const;
/** A field of a card. */
export type CardField = (typeof cardFields)[number];

/** Counts the values of one field: those found correctly, those found although they are wrong, and those missed. */
export type Count = { readonly right: number; readonly extra: number; readonly missing: number };
/** The counts by field. */
export type Tally = Readonly<Record<CardField, Count>>;

type Said = {
  readonly text: string;
  /** What the message newly says. */
  readonly expected: Card;
  readonly before: Card;
  readonly after: Card;
};

/**
 * Compares what a message added to the card, or changed on it, with what it says. A value that is expected and stood on
 * the card already is right.
 */
export const compareFacts = ({ text, expected, before, after }: Said): Tally =>
  byField((field) => {
    const [wanted, found] = [expected[field], after[field]];
    const isRight = wanted !== undefined && found !== undefined && sameFact({ field, wanted, found, text });
    const isNew = found !== undefined && found !== before[field];
    return {
      right: isRight ? 1 : 0,
      extra: isNew && !isRight ? 1 : 0,
      missing: wanted !== undefined && !isRight ? 1 : 0,
    };
  });

/** Adds the counts up. */
export const addTallies = (tallies: readonly Tally[]): Tally =>
  byField((field) =>
    tallies.reduce(
      (sum, { [field]: { right, extra, missing } }) => ({
        right: sum.right + right,
        extra: sum.extra + extra,
        missing: sum.missing + missing,
      }),
      { right: 0, extra: 0, missing: 0 },
    ),
  );

/** All fields together. */
export const totalOf = (tally: Tally): Count =>
  cardFields.reduce(
    (sum, field) => ({
      right: sum.right + tally[field].right,
      extra: sum.extra + tally[field].extra,
      missing: sum.missing + tally[field].missing,
    }),
    { right: 0, extra: 0, missing: 0 },
  );

/** Precision, recall and their harmonic mean; 1 where there is nothing to find and nothing was found. */
export const qualityOf = ({ right, extra, missing }: Count) => ({
  precision: right + extra === 0 ? 1 : right / (right + extra),
  recall: right + missing === 0 ? 1 : right / (right + missing),
  f1: right + extra + missing === 0 ? 1 : (2 * right) / (2 * right + extra + missing),
});

const byField = (count: (field: CardField) => Count): Tally => ({
  name: count('name'),
  phone: count('phone'),
  email: count('email'),
  company: count('company'),
  budget: count('budget'),
  date: count('date'),
  guests: count('guests'),
});

type Value = string | number;
type Pair = { readonly field: CardField; readonly wanted: Value; readonly found: Value; readonly text: string };

/** Whether a card's value is the expected one, by the rules for its field. */
const sameFact = ({ field, wanted, found, text }: Pair): boolean => {
  if (typeof wanted === 'number' || typeof found === 'number') return Number(wanted) === Number(found);
  if (field === 'phone') return samePhone(wanted, found, text);
  if (field === 'company') return plainCompany(found).includes(plainCompany(wanted));
  if (field === 'name') return wordsOf(wanted) === wordsOf(found);
  return foldText(wanted) === foldText(found);
};

/** Without a country in the text, the last nine digits decide. */
const samePhone = (wanted: string, found: string, text: string): boolean => {
  const [number = '', extension = ''] = wanted.split(',');
  const [foundNumber = '', foundExtension = ''] = found.split(',');
  if (extension !== foundExtension) return false;
  return text.includes('+') ? number === foundNumber : lastDigits(number) === lastDigits(foundNumber);
};
const lastDigits = (phone: string): string => phone.replace(/\D/g, '').slice(-9);

const wordsOf = (name: string): string =>
  [...new Set(foldText(name).match(/[\p{L}\p{N}]+/gu) ?? [])].toSorted().join(' ');

const plainCompany = (company: string): string =>
  foldText(company)
    .replace(/["«»“”„']/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
