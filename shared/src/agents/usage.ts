import type { Run } from '../entities/run.ts';
import { eachPage } from '../ports/each-page.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';
import { nothingSpent, type Spent, type SpentToday, spentBy } from './limits.ts';

/** What the team's runs of the present day (UTC) used up. */
export type Usage = {
  /** By all runs but this one. What other processes do is told up to half a minute late. */
  spentBeside(run: Pick<Run, 'id' | 'conversationId'>, now: number): Promise<SpentToday>;
  /** Called with every record of a run. */
  note(run: Run): void;
};

type Known = { readonly conversationId: string; readonly spent: Spent };

const DAY_MS = 86_400_000;
const READ_EVERY_MS = 30_000;
const PAGE = 50;

export const createUsage = (documents: Pick<TeamDocuments, 'runs'>): Usage => {
  let day = 0;
  let known = new Map<string, Known>();
  let since = 0;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> = Promise.resolve();

  const note = ({ id, conversationId, steps }: Run): void => {
    known.set(id, { conversationId, spent: spentBy(steps.filter(({ startedAt }) => startedAt >= day)) });
  };

  /** Newest first, up to what was read before. */
  const read = async (): Promise<void> => {
    const until = Math.max(since, day);
    const query = { index: ['updatedAt'], equals: [], descending: true, limit: PAGE };
    for await (const page of eachPage(documents.runs, query)) {
      const news = page.filter(({ updatedAt }) => updatedAt >= until);
      for (const run of news) note(run);
      since = Math.max(since, news[0]?.updatedAt ?? 0);
      if (news.length < page.length) return;
    }
  };

  const refresh = (now: number): Promise<void> => {
    const today = Math.floor(now / DAY_MS) * DAY_MS;
    if (today !== day) [day, known, since, readAt] = [today, new Map(), 0, Number.NEGATIVE_INFINITY];
    if (now - readAt < READ_EVERY_MS) return reading;
    readAt = now;
    reading = read();
    return reading;
  };

  return {
    note,
    spentBeside: async (run, now) => {
      try {
        await refresh(now);
      } catch (error) {
        readAt = Number.NEGATIVE_INFINITY;
        throw error;
      }
      const others = [...known].flatMap(([id, one]) => (id === run.id ? [] : [one]));
      return {
        conversation: sum(others.filter(({ conversationId }) => conversationId === run.conversationId)),
        team: sum(others),
      };
    },
  };
};

const sum = (all: readonly Known[]): Spent =>
  all.reduce(
    (total, { spent }) => ({
      runs: total.runs + spent.runs,
      tokens: total.tokens + spent.tokens,
      costMicros: total.costMicros + spent.costMicros,
    }),
    nothingSpent,
  );
