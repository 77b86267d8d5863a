import { isTimeZone, localTimeOf, momentsOf } from '../calendar/zoned-time.ts';
import type { Contact } from '../entities/contact.ts';
import { readPhone } from '../text/read-phone.ts';

const DAY = 86_400_000;

/** Of a team that does not say. */
export const defaultTimeZone = 'Europe/Moscow';

/** Nobody is written to from 21:00 to 9:00. Hours on the customer's wall. */
const opensAt = 9;
const closesAt = 21;

/** At most so many follow-ups of one contact within so long. */
const caps = [
  { count: 1, withinMs: 2 * DAY },
  { count: 3, withinMs: 30 * DAY },
] as const;

export type SentFollowUp = NonNullable<Contact['followUps']>[number];

/** How many are kept on a contact: as many as the caps look back on. */
export const REMEMBERED_FOLLOW_UPS = Math.max(...caps.map(({ count }) => count));

/** The first moment at which the caps allow one more follow-up. One whose time lies ahead, by a clock that was wrong, counts. */
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

/** The first moment from `from` on that is by day in each of the zones; `Infinity` when they have no hour in common. */
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
  // Where the calendar leaves a day out, the next one opens.
  const mornings = [0, 1, 2, 3].flatMap((day) => {
    const date = new Date(midnight + day * DAY).toISOString().slice(0, 10);
    return momentsOf(`${date}T${String(opensAt).padStart(2, '0')}:00`, zone) ?? [];
  });
  return mornings.find((moment) => moment > at) ?? Number.POSITIVE_INFINITY;
};

/**
 * Where the customer's wall may hang: their own time zone, else those of the country of their phone, else the team's. Where a
 * country has many, those of most of its people.
 */
export const timeZonesOf = (
  { timeZone, phone }: Pick<Contact, 'timeZone' | 'phone'>,
  team: string,
): readonly string[] => {
  if (timeZone !== undefined && isTimeZone(timeZone)) return [timeZone];
  const number = phone === undefined ? undefined : readPhone(phone)?.slice(1);
  const country = number && [3, 2, 1].map((length) => number.slice(0, length)).find((code) => code in byCallingCode);
  // From Kaliningrad to Kamchatka they share one code: the team's own customers mostly live where it does.
  if (country === '7') return [...new Set([byCallingCode['7'] ?? team, team].flat())];
  return (country && byCallingCode[country]) || [team];
};

/** By the country codes of ITU-T E.164. */
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
