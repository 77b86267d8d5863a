import type { Language } from '../entities/declaring/fields.ts';
import { sentencesOf } from '../search/language/sentences.ts';
import { remember } from '../search/remember.ts';
import { cutText } from '../text/cut-text.ts';
import { detectLanguage } from '../text/detect-language.ts';
import { blankOut } from '../text/word-pattern.ts';
import { asksWithin, isQuestion } from './asking.ts';
import { findOccasion, wantsToBuy } from './buying.ts';
import { complains } from './complaint.ts';
import type { DeedKind } from './deeds/deed-kinds.ts';
import { readBriefRequest, readDeed } from './deeds/read-deed.ts';
import { isPast } from './fact-owner.ts';
import { findFacts } from './find-facts.ts';
import { asksAboutBot, asksForPerson, asksForPrice, declinesDeal, objectsToPrice, soundsAngry } from './intent.ts';
import type { Budget } from './money.ts';
import { findAuthority, findNeed } from './need.ts';
import { type OffTopic, readOffTopic, seemsOffTopic } from './off-topic.ts';
import { readSmallTalk, type SmallTalk } from './small-talk.ts';

/** A value that was stated with some ambiguity; `confidence` depends on how it was stated. */
export type Told = { readonly value: string; readonly confidence: number };

/** What the rules can read from one message of a customer. */
export type Understanding = {
  /** Undefined when the text holds no letters. */
  readonly language: Language | undefined;
  readonly name?: Told;
  /** E.164. */
  readonly phone?: string;
  readonly email?: string;
  readonly company?: Told;
  readonly budget?: Budget;
  /** The day wanted, in the customer's words. */
  readonly date?: string;
  /** A time in the future that is no single day, in the customer's words. */
  readonly period?: string;
  readonly guests?: number;
  readonly need?: string;
  /** What is celebrated, in the customer's words. */
  readonly occasion?: string;
  /** Ready to buy or book. */
  readonly wantsToBuy: boolean;
  readonly authority?: string;
  readonly asksForPerson: boolean;
  readonly asksPrice: boolean;
  readonly angry: boolean;
  /** The customer says that something went wrong. */
  readonly complains: boolean;
  /** What the customer wants done. */
  readonly deed?: DeedKind;
  /** The message has nothing to do with the business. */
  readonly offTopic?: OffTopic;
  /** A price is called too high. */
  readonly objectsToPrice: boolean;
  /** Some sentence is a question, with or without a question mark. */
  readonly asksQuestion: boolean;
  /** "Are you a bot?" */
  readonly asksAboutBot: boolean;
  readonly declines: boolean;
  readonly smallTalk?: SmallTalk;
  readonly greets: boolean;
  /**
   * Besides pleasantries and details about the customer, the message contains something that the knowledge base may
   * answer.
   */
  readonly asksSomething: boolean;
  /** The message without the details about the customer. */
  readonly withoutDetails: string;
};

/** Longer texts are read only up to here: the rest of a pasted document is not about the customer. */
const MAX_LENGTH = 4000;
const MAX_NEED = 300;

const readMessage = (message: string): Understanding => {
  const text = cutText(message, MAX_LENGTH, '');
  const language = detectLanguage(text);
  const { plain, found } = findFacts(text, language ?? 'ru');
  const { email, phone, company, name, budget, guests, date, period } = found;
  const need = findNeed(plain);
  const occasion = isPast(plain) ? undefined : findOccasion(plain);
  const authority = findAuthority(plain);
  const wantsPerson = asksForPerson(plain);
  // "А на субботу?" asks by naming the detail.
  const isAsked = plain.includes('?') && [budget, date, period, guests].some((found) => found !== undefined);
  const withoutDetails = blankOut(plain, [name, company, budget, date, period, guests, authority]);
  const tellsDetails = [email, phone, name, company, budget, date, period, guests].some((found) => found !== undefined);
  const { kind, greets, rest } = readSmallTalk(withoutDetails, tellsDetails);
  const asksQuestion = sentencesOf(plain).some(({ value }) => isQuestion(value));
  const offTopic = readOffTopic(plain);
  const hasDate = date !== undefined;
  const told = {
    ...{ hasDate, hasGuests: guests !== undefined, hasName: name !== undefined || company !== undefined },
    ...{ hasContact: phone !== undefined || email !== undefined, hasNeed: need !== undefined },
    // A request without a verb may end with a question mark: "table for 6 tonight?".
    ...{
      asks: asksWithin(plain) || sentencesOf(plain.replaceAll('?', ' ')).some(({ value }) => isQuestion(value)),
      hasMatter: /\p{L}{2,}/u.test(rest),
    },
  };
  const deed = offTopic ? undefined : (readDeed(plain) ?? readBriefRequest(plain, told));
  const [angry, complaint] = [soundsAngry(plain), complains(plain)];
  const isOurs = deed !== undefined || wantsPerson || angry || complaint;
  const aside = offTopic ?? (!isOurs && seemsOffTopic(plain) ? 'seeming' : undefined);
  return {
    language,
    ...(name ? { name: toldOf(name) } : {}),
    ...(phone ? { phone: phone.value } : {}),
    ...(email ? { email: email.value } : {}),
    ...(company ? { company: toldOf(company) } : {}),
    ...(budget ? { budget: budget.value } : {}),
    ...(date ? { date: date.value } : {}),
    ...(period ? { period: period.value } : {}),
    ...(guests ? { guests: guests.value } : {}),
    ...(need ? { need: cutText(need.value.replace(/\s+/g, ' '), MAX_NEED) } : {}),
    ...(occasion ? { occasion: occasion.value } : {}),
    wantsToBuy: wantsToBuy(plain),
    ...(authority ? { authority: authority.value } : {}),
    asksForPerson: wantsPerson,
    asksPrice: asksForPrice(plain),
    angry,
    complains: complaint,
    ...(deed ? { deed } : {}),
    ...(aside ? { offTopic: aside } : {}),
    objectsToPrice: objectsToPrice(plain),
    asksQuestion,
    declines: declinesDeal(plain),
    ...(kind ? { smallTalk: kind } : {}),
    greets,
    withoutDetails: withoutDetails.replace(/\s+/g, ' ').trim(),
    asksAboutBot: asksAboutBot(plain),
    asksSomething: isAsked || /\p{L}{2,}/u.test(rest),
  };
};

/**
 * Size of the cache. Each message is read by every agent of its run, by scoring, and whenever the conversation is read
 * again.
 */
const MOST_READ = 300;

/** Reads a Russian or English message by rules. Pure: the same text always gives the same result. */
export const understand = remember(MOST_READ, readMessage);

const toldOf = ({ value, confidence }: Told): Told => ({ value, confidence });
