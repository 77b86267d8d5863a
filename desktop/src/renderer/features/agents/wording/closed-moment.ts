import type { WorkingHours } from '@inbetwin/shared/calendar/weekdays.ts';
import { isOpenAt } from '@inbetwin/shared/calendar/working-hours.ts';

const HALF_HOUR = 1_800_000;
const WEEK = 7 * 86_400_000;

/** The next moment, to half an hour, at which the team does not work; undefined if it always works. */
export const closedMoment = (hours: WorkingHours, now: number): number | undefined => {
  for (let at = now; at < now + WEEK; at += HALF_HOUR) {
    if (!isOpenAt(hours, at)) return at;
  }
  return undefined;
};
