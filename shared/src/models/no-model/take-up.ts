import type { DeedKind } from '../../reading/deeds/deed-kinds.ts';
import { namesMoment } from '../../reading/deeds/is-specific.ts';
import { type Understanding, understand } from '../../reading/understand.ts';
import { cutText } from '../../text/cut-text.ts';
import type { MissingDetail } from '../../wording/fragments.ts';
import type { Phrases } from '../../wording/phrases.ts';
import { toldDetails } from './told-details.ts';
import type { Turn } from './turn.ts';

const MAX_SUMMARY = 500;
/** The most that is asked for at once. */
const MOST_ASKED = 2;
/** The number of the customer's messages after which what was taken up no longer waits for details. */
const MOST_BETWEEN = 6;

/** What a person needs for each kind of deed, the most important first. */
const neededFor: Readonly<Record<DeedKind, readonly MissingDetail[]>> = {
  book: ['date', 'guests', 'phone'],
  appoint: ['date', 'phone'],
  order: ['phone'],
  hold: ['phone'],
  move: ['newDate', 'reference'],
  cancel: ['reference'],
  extend: ['reference'],
  send: ['address'],
  call: ['phone'],
  visit: ['phone'],
  tell: [],
  find: ['date', 'phone'],
  status: ['reference'],
  late: ['reference'],
  other: ['phone'],
};

type Taken = {
  readonly deed: DeedKind;
  /** No person has been called before. */
  readonly isFirst: boolean;
};

/** Confirms in a sentence what the customer wants done, and asks for at most two things that a person needs for it. */
export const takeUp = (turn: Turn, { deed, isFirst }: Taken, say: Phrases): string => {
  const missing = missingFor(turn, deed).map((detail) => say.missing[detail]);
  const parts = [say.takenUp(say.deed[deed], toldDetails(turn, say)), ...(isFirst ? [say.passedOn] : [])];
  return [...parts, ...(missing.length > 0 ? [say.ask(missing)] : [])].join(' ');
};

/** What the colleague reads: the deed, its details, and the customer's words. */
export const summaryOf = (turn: Turn, deed: DeedKind, say: Phrases): string => {
  const details = toldDetails(turn, say);
  return cutText([say.deed[deed], details, `«${turn.text}»`].filter((part) => part !== '').join('; '), MAX_SUMMARY);
};

const missingFor = (turn: Turn, deed: DeedKind): readonly MissingDetail[] => {
  // In a group, nobody is asked for their phone number.
  if (turn.inGroup) return [];
  const said = [...turn.earlier.map(understand), turn.understood];
  return neededFor[deed].filter((detail) => !isKnown[detail](turn, said)).slice(0, MOST_ASKED);
};

type Known = (turn: Turn, said: readonly Understanding[]) => boolean;

const hasContact: Known = (_, said) => said.some(({ phone, email }) => phone !== undefined || email !== undefined);
const hasDate: Known = ({ text, understood: { date, period } }) => (date ?? period) !== undefined || namesMoment(text);
const isKnown: Readonly<Record<MissingDetail, Known>> = {
  date: hasDate,
  newDate: hasDate,
  guests: (_, said) => said.some(({ guests }) => guests !== undefined),
  phone: hasContact,
  reference: (turn, said) =>
    hasContact(turn, said) || said.some(({ name }) => name !== undefined) || /\d{3}/u.test(turn.text),
  address: (_, said) => said.some(({ email, phone }) => email !== undefined || phone !== undefined),
};

/** Returns the last deed or complaint of the customer's latest messages, to which they may still add details. */
export const pendingDeed = ({ earlier }: Pick<Turn, 'earlier'>): DeedKind | undefined =>
  earlier
    .slice(-MOST_BETWEEN)
    .map(understand)
    .flatMap(({ deed, complains }) => (complains ? 'other' : (deed ?? [])))
    .at(-1);

/** Whether the message only tells details, which belong to what was taken up before. */
export const isAddition = (turn: Turn): boolean => {
  const { asksQuestion, asksPrice, deed, date, guests, phone, email, name, company, budget } = turn.understood;
  if (asksQuestion || asksPrice || deed !== undefined) return false;
  const tells = [date, guests, phone, email, name, company, budget].some((detail) => detail !== undefined);
  return (tells || CORRECTS.test(turn.text)) && pendingDeed(turn) !== undefined;
};

/** "Стойте, детей 11", "no, make it 5". */
const CORRECTS =
  /^\s*(?:ой|стоп|стойте|подождите|нет|точнее|вернее|лучше|извините|sorry|actually|no|wait|make (?:it|that)|i meant?)(?!\p{L})[^?]*\d/iu;
