import { z } from 'zod';
import { defineTool } from './tool.ts';

/**
 * Continues the run with another agent. Which agents may be chosen, and how often, is decided together with all other
 * limits of a run.
 */
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
