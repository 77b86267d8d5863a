export const runFilters = ['all', 'running', 'waiting', 'failed'] as const;
export type RunFilter = (typeof runFilters)[number];

export const isRunFilter = (value: unknown): value is RunFilter => runFilters.some((filter) => filter === value);
