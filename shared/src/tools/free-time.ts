import { eachPage } from '../ports/each-page.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';

/** A period in milliseconds since the epoch; `end` is exclusive. */
export type Period = { readonly begin: number; readonly end: number };

type Busy = Period & { readonly id: string; readonly createdAt: number };

const PAGE = 500;
const MOST_OFFERS = 3;
const HALF_HOUR = 1_800_000;
const DAY = 48 * HALF_HOUR;

/**
 * Offsets of alternatives from the requested time: half hours of the same day, nearest first, then the same time on
 * other days.
 */
const offsets: readonly number[] = [
  ...Array.from({ length: 8 }, (_, at) => (at + 1) * HALF_HOUR).flatMap((offset) => [offset, -offset]),
  ...Array.from({ length: 14 }, (_, at) => (at + 1) * DAY),
];

/** Whether the period overlaps none of the busy ones. */
export const isFree = ({ begin, end }: Period, busy: readonly Period[]): boolean =>
  busy.every((taken) => taken.end <= begin || taken.begin >= end);

/** Returns at most 3 free periods of the same length near the requested time that have not begun yet. */
export const findFreeTimes = ({ begin, end }: Period, busy: readonly Period[], now: number): readonly Period[] => {
  const free: Period[] = [];
  for (const offset of offsets) {
    const period = { begin: begin + offset, end: end + offset };
    if (period.begin > now && isFree(period, [...busy, ...free])) free.push(period);
    if (free.length === MOST_OFFERS) break;
  }
  return free;
};

/**
 * Returns the team's appointments that have not ended at `now`. None is longer than `longestMs`, which bounds how far
 * back to look.
 */
export const readBusy = async (
  { work }: Pick<TeamDocuments, 'work'>,
  { now, longestMs }: { readonly now: number; readonly longestMs: number },
): Promise<readonly Busy[]> => {
  const busy: Busy[] = [];
  const query = {
    index: ['kind', 'state', 'dueAt'],
    equals: ['appointment', 'open'],
    descending: true,
    limit: PAGE,
  };
  for await (const page of eachPage(work, query)) {
    const current = page.filter(({ dueAt }) => dueAt > now - longestMs);
    busy.push(
      ...current.map(({ id, createdAt, dueAt, appointment }) => ({
        id,
        createdAt,
        begin: dueAt,
        end: appointment?.endsAt ?? dueAt,
      })),
    );
    if (current.length < page.length) break;
  }
  return busy;
};
