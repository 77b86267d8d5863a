import { z } from 'zod';
import { localTimeOf } from '../calendar/zoned-time.ts';
import type { Work } from '../entities/work.ts';
import { findFreeTimes, isFree, type Period, readBusy } from './free-time.ts';
import { localTimeSchema, momentOf, timeZoneSchema } from './local-moment.ts';
import { makeWorkOnce, requireMakeable } from './new-work.ts';
import { type CheckContext, defineTool, impossible, type ToolContext } from './tool.ts';

const TIME_LIMIT_MS = 15_000;
const LONGEST_MS = 14 * 86_400_000;
const FURTHEST_MS = 3 * 366 * 86_400_000;

const argumentsSchema = z.strictObject({
  title: z.string().trim().min(1).max(300).describe('What takes place, in a few words'),
  begins: localTimeSchema,
  ends: localTimeSchema,
  timeZone: timeZoneSchema,
  details: z.string().trim().min(1).max(4000).optional().describe('All that the team needs to know'),
});

/**
 * Books an appointment. No approval is needed: it takes a free time and moves nothing, and a person of the team sees it
 * and can cancel it.
 */
export const scheduleEvent = defineTool({
  name: 'schedule_event',
  description:
    'Put a meeting, a viewing or an event with the customer into the team’s calendar at the time they named, if it is free. When it is not, the error names free times to offer. The team may still write about it.',
  effect: 'write',
  arguments: argumentsSchema,
  timeLimitMs: TIME_LIMIT_MS,
  check: async (times, context) => {
    await requireMakeable(context, 'appointment');
    await findPeriod(times, context);
    return undefined;
  },
  execute: async ({ title, details, ...times }, context) => {
    const { timeZone } = times;
    const event = await makeWorkOnce(context, 'appointment', async () => {
      const period = await findPeriod(times, context);
      const appointment = { endsAt: period.end, timeZone };
      return { title, dueAt: period.begin, appointment, ...(details !== undefined && { details }) };
    });
    const period = { begin: event.dueAt, end: event.appointment?.endsAt ?? event.dueAt };
    await yieldToOthers(context, { period, timeZone, now: context.calendar(), own: event });
    return { eventId: event.id, title: event.title, begins: times.begins, ends: times.ends, timeZone };
  },
});

type Times = Pick<z.infer<typeof argumentsSchema>, 'begins' | 'ends' | 'timeZone'>;

/** Returns the requested period if it is free; throws `tool.impossible` otherwise. */
const findPeriod = async (times: Times, context: CheckContext): Promise<Period> => {
  const now = context.calendar();
  const period = readPeriod(times, now);
  await requireFree(context, { period, timeZone: times.timeZone, now });
  return period;
};

const readPeriod = ({ begins, ends, timeZone }: Times, now: number): Period => {
  const [begin, end] = [momentOf(begins, timeZone), momentOf(ends, timeZone)];
  if (end <= begin) throw impossible(`It ends (${ends}) before it begins (${begins}).`);
  if (begin <= now) {
    throw impossible(`${begins} is past: in ${timeZone} it is ${shown(now, timeZone)}. Ask for a later time.`);
  }
  if (end - begin > LONGEST_MS) throw impossible('An event lasts 14 days at most.');
  if (begin - now > FURTHEST_MS) throw impossible('An event begins within 3 years.');
  return { begin, end };
};

type Asked = { readonly period: Period; readonly timeZone: string; readonly now: number };

const requireFree = async ({ documents }: CheckContext, { period, timeZone, now }: Asked): Promise<void> => {
  const busy = await readBusy(documents, { now, longestMs: LONGEST_MS });
  if (isFree(period, busy)) return;
  throw taken(findFreeTimes(period, busy, now), timeZone);
};

/**
 * Checks again for an appointment that was booked for the same time at the same moment and gives way to it. Both may
 * give way, but both never stay. A later overlapping appointment was made on purpose and is ignored.
 */
const yieldToOthers = async (
  context: ToolContext,
  { own, ...asked }: Asked & { readonly own: Work },
): Promise<void> => {
  const { documents, clock } = context;
  const { period, timeZone, now } = asked;
  const others = (await readBusy(documents, { now, longestMs: LONGEST_MS })).filter(({ id }) => id !== own.id);
  const simultaneous = others.filter(({ createdAt }) => createdAt < own.createdAt + TIME_LIMIT_MS);
  if (own.state !== 'cancelled' && isFree(period, simultaneous)) return;
  await documents.work.update(own.id, (event) =>
    event.state === 'open' ? { ...event, state: 'cancelled', updatedAt: clock() } : event,
  );
  throw taken(findFreeTimes(period, others, now), timeZone);
};

const taken = (free: readonly Period[], timeZone: string): Error => {
  const offers = free.map(({ begin, end }) => `${shown(begin, timeZone)} to ${shown(end, timeZone).slice(11)}`);
  return impossible(
    offers.length > 0
      ? `That time is taken. Free in ${timeZone}: ${offers.join('; ')}. Offer these to the customer.`
      : 'That time is taken, and so are the times near it. Ask the customer for another day.',
  );
};

const shown = (moment: number, timeZone: string): string => localTimeOf(moment, timeZone).slice(0, 16);
