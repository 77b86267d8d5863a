import type { Contact } from '../entities/contact.ts';
import { withoutGaps } from '../entities/declaring/without-gaps.ts';
import type { Lead, ScoreReason } from '../entities/lead.ts';
import type { Fact } from '../entities/twin.ts';
import { dayMeant } from '../reading/days/day-meant.ts';
import { currentFacts, sameValue } from '../twins/rank.ts';
import type { LeadActivity } from './activity.ts';

/** Everything that the score of a lead depends on. */
export type ScoreInput = {
  readonly lead: Pick<Lead, 'bant' | 'amount' | 'createdAt'>;
  /** When a person entered `bant.timing`, if known. */
  readonly timingEnteredAt?: number | undefined;
  readonly contact: Pick<Contact, 'phone' | 'email' | 'company'>;
  readonly facts: readonly Fact[];
  readonly activity: LeadActivity;
  readonly now: number;
};

/** A score with its reasons. */
export type LeadScore = {
  readonly score: number;
  readonly reasons: readonly ScoreReason[];
  /** When the score falls next through time alone; absent if it never will. */
  readonly dueAt?: number;
};

const DAY = 86_400_000;
const SOON_DAYS = 60;

/**
 * Computes the score, 0 to 100: the clamped sum of the reasons' points. Reasons are ordered by weight, heaviest first.
 * Without new information a score only falls with time, next at `dueAt`.
 */
export const scoreLead = (input: ScoreInput): LeadScore => {
  const timing = readTiming(input);
  const reasons = [
    ...contactReasons(input),
    ...bantReasons(input),
    ...timingReasons(timing, input.now),
    ...activityReasons(input),
  ].sort((a, b) => Math.abs(b.points) - Math.abs(a.points) || (a.code < b.code ? -1 : 1));
  const sum = reasons.reduce((total, reason) => total + reason.points, 0);
  const dueAt = [...dueOfSilence(input.activity), ...dueOfTiming(timing)]
    .filter((at) => at > input.now)
    .toSorted((a, b) => a - b)[0];
  return { score: Math.min(100, Math.max(0, sum)), reasons, ...withoutGaps({ dueAt }) };
};

/** The reason codes of `scoreLead` and the points of each. The interface has a text for every code. */
export const scorePoints = {
  has_phone: 15,
  has_email: 10,
  company_known: 5,
  budget_known: 15,
  need_known: 10,
  authority: 10,
  guests_known: 5,
  occasion_known: 5,
  ready_to_buy: 25,
  timing_soon: 15,
  timing_known: 5,
  timing_past: -10,
  replied_often: 10,
  asked_price: 10,
  asked_person: 10,
  declined: -30,
  silent_week: -10,
  silent_long: -25,
} as const satisfies Record<string, number>;

const reason = (code: keyof typeof scorePoints, detail?: string): ScoreReason => ({
  code,
  points: scorePoints[code],
  ...(detail ? { detail: detail.slice(0, 300) } : {}),
});

const factValue = (facts: readonly Fact[], key: string): string | undefined =>
  currentFacts(facts).find((fact) => fact.key === key)?.value;

const contactReasons = ({ contact, facts }: ScoreInput): ScoreReason[] => [
  ...(contact.phone || factValue(facts, 'phone') ? [reason('has_phone')] : []),
  ...(contact.email || factValue(facts, 'email') ? [reason('has_email')] : []),
  ...(contact.company || factValue(facts, 'company') ? [reason('company_known')] : []),
];

const bantReasons = ({ lead, facts }: ScoreInput): ScoreReason[] => {
  const budget = lead.bant.budget ?? factValue(facts, 'budget') ?? lead.amount?.toString();
  const need = lead.bant.need ?? factValue(facts, 'need');
  const authority = lead.bant.authority ?? factValue(facts, 'authority');
  const guests = factValue(facts, 'guests');
  const occasion = factValue(facts, 'occasion');
  return [
    ...(budget ? [reason('budget_known', budget)] : []),
    ...(need ? [reason('need_known', need)] : []),
    ...(authority ? [reason('authority', authority)] : []),
    ...(guests ? [reason('guests_known', guests)] : []),
    ...(occasion ? [reason('occasion_known', occasion)] : []),
  ];
};

type Timing = {
  readonly words: string;
  readonly saidAt: number;
  /** Midnight UTC of the day; undefined when the words name none. */
  readonly day: number | undefined;
};

/**
 * A date without a year means the next such date after it was stated, by the customer or by the person who entered it.
 */
const readTiming = ({ lead, timingEnteredAt, facts, activity, now }: ScoreInput): Timing | undefined => {
  const fact = currentFacts(facts).find(({ key }) => key === 'eventDate' || key === 'timing');
  const words = lead.bant.timing ?? fact?.value;
  if (!words) return undefined;
  const told = fact && sameValue(fact.value, words) ? fact.observedAt : undefined;
  const saidAt = Math.min(told ?? timingEnteredAt ?? activity.lastInboundAt ?? lead.createdAt, now);
  return { words, saidAt, day: dayMeant(words, saidAt) };
};

/** Points depend on how soon the date was when it was stated, so that a lead does not improve merely by waiting. */
const timingReasons = (timing: Timing | undefined, now: number): ScoreReason[] => {
  if (!timing) return [];
  const { words, saidAt, day } = timing;
  if (day === undefined) return [reason('timing_known', words)];
  if (now >= day + DAY) return [reason('timing_past', words)];
  return [reason(day - saidAt <= SOON_DAYS * DAY ? 'timing_soon' : 'timing_known', words)];
};

const dueOfTiming = (timing: Timing | undefined): readonly number[] =>
  timing?.day === undefined ? [] : [timing.day + DAY];

const activityReasons = ({ activity, now }: ScoreInput): ScoreReason[] => {
  const silent = dueOfSilence(activity).filter((at) => at <= now).length;
  return [
    ...(activity.inboundCount >= 3 ? [reason('replied_often')] : []),
    ...(activity.askedPrice ? [reason('asked_price')] : []),
    ...(activity.wantedToBuy ? [reason('ready_to_buy')] : []),
    ...(activity.askedPerson ? [reason('asked_person')] : []),
    ...(activity.declined ? [reason('declined')] : []),
    ...(silent === 2 ? [reason('silent_long')] : silent === 1 ? [reason('silent_week')] : []),
  ];
};

/** The times at which the customer's silence reaches a week and a month. */
const dueOfSilence = ({ lastInboundAt }: LeadActivity): readonly number[] =>
  lastInboundAt === undefined ? [] : [7, 30].map((days) => lastInboundAt + days * DAY + 1);
