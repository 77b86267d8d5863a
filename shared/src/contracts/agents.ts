import { z } from 'zod';
import { idSchema, languageSchema } from '../entities/declaring/fields.ts';
import { runSchema, stepSchema } from '../entities/run.ts';
import { agentConfigSchema } from '../entities/setting-kinds/agent.ts';
import { answerSchema } from './knowledge.ts';
import { byId, type RouteDefinition } from './route.ts';

const agentTestSchema = z
  .strictObject({
    config: agentConfigSchema.describe('The draft: how the agent differs from the built-in one'),
    runId: idSchema.optional().describe('A past run to play again'),
    message: z.string().trim().min(1).max(4000).optional().describe('What somebody unknown writes'),
    language: languageSchema.optional().describe('Of the message, where it does not tell'),
  })
  .refine(({ runId, message }) => (runId === undefined) !== (message === undefined), {
    error: 'Send either a runId or a message',
    path: ['message'],
  });

export const agentTestResultSchema = z.object({
  /** A simulated run: it is not stored, and none of its effects take place. */
  run: runSchema,
  reply: answerSchema.omit({ answered: true }).optional().describe('What the customer would read'),
});
export type AgentTestResult = z.infer<typeof agentTestResultSchema>;

const agentSchema = z.string().max(60).describe('Who writes: agents may write at the same time');

export const agentTestProgressSchema = z.discriminatedUnion('type', [
  /** A step that began, or that replaces the one with its index. */
  z.object({ type: z.literal('step'), step: stepSchema }),
  z.object({
    type: z.literal('text'),
    agent: agentSchema,
    delta: z.string().describe('What a model has just written'),
  }),
  z.object({ type: z.literal('restart'), agent: agentSchema.describe('Whose text since their last step is void') }),
]);
export type AgentTestProgress = z.infer<typeof agentTestProgressSchema>;

export const agentRoutes = {
  testAgent: {
    method: 'post',
    path: '/api/v1/agents/:id/test',
    summary: 'Try a draft of an agent, by its name, on a past run or a message. Nothing has an effect',
    access: 'admin',
    params: byId,
    body: agentTestSchema,
    status: 200,
    response: agentTestResultSchema,
    progress: agentTestProgressSchema,
  },
} as const satisfies Record<string, RouteDefinition>;
