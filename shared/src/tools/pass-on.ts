import { z } from 'zod';
import { defineTool } from './tool.ts';

/** The run goes on with the other agent's branch: who it may be, and how often, is decided where all limits are kept. */
export const passOn = defineTool({
  name: 'pass_on',
  description:
    'Pass the conversation on to another agent, who answers in your place. Name one of the colleagues given.',
  effect: 'read',
  controls: 'pass-on',
  inGroups: true,
  arguments: z.strictObject({
    to: z.string().trim().min(1).max(60),
    note: z.string().trim().min(1).max(1000).describe('What the colleague needs to know'),
  }),
  timeLimitMs: 1_000,
  execute: async ({ to, note }) => ({ passedTo: to, note }),
});
