import type { JudgedReply } from '../judged-reply.ts';

/** A reply of which the guards know nothing but what is given. */
export const replyOf = (text: string, given: Partial<JudgedReply> = {}): JudgedReply => ({
  text,
  rules: [],
  prompts: [],
  toolNames: [],
  customer: [],
  team: [],
  results: [],
  quantities: [],
  effects: [],
  ...given,
});
