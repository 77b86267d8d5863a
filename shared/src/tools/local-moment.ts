import { z } from 'zod';
import { isTimeZone } from '../calendar/time-zone.ts';
import { momentsOf } from '../calendar/zoned-time.ts';
import { impossible } from './tool.ts';

/** The name of an IANA time zone, as a model passes it to a tool. */
export const timeZoneSchema = z
  .string()
  .max(60)
  .refine(isTimeZone, 'must be a time zone of the IANA database, such as Europe/Moscow')
  .describe('IANA time zone in which the times are meant, such as Europe/Moscow');

/** A local date and time without an offset, as a model passes it to a tool. */
export const localTimeSchema = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'must look like 2026-06-20T15:00, without an offset')
  .describe('Local date and time: 2026-06-20T15:00');

/**
 * Converts a local time in a zone to milliseconds since the epoch. Where clocks are set back and the local time occurs
 * twice, the earlier moment is returned (`compatible` in Temporal). Throws `tool.impossible` for a time that the zone
 * skips.
 */
export const momentOf = (local: string, timeZone: string): number => {
  const [moment] = momentsOf(local, timeZone) ?? [];
  if (moment !== undefined && moment >= 0) return moment;
  throw impossible(
    `There is no ${local} in ${timeZone}: no such day, or the clocks are put forward then. Ask for another time.`,
  );
};
