import { z } from 'zod';
import { type Run, runSchema, type Step, stepSchema } from '../../entities/run.ts';
import type { FindQuery } from '../../ports/document-store.ts';
import type { TeamDocuments } from '../../ports/team-documents.ts';
import { createBreath } from '../../timing/breath.ts';
import { pause } from '../../timing/pause.ts';
import { createDayTotals } from './day-totals.ts';
import { type SpentToday, spentBy } from './limits.ts';

/** Consumption of the team's runs on the current UTC day. */
export type Usage = {
  /**
   * Returns the consumption of all runs but this one. Runs of other processes appear with a delay of up to half a
   * minute. After a start on a busy day callers do not wait until everything is read: the sum for the run's own
   * conversation is complete, while that for the team begins with the latest runs and grows.
   */
  spentBeside(run: Named, now: number): Promise<SpentToday>;
  /** Call it with every record of a run. */
  note(run: Run): void;
};

type Named = Pick<Run, 'id' | 'conversationId'>;

const DAY_MS = 86_400_000;
const READ_EVERY_MS = 30_000;
const PAGE = 50;
/** How long a new run waits for what is being read, in milliseconds. */
const PATIENCE_MS = 250;
/** Time spent reading before yielding to other work of the process, in milliseconds. */
const SLICE_MS = 10;

/** Creates the day's account over the stored runs. */
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

/**
 * The fields of a run that count. Validating whole runs would take many times as long, and a whole day of them is read
 * at once.
 */
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

  /** Reads runs, the latest first, back to `until`. */
  const read = async (query: Pick<FindQuery, 'index' | 'equals'>, until: number): Promise<number> => {
    const breathe = createBreath(SLICE_MS, never);
    let newest = 0;
    for (let cursor: string | undefined; ; ) {
      const page = await runs.stored.find({
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

  /**
   * Only one refresh runs at a time. If it fails, those who wait for it get the error, and the next call starts again.
   */
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
