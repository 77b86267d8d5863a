import type { Run } from '@inbetwin/shared/entities/run.ts';
import type { MangoQuery } from 'rxdb';

export const runFilters = ['all', 'running', 'waiting', 'failed'] as const;
export type RunFilter = (typeof runFilters)[number];

export const isRunFilter = (value: unknown): value is RunFilter => runFilters.some((filter) => filter === value);

type Page = { readonly skip?: number; readonly limit: number };

/** For counting them. */
export const runsOf = (filter: RunFilter): MangoQuery<Run> => ({ selector: filter === 'all' ? {} : { state: filter } });

/** A page of them, newest first, for the local database, which has an index for each filter in this order. */
export const runPage = (filter: RunFilter, page: Page): MangoQuery<Run> => ({
  ...runsOf(filter),
  sort: [{ updatedAt: 'desc' }, { id: 'desc' }],
  index: filter === 'all' ? ['updatedAt'] : ['state', 'updatedAt'],
  ...page,
});
