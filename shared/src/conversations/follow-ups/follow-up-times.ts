import { isTimeZone } from '../../calendar/time-zone.ts';
import { localTimeOf, momentsOf } from '../../calendar/zoned-time.ts';
import type { Contact } from '../../entities/contact.ts';
import { readPhone } from '../../text/read-phone.ts';

const DAY = 86_400_000;

/** The time zone of a team that has not set one. */
export const defaultTimeZone = 'Europe/Moscow';

/** The hours during which a customer may be written to, in their local time: not between 21:00 and 9:00. */
const opensAt = 9;
const closesAt = 21;

/** Limits on the number of follow-ups to one contact within a period. */
const caps = [
  { count: 1, withinMs: 2 * DAY },
  { count: 3, withinMs: 30 * DAY },
] as const;

/** A follow-up that was sent to a contact, as the contact records it. */
export type SentFollowUp = NonNullable<Contact['followUps']>[number];

/** The number of sent follow-ups recorded on a contact: as many as the largest limit counts. */
export const REMEMBERED_FOLLOW_UPS = Math.max(...caps.map(({ count }) => count));

/**
 * Returns the first moment at which the limits allow one more follow-up. Follow-ups dated in the future by a wrong
 * clock count too.
 */
export const uncappedFrom = (sent: readonly SentFollowUp[]): number => {
  const newest = sent.map(({ at }) => at).toSorted((a, b) => b - a);
  return Math.max(
    0,
    ...caps.map(({ count, withinMs }) => {
      const last = newest[count - 1];
      return last === undefined ? 0 : last + withinMs;
    }),
  );
};

/**
 * Returns the first moment at or after `from` that is within the allowed hours in every zone, or `Infinity` if the
 * zones have no such hour in common.
 */
export const nextOpenTime = (from: number, zones: readonly string[]): number => {
  let at = from;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const later = Math.max(...zones.map((zone) => openFrom(at, zone)));
    if (later <= at) return at;
    at = later;
  }
  return Number.POSITIVE_INFINITY;
};
const MAX_ROUNDS = 8;

const openFrom = (at: number, zone: string): number => {
  const local = localTimeOf(at, zone);
  const hour = Number(local.slice(11, 13));
  if (hour >= opensAt && hour < closesAt) return at;
  const midnight = Date.parse(`${local.slice(0, 10)}T00:00:00Z`);
  // If the calendar skips a day, the next day's opening hour is used.
  const mornings = [0, 1, 2, 3].flatMap((day) => {
    const date = new Date(midnight + day * DAY).toISOString().slice(0, 10);
    return momentsOf(`${date}T${String(opensAt).padStart(2, '0')}:00`, zone) ?? [];
  });
  return mornings.find((moment) => moment > at) ?? Number.POSITIVE_INFINITY;
};

/**
 * Returns the time zones the customer may be in: their own if known, otherwise those of the country of their phone
 * number, otherwise the team's. For countries with many zones, the ones where most people live.
 */
export const timeZonesOf = (
  { timeZone, phone }: Pick<Contact, 'timeZone' | 'phone'>,
  team: string,
): readonly string[] => {
  if (timeZone !== undefined && isTimeZone(timeZone)) return [timeZone];
  const number = phone === undefined ? undefined : readPhone(phone)?.slice(1);
  const country = number && [3, 2, 1].map((length) => number.slice(0, length)).find((code) => code in byCallingCode);
  // One calling code covers the zones from Kaliningrad to Kamchatka, and a team's customers mostly live where the team
  // does.
  if (country === '7') return [...new Set([byCallingCode['7'] ?? team, team].flat())];
  return (country && byCallingCode[country]) || [team];
};

/** Time zones by country calling code (ITU-T E.164). */
const byCallingCode: Readonly<Record<string, readonly string[]>> = {
  1: ['America/New_York', 'America/Los_Angeles'],
  7: ['Europe/Moscow'],
  76: ['Asia/Almaty'],
  77: ['Asia/Almaty'],
  20: ['Africa/Cairo'],
  27: ['Africa/Johannesburg'],
  30: ['Europe/Athens'],
  31: ['Europe/Amsterdam'],
  32: ['Europe/Brussels'],
  33: ['Europe/Paris'],
  34: ['Europe/Madrid'],
  36: ['Europe/Budapest'],
  39: ['Europe/Rome'],
  40: ['Europe/Bucharest'],
  41: ['Europe/Zurich'],
  43: ['Europe/Vienna'],
  44: ['Europe/London'],
  45: ['Europe/Copenhagen'],
  46: ['Europe/Stockholm'],
  47: ['Europe/Oslo'],
  48: ['Europe/Warsaw'],
  49: ['Europe/Berlin'],
  52: ['America/Mexico_City'],
  55: ['America/Sao_Paulo'],
  60: ['Asia/Kuala_Lumpur'],
  61: ['Australia/Sydney', 'Australia/Perth'],
  62: ['Asia/Jakarta'],
  65: ['Asia/Singapore'],
  66: ['Asia/Bangkok'],
  81: ['Asia/Tokyo'],
  82: ['Asia/Seoul'],
  84: ['Asia/Ho_Chi_Minh'],
  86: ['Asia/Shanghai'],
  90: ['Europe/Istanbul'],
  91: ['Asia/Kolkata'],
  351: ['Europe/Lisbon'],
  353: ['Europe/Dublin'],
  357: ['Asia/Nicosia'],
  358: ['Europe/Helsinki'],
  359: ['Europe/Sofia'],
  370: ['Europe/Vilnius'],
  371: ['Europe/Riga'],
  372: ['Europe/Tallinn'],
  373: ['Europe/Chisinau'],
  374: ['Asia/Yerevan'],
  375: ['Europe/Minsk'],
  380: ['Europe/Kyiv'],
  381: ['Europe/Belgrade'],
  382: ['Europe/Podgorica'],
  385: ['Europe/Zagreb'],
  420: ['Europe/Prague'],
  421: ['Europe/Bratislava'],
  966: ['Asia/Riyadh'],
  971: ['Asia/Dubai'],
  972: ['Asia/Jerusalem'],
  976: ['Asia/Ulaanbaatar'],
  992: ['Asia/Dushanbe'],
  993: ['Asia/Ashgabat'],
  994: ['Asia/Baku'],
  995: ['Asia/Tbilisi'],
  996: ['Asia/Bishkek'],
  998: ['Asia/Tashkent'],
};
