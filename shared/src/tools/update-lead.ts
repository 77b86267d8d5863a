import { z } from 'zod';
import { leadSchema, leadStages } from '../entities/lead.ts';
import { applyLeadUpdate } from '../leads/apply-lead-update.ts';
import { renewScore } from '../leads/renew-scores.ts';
import { defineTool } from './tool.ts';

const argumentsSchema = z.strictObject({
  title: z.string().trim().min(1).max(300).optional().describe('What the deal is about, in a few words'),
  bant: leadSchema.shape.bant.optional().describe("Budget, authority, need and timing, in the customer's words"),
  amount: leadSchema.shape.amount.describe('What the customer wants to spend, as a number'),
  currency: z.string().trim().length(3).optional().describe('ISO 4217, such as RUB'),
  stage: z.enum(leadStages).optional(),
});

/** Records what is known about the deal in the run's lead. */
export const updateLead = defineTool({
  name: 'update_lead',
  description: 'Record what is known of the deal; the score is computed anew.',
  effect: 'write',
  recordedEffects: ['data-saved'],
  renews: true,
  arguments: argumentsSchema,
  timeLimitMs: 10_000,
  execute: async (update, { documents, run: { conversation }, clock }) => {
    const now = clock();
    const of = { id: conversation.leadId, contactId: conversation.contactId, conversationId: conversation.id };
    const lead = await renewScore(documents, of, now, (current) => applyLeadUpdate(current, update, { now }));
    return lead ? { stage: lead.stage, score: lead.score } : { stage: null, score: null };
  },
});
