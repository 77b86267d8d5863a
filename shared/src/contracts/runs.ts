import { z } from 'zod';
import { idSchema, timeSchema } from '../entities/declaring/fields.ts';
import { runSchema } from '../entities/run.ts';
import { byId, pageOf, pageQuerySchema, type RouteDefinition } from './route.ts';

/** The summary of a run in a list. The run itself, with the inputs and outputs of its steps, can be a thousand times as large. */
export const runSummarySchema = z.object({
  ...runSchema.omit({ steps: true }).shape,
  stepCount: z.int().min(0),
  /** When its first step began; the run may have waited before that for the customer to finish writing. */
  startedAt: timeSchema.optional(),
  tokens: z.object({ input: z.int().min(0), output: z.int().min(0) }),
  costMicros: z.int().min(0),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

const runListQuerySchema = pageQuerySchema
  .extend({
    state: runSchema.shape.state.optional(),
    conversationId: idSchema.optional(),
  })
  .refine(({ state, conversationId }) => state === undefined || conversationId === undefined, {
    error: 'Send either a state or a conversationId',
    path: ['state'],
  });

export const runRoutes = {
  listRuns: {
    method: 'get',
    path: '/api/v1/runs',
    summary: 'Runs of the agents, those that changed last first. A page may be shorter than `limit`',
    access: 'user',
    query: runListQuerySchema,
    status: 200,
    response: pageOf(runSummarySchema),
  },
  getRun: {
    method: 'get',
    path: '/api/v1/runs/:id',
    summary: 'One run with all of its steps',
    access: 'user',
    params: byId,
    status: 200,
    response: runSchema,
  },
  cancelRun: {
    method: 'post',
    path: '/api/v1/runs/:id/cancel',
    summary: 'Stop a run; the conversation is yours from now on. One that has ended stays as it is',
    access: 'user',
    params: byId,
    status: 200,
    response: runSchema,
  },
} as const satisfies Record<string, RouteDefinition>;
