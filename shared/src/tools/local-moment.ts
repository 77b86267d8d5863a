import { z } from 'zod';
import { isTimeZone, momentsOf } from '../calendar/zoned-time.ts';
import { impossible } from './tool.ts';

export const timeZoneSchema = z
  .string()
  .max(60)
  .refine(isTimeZone, 'must be a time zone of the IANA database, such as Europe/Moscow')
  .describe('IANA time zone in which the times are meant, such as Europe/Moscow');

export const localTimeSchema = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'must look like 2026-06-20T15:00, without an offset')
  .describe('Local date and time: 2026-06-20T15:00');

/**
 * The moment at which a clock there says `local`; of two, where clocks are put back, the earlier (as Temporal's `compatible`).
 * Throws `tool.impossible` where there is none.
 */
export const momentOf = (local: string, timeZone: string): number => {
  const [moment] = momentsOf(local, timeZone) ?? [];
  if (moment !== undefined && moment >= 0) return moment;
  throw impossible(
    `There is no ${local} in ${timeZone}: no such day, or the clocks are put forward then. Ask for another time.`,
  );
};
