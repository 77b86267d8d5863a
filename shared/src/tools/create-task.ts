import { z } from 'zod';
import { localTimeOf } from '../calendar/zoned-time.ts';
import { NEVER } from '../entities/work.ts';
import { localTimeSchema, momentOf, timeZoneSchema } from './local-moment.ts';
import { makeWorkOnce, requireMakeable } from './new-work.ts';
import { defineTool, impossible } from './tool.ts';

const argumentsSchema = z.strictObject({
  title: z.string().trim().min(1).max(300).describe('What a person of the team must do, in a few words'),
  details: z.string().trim().min(1).max(4000).optional().describe('All that they need to know'),
  due: z
    .strictObject({ by: localTimeSchema, timeZone: timeZoneSchema })
    .optional()
    .describe('Only when a time was named: by then it must be done'),
});

/** Creates a task for a person of the team. */
export const createTask = defineTool({
  name: 'create_task',
  description:
    'Leave a task for a person of the team, such as to call the customer back or to send an offer. Tell the customer that it was noted, not that it is done.',
  effect: 'write',
  arguments: argumentsSchema,
  timeLimitMs: 10_000,
  check: async ({ due }, context) => {
    await requireMakeable(context, 'task');
    readDue(due, context.calendar());
    return undefined;
  },
  execute: async ({ title, details, due }, context) => {
    const task = await makeWorkOnce(context, 'task', () => ({
      title,
      dueAt: readDue(due, context.calendar()),
      ...(details !== undefined && { details }),
    }));
    return { taskId: task.id, title: task.title };
  },
});

const readDue = (due: z.infer<typeof argumentsSchema>['due'], now: number): number => {
  if (!due) return NEVER;
  const dueAt = momentOf(due.by, due.timeZone);
  if (dueAt >= now) return dueAt;
  throw impossible(`${due.by} is past: now it is ${localTimeOf(now, due.timeZone).slice(0, 16)}. Name a later time.`);
};
