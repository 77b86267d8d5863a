import { type LocalDocument, openLocalDocument } from './local-document.ts';
import type { WorkspaceDatabase } from './workspace-collections.ts';

const DAY_MS = 86_400_000;
const daysOf = { month: 30, quarter: 90, year: 365, everything: Number.POSITIVE_INFINITY } as const;

/** What a device holds of a large team: what is recent, or everything. */
export type KeptRange = keyof typeof daysOf;
export const keptRanges = Object.keys(daysOf) as KeptRange[];

export const DEFAULT_RANGE: KeptRange = 'quarter';

/** The person's choice for this device; the same in all tabs. */
export const openKeptRange = (database: WorkspaceDatabase): LocalDocument<{ readonly range: KeptRange }> =>
  openLocalDocument(database, 'kept-range');

/** The time since which documents are kept; undefined if all are. */
export const startOfRange = (range: KeptRange, now: number): number | undefined =>
  range === 'everything' ? undefined : Math.max(0, now - daysOf[range] * DAY_MS);
