import type { Contact } from '../entities/contact.ts';
import type { Language } from '../entities/declaring/fields.ts';
import type { Fact } from '../entities/twin.ts';
import { readEmail } from '../reading/email.ts';
import { readPhoneWithExtension } from '../text/read-phone.ts';
import type { Observation } from '../twins/learn.ts';
import { currentFacts, sameValue } from '../twins/rank.ts';

/** The arguments of the `save_user_info` tool. */
export type UserInfo = {
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  readonly company?: string | undefined;
  /** Confidence, 0 to 1, that the values are the customer's own. */
  readonly sureness?: { readonly name?: number | undefined; readonly company?: number | undefined } | undefined;
  readonly language?: Language | undefined;
  readonly facts?:
    | readonly {
        readonly group: Fact['group'];
        readonly key: string;
        readonly value: string;
        readonly confidence?: number | undefined;
      }[]
    | undefined;
};

/** The message in which the information was given. */
export type Cause = Pick<Fact, 'messageId' | 'conversationId' | 'observedAt'>;

/** Confidence of a well-formed phone number or address, which can hardly be anything else. */
const WELL_FORMED = 0.95;
/** Confidence of a value for which the caller gave none. */
const STATED = 0.8;
const GUESSED = 0.7;
/** A fact below this confidence may fill an empty field but replaces nothing. */
const SURE = 0.8;
/** A fact below this confidence is shown among what is known but does not become part of the contact. */
const LIKELY = 0.6;

/**
 * Converts the information to observations for `learnFacts`: phones in E.164, addresses in lower case. Values that are
 * neither are left out.
 */
export const observeUserInfo = (info: UserInfo, cause: Cause): readonly Observation[] => {
  const told: readonly (readonly [string, string | undefined, number])[] = [
    ['name', info.name, info.sureness?.name ?? STATED],
    ['phone', info.phone && readPhoneWithExtension(info.phone, info.language), WELL_FORMED],
    ['email', info.email && readEmail(info.email), WELL_FORMED],
    ['company', info.company, info.sureness?.company ?? STATED],
    ['language', info.language, WELL_FORMED],
  ];
  const profile = told.flatMap(([key, value, confidence]) =>
    value?.trim() ? [{ group: 'profile' as const, key, value, confidence }] : [],
  );
  const facts = (info.facts ?? []).map((fact) => ({ ...fact, confidence: fact.confidence ?? GUESSED }));
  return [...profile, ...facts].map((fact) => ({ ...fact, ...cause }));
};

/** What is known about a contact, for filling its fields. */
export type ContactKnowledge = {
  /** The twin's facts, including those that were just learned. */
  readonly facts: readonly Fact[];
  /** The name from the channel's profile. A name that the customer states replaces it. */
  readonly profileName?: string | undefined;
  readonly now: number;
};

/**
 * Returns the contact with the facts of its twin filled in. A value that a person entered stays: a fact may only fill
 * an empty field, or replace a learned value or the channel's own name. A person's correction of a fact always wins.
 * Returns the same object when nothing changes.
 */
export const applyUserInfo = (contact: Contact, { facts, profileName, now }: ContactKnowledge): Contact => {
  const changed: Contact = { ...contact };
  for (const key of ['name', 'phone', 'email', 'company'] as const) {
    const fact = currentFacts(facts.filter(isLikely)).find((one) => one.key === key);
    const best = fact && readable(key, fact);
    const replaceable = [profileName, ...learnedValues(facts, key)];
    if (best && !isPartOfName(key, best, contact.name) && mayReplace(contact[key], best, replaceable)) {
      changed[key] = best.value.slice(0, maxLengths[key]);
    }
  }
  const language = currentFacts(facts).find((fact) => fact.key === 'language')?.value;
  if (language === 'ru' || language === 'en') changed.language = language;
  return JSON.stringify(changed) === JSON.stringify(contact) ? contact : { ...changed, updatedAt: now };
};

/**
 * Returns the fact with its value in the form that a contact stores, or undefined if it is not a valid phone number or
 * address, whoever entered it.
 */
const readable = (key: string, fact: Fact): Fact | undefined => {
  const value =
    key === 'phone' ? readPhoneWithExtension(fact.value) : key === 'email' ? readEmail(fact.value) : fact.value;
  return value === undefined ? undefined : { ...fact, value };
};

const isLikely = ({ state, confidence }: Fact): boolean => state === 'corrected' || confidence >= LIKELY;

const maxLengths = { name: 200, phone: 40, email: 254, company: 200 } as const;

/** "Меня зовут Марина" adds nothing to the name Марина Соколова. */
const isPartOfName = (key: string, { value, state }: Fact, name: string): boolean =>
  key === 'name' && state !== 'corrected' && wordsOf(value).every((word) => wordsOf(name).includes(word));
const wordsOf = (name: string): readonly string[] => name.toLowerCase().split(/\s+/);

const learnedValues = (facts: readonly Fact[], key: string): string[] =>
  facts.filter((fact) => fact.key === key).map((fact) => fact.value);

const mayReplace = (current: string | undefined, best: Fact, replaceable: readonly (string | undefined)[]): boolean => {
  if (!current?.trim() || best.state === 'corrected') return true;
  return best.confidence >= SURE && replaceable.some((value) => value !== undefined && sameValue(value, current));
};
