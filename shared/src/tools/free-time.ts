import { eachPage } from '../ports/each-page.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';

/** Milliseconds since the epoch; `end` does not belong to it. */
export type Period = { readonly begin: number; readonly end: number };

type Busy = Period & { readonly id: string; readonly createdAt: number };

const PAGE = 500;
const MOST_OFFERS = 3;
const HALF_HOUR = 1_800_000;
const DAY = 48 * HALF_HOUR;

/** Away from the time that was asked for, the nearest first: half hours of the same day, then the same time of other days. */
const offsets: readonly number[] = [
  ...Array.from({ length: 8 }, (_, at) => (at + 1) * HALF_HOUR).flatMap((offset) => [offset, -offset]),
  ...Array.from({ length: 14 }, (_, at) => (at + 1) * DAY),
];

export const isFree = ({ begin, end }: Period, busy: readonly Period[]): boolean =>
  busy.every((taken) => taken.end <= begin || taken.begin >= end);

/** As long, near the time that was asked for, and not past: 3 at most. */
export const findFreeTimes = ({ begin, end }: Period, busy: readonly Period[], now: number): readonly Period[] => {
  const free: Period[] = [];
  for (const offset of offsets) {
    const period = { begin: begin + offset, end: end + offset };
    if (period.begin > now && isFree(period, [...busy, ...free])) free.push(period);
    if (free.length === MOST_OFFERS) break;
  }
  return free;
};

/** The team's appointments that are not over at `now`, none of which is longer than `longestMs` by the rules of the house. */
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
