import { type Understanding, understand } from '../../../reading/understand.ts';
import type { AgentRules, Turn } from '../turn.ts';

/**
 * Records budget, authority, need, and timing in the lead. A lead that can be called and has a purpose is qualified, and
 * so is a customer who is ready to buy.
 */
export const scoringRules: AgentRules = (turn) => {
  if (!turn.offers('update_lead') || turn.resultOf('update_lead') !== undefined) return {};
  const update = updateOf(turn);
  return Object.keys(update).length > 0 ? { toolCalls: [{ name: 'update_lead', arguments: update }] } : {};
};

const updateOf = ({ understood, earlier }: Turn) => {
  const { budget, authority, need, date, period } = understood;
  const timing = date ?? period;
  const bant = {
    ...(budget ? { budget: budget.words } : {}),
    ...(authority ? { authority } : {}),
    ...(need ? { need } : {}),
    ...(timing ? { timing } : {}),
  };
  return {
    ...(Object.keys(bant).length > 0 ? { bant } : {}),
    ...(budget ? { amount: budget.amount } : {}),
    ...(budget?.currency ? { currency: budget.currency } : {}),
    ...(qualifies(understood, earlier) ? { stage: 'qualified' as const } : {}),
  };
};

/**
 * Whether the newest message completes what makes a lead worth a call: a way to reach them and what they plan, or an
 * order with anything that it is about.
 */
const qualifies = (newest: Understanding, earlier: readonly string[]): boolean => {
  const before = earlier.map(understand);
  return isQualified([...before, newest]) && !isQualified(before);
};

const isQualified = (told: readonly Understanding[]): boolean =>
  isOrdered(told) ||
  (told.some((one) => one.phone || one.email) &&
    told.some((one) => one.budget || one.date || one.period || one.guests || one.occasion) &&
    told.some((one) => one.need || one.occasion || one.asksPrice || one.wantsToBuy));

const isOrdered = (told: readonly Understanding[]): boolean =>
  told.some((one) => one.wantsToBuy) &&
  told.some((one) => one.phone || one.email || one.date || one.budget || one.guests);
