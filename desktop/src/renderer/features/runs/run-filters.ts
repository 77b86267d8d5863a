import type { Run } from '@inbetwin/shared/entities/run.ts';
import type { MangoQuery } from 'rxdb';

export const runFilters = ['all', 'running', 'waiting', 'failed'] as const;
export type RunFilter = (typeof runFilters)[number];

export const isRunFilter = (value: unknown): value is RunFilter => runFilters.some((filter) => filter === value);

const WEEK = 7 * 24 * 3_600_000;

/** Newest first. States are looked for among the runs of a week: without an index every older one would be read. */
export const runQuery = (filter: RunFilter, { limit, now }: { limit: number; now: number }): MangoQuery<Run> => ({
  selector: filter === 'all' ? {} : { updatedAt: { $gte: now - WEEK }, state: filter },
  sort: [{ updatedAt: 'desc' }],
  limit,
});
