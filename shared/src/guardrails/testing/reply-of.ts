import type { JudgedReply } from '../judged-reply.ts';

/** Creates a reply with nothing but `given` as its context. */
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
