import { z } from 'zod';
import type { Guard } from './guard.ts';
import type { JudgedReply } from './judged-reply.ts';
import { readReply } from './read-reply.ts';
import { type GuardName, guards } from './registry.ts';

/** In the order they are asked. */
export const guardNames = Object.keys(guards) as readonly GuardName[];

const objectionSchema = z.object({ guard: z.enum(guardNames), found: z.string() });
export type Objection = z.infer<typeof objectionSchema>;

/** Of a recorded objection; undefined when this version has no such guard. */
export const guardOf = (recorded: unknown): Guard | undefined => {
  const parsed = objectionSchema.safeParse(recorded);
  return parsed.success ? guards[parsed.data.guard] : undefined;
};

/** The first objection to a reply; undefined when it may go out. */
export const judgeReply = (judged: JudgedReply): Objection | undefined => {
  const reply = readReply(judged);
  for (const guard of guardNames) {
    const found = guards[guard].objectionTo(reply);
    if (found !== undefined) return { guard, found };
  }
  return undefined;
};
