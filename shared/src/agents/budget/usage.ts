import { z } from 'zod';
import { type Run, runSchema, type Step, stepSchema } from '../../entities/run.ts';
import type { FindQuery } from '../../ports/document-store.ts';
import type { TeamDocuments } from '../../ports/team-documents.ts';
import { createBreath } from '../../timing/breath.ts';
import { pause } from '../../timing/pause.ts';
import { createDayTotals } from './day-totals.ts';
import { type SpentToday, spentBy } from './limits.ts';

/** What the team's runs of the present day (UTC) used up. */
export type Usage = {
  /**
   * By all runs but this one. What other processes do is told up to half a minute late. After a start on a busy day nobody waits
   * until all of it is read: of the run's own conversation the sum is whole, of the team it is of the latest runs, and grows.
   */
  spentBeside(run: Named, now: number): Promise<SpentToday>;
  /** Called with every record of a run. */
  note(run: Run): void;
};

type Named = Pick<Run, 'id' | 'conversationId'>;

const DAY_MS = 86_400_000;
const READ_EVERY_MS = 30_000;
const PAGE = 50;
/** How long a run that begins waits for what is being read. */
const PATIENCE_MS = 250;
/** Of reading at one go, beside which nothing else happens in this process. */
const SLICE_MS = 10;

export const createUsage = (documents: Pick<TeamDocuments, 'runs'>): Usage => {
  let day = openDay(documents, 0);
  return {
    note: (run) => day.note(run),
    spentBeside: async (run, now) => {
      const begins = Math.floor(now / DAY_MS) * DAY_MS;
      if (day.begins !== begins) day = openDay(documents, begins);
      return day.spentBeside(run, now);
    },
  };
};

/** What counts of a run. The whole of it is many times as long to check, and here a day's runs are read at once. */
const accountSchema = z.object({
  ...runSchema.pick({ id: true, conversationId: true, updatedAt: true }).shape,
  steps: z.array(z.object(stepSchema.pick({ startedAt: true, tokens: true, costMicros: true }).shape)),
});
type Account = Named & { readonly steps: readonly Pick<Step, 'startedAt' | 'tokens' | 'costMicros'>[] };

const never = new AbortController().signal;

const openDay = ({ runs }: Pick<TeamDocuments, 'runs'>, begins: number) => {
  const totals = createDayTotals();
  let since = 0;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const note = (run: Account): void => {
    totals.note(run, spentBy(run.steps.filter(({ startedAt }) => startedAt >= begins)));
  };

  /** The latest first, as far back as `until`. */
  const read = async (query: Pick<FindQuery, 'index' | 'equals'>, until: number): Promise<number> => {
    const breathe = createBreath(SLICE_MS, never);
    let newest = 0;
    for (let cursor: string | undefined; ; ) {
      const page = await runs.database.find({
        ...query,
        descending: true,
        limit: PAGE,
        ...(cursor !== undefined && { cursor }),
      });
      const accounts = page.documents.flatMap(({ body }) => accountSchema.safeParse(body).data ?? []);
      const news = accounts.filter(({ updatedAt }) => updatedAt >= until);
      for (const account of news) note(account);
      newest = Math.max(newest, news[0]?.updatedAt ?? 0);
      if (page.next === undefined || news.length < accounts.length) return newest;
      cursor = page.next;
      await breathe();
    }
  };

  const readNews = async (now: number): Promise<void> => {
    since = Math.max(since, await read({ index: ['updatedAt'], equals: [] }, Math.max(since, begins)));
    readAt = now;
  };

  /** One at a time. Whoever waits for one that fails hears of it, and the next begins again. */
  const refresh = async (now: number): Promise<void> => {
    if (!reading && now - readAt < READ_EVERY_MS) return;
    reading ??= readNews(now).finally(() => {
      reading = undefined;
    });
    await withinPatience(reading);
  };

  return {
    begins,
    note,
    spentBeside: async (run: Named, now: number): Promise<SpentToday> => {
      await refresh(now);
      const isWhole = readAt > Number.NEGATIVE_INFINITY;
      if (!isWhole) await read({ index: ['conversationId', 'updatedAt'], equals: [run.conversationId] }, begins);
      return totals.beside(run);
    },
  };
};

const withinPatience = async (reading: Promise<void>): Promise<void> => {
  const over = new AbortController();
  await Promise.race([reading, pause(PATIENCE_MS, over.signal)]);
  over.abort();
};
