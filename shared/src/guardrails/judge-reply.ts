import type { JudgedReply } from './guard.ts';
import { type GuardName, guards } from './registry.ts';

export type Objection = { readonly guard: GuardName; readonly found: string };

const names = Object.keys(guards) as GuardName[];

/** The first objection to a reply; undefined when it may go out. */
export const judgeReply = (reply: JudgedReply): Objection | undefined => {
  for (const guard of names) {
    const found = guards[guard].objectionTo(reply);
    if (found !== undefined) return { guard, found };
  }
  return undefined;
};
