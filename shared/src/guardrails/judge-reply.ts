import { z } from 'zod';
import type { Guard } from './guard.ts';
import type { JudgedReply } from './judged-reply.ts';
import { readReply } from './read-reply.ts';
import { type GuardName, guards } from './registry.ts';

/** The names of all guards, in the order in which they run. */
export const guardNames = Object.keys(guards) as readonly GuardName[];

const objectionSchema = z.object({ guard: z.enum(guardNames), found: z.string() });
/** The guard that objected and the words that it objected to. */
export type Objection = z.infer<typeof objectionSchema>;

/** Returns the guard of a recorded objection; undefined when this version has no such guard. */
export const guardOf = (recorded: unknown): Guard | undefined => {
  const parsed = objectionSchema.safeParse(recorded);
  return parsed.success ? guards[parsed.data.guard] : undefined;
};

/** Returns the first objection to a reply; undefined when it may be sent. */
export const judgeReply = (judged: JudgedReply): Objection | undefined => {
  const reply = readReply(judged);
  for (const guard of guardNames) {
    const found = guards[guard].objectionTo(reply);
    if (found !== undefined) return { guard, found };
  }
  return undefined;
};
