import { type LocalDocument, openLocalDocument } from './local-document.ts';
import type { WorkspaceDatabase } from './workspace-collections.ts';

/** What a device holds of a large team: what is recent by so many days, or everything. */
export const keptRanges = [30, 90, 365, 'everything'] as const;
export type KeptRange = (typeof keptRanges)[number];

export const DEFAULT_RANGE: KeptRange = 90;

const DAY_MS = 86_400_000;

/** The person's choice for this device; the same in all tabs. */
export const openKeptRange = (database: WorkspaceDatabase): LocalDocument<{ readonly range: KeptRange }> =>
  openLocalDocument(database, 'kept-range');

/** The time since which documents are kept; undefined if all are. */
export const startOfRange = (range: KeptRange, now: number): number | undefined =>
  range === 'everything' ? undefined : Math.max(0, now - range * DAY_MS);
