import type { Run } from '../../entities/run.ts';
import { nothingSpent, type Spent, type SpentToday } from './limits.ts';

type Named = Pick<Run, 'id' | 'conversationId'>;

/** Consumption of the runs of a day, kept as running sums, so that a query takes constant time. */
export type DayTotals = {
  /** Replaces what was recorded of this run. */
  note(run: Named, spent: Spent): void;
  /** Returns the consumption of all runs but this one. */
  beside(run: Named): SpentToday;
};

type Known = { readonly conversationId: string; readonly spent: Spent };

/** Creates empty totals. */
export const createDayTotals = (): DayTotals => {
  const known = new Map<string, Known>();
  const conversations = new Map<string, Spent>();
  let team = nothingSpent;

  const spentIn = (conversationId: string): Spent => conversations.get(conversationId) ?? nothingSpent;

  const forget = (id: string): void => {
    const before = known.get(id);
    if (!before) return;
    const { conversationId, spent } = before;
    team = less(team, spent);
    conversations.set(conversationId, less(spentIn(conversationId), spent));
  };

  return {
    note: ({ id, conversationId }, spent) => {
      forget(id);
      known.set(id, { conversationId, spent });
      team = plus(team, spent);
      conversations.set(conversationId, plus(spentIn(conversationId), spent));
    },
    beside: ({ id, conversationId }) => {
      const own = known.get(id);
      const all = { conversation: spentIn(conversationId), team };
      if (!own) return all;
      const isThere = own.conversationId === conversationId;
      return {
        conversation: isThere ? less(all.conversation, own.spent) : all.conversation,
        team: less(team, own.spent),
      };
    },
  };
};

const plus = (a: Spent, b: Spent): Spent => ({
  runs: a.runs + b.runs,
  tokens: a.tokens + b.tokens,
  costMicros: a.costMicros + b.costMicros,
});

const less = (a: Spent, b: Spent): Spent => ({
  runs: a.runs - b.runs,
  tokens: a.tokens - b.tokens,
  costMicros: a.costMicros - b.costMicros,
});
