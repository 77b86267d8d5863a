import type { Contact } from '../entities/contact.ts';
import type { Lead, ScoreReason } from '../entities/lead.ts';
import type { Fact } from '../entities/twin.ts';
import { daysUntil } from '../models/no-model/understanding/dates.ts';
import { currentFacts, sameValue } from '../twins/rank.ts';
import type { LeadActivity } from './activity.ts';

export type ScoreInput = {
  readonly lead: Pick<Lead, 'bant' | 'amount'>;
  readonly contact: Pick<Contact, 'phone' | 'email' | 'company'>;
  readonly facts: readonly Fact[];
  readonly activity: LeadActivity;
  readonly now: number;
};

export type LeadScore = { readonly score: number; readonly reasons: readonly ScoreReason[] };

const DAY = 86_400_000;
const SOON_DAYS = 60;

/** 0 to 100: the sum of the reasons' points, clamped. The weightiest reason comes first. */
export const scoreLead = (input: ScoreInput): LeadScore => {
  const reasons = [
    ...contactReasons(input),
    ...bantReasons(input),
    ...timingReasons(input),
    ...activityReasons(input),
  ].sort((a, b) => Math.abs(b.points) - Math.abs(a.points) || (a.code < b.code ? -1 : 1));
  const sum = reasons.reduce((total, reason) => total + reason.points, 0);
  return { score: Math.min(100, Math.max(0, sum)), reasons };
};

/** The codes that `scoreLead` gives, with the points each is worth: the interface words every one of them. */
export const scorePoints = {
  has_phone: 15,
  has_email: 10,
  company_known: 5,
  budget_known: 15,
  need_known: 10,
  authority: 10,
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
  return [
    ...(budget ? [reason('budget_known', budget)] : []),
    ...(need ? [reason('need_known', need)] : []),
    ...(authority ? [reason('authority', authority)] : []),
  ];
};

/** A date without a year means the next one after the message that named it. */
const timingReasons = ({ lead, facts, activity, now }: ScoreInput): ScoreReason[] => {
  const fact = currentFacts(facts).find(({ key }) => key === 'eventDate' || key === 'timing');
  const words = lead.bant.timing ?? fact?.value;
  if (!words) return [];
  const told = fact && sameValue(fact.value, words) ? fact.observedAt : undefined;
  const days = daysUntil(words, { saidAt: told ?? activity.lastInboundAt ?? now, now });
  if (days === undefined) return [reason('timing_known', words)];
  if (days < 0) return [reason('timing_past', words)];
  return [reason(days <= SOON_DAYS ? 'timing_soon' : 'timing_known', words)];
};

const activityReasons = ({ activity, now }: ScoreInput): ScoreReason[] => {
  const silentDays = activity.lastInboundAt === undefined ? 0 : (now - activity.lastInboundAt) / DAY;
  return [
    ...(activity.inboundCount >= 3 ? [reason('replied_often')] : []),
    ...(activity.askedPrice ? [reason('asked_price')] : []),
    ...(activity.askedPerson ? [reason('asked_person')] : []),
    ...(activity.declined ? [reason('declined')] : []),
    ...(silentDays > 30 ? [reason('silent_long')] : silentDays > 7 ? [reason('silent_week')] : []),
  ];
};
