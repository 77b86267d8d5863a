import { z } from 'zod';
import { leadSchema, leadStages } from '../entities/lead.ts';
import type { Message } from '../entities/message.ts';
import { readActivity } from '../leads/activity.ts';
import { applyLeadUpdate } from '../leads/apply-lead-update.ts';
import { scoreLead } from '../leads/score.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';
import { readSubject } from './subject.ts';
import { defineTool } from './tool.ts';

const MAX_MESSAGES = 200;

const argumentsSchema = z.strictObject({
  title: z.string().trim().min(1).max(300).optional().describe('What the deal is about, in a few words'),
  bant: leadSchema.shape.bant.optional().describe("Budget, authority, need and timing, in the customer's words"),
  amount: leadSchema.shape.amount.describe('What the customer wants to spend, as a number'),
  currency: z.string().trim().length(3).optional().describe('ISO 4217, such as RUB'),
  stage: z.enum(leadStages).optional(),
});

export const updateLead = defineTool({
  name: 'update_lead',
  description: 'Record what is known of the deal; the score is computed anew.',
  effect: 'write',
  renews: true,
  arguments: argumentsSchema,
  timeLimitMs: 10_000,
  execute: async (update, { documents, run, clock }) => {
    const { conversation, message } = await readSubject(documents, run);
    const [contact, twin, messages] = await Promise.all([
      documents.contacts.get(conversation.contactId),
      documents.twins.get(conversation.contactId),
      readMessages(documents, message),
    ]);
    const now = clock();
    const known = { contact: contact ?? {}, facts: twin?.facts ?? [], activity: readActivity(messages), now };
    const lead = await documents.leads.update(conversation.leadId, (current) => {
      const updated = applyLeadUpdate(current, update, { now });
      const { score, reasons } = scoreLead({ ...known, lead: updated });
      const isSame = score === updated.score && JSON.stringify(reasons) === JSON.stringify(updated.scoreReasons);
      return isSame ? updated : { ...updated, score, scoreReasons: reasons.slice(0, 30), updatedAt: now };
    });
    return lead ? { stage: lead.stage, score: lead.score } : { stage: null, score: null };
  },
});

/** The newest messages of the conversation, the run's own at least. */
const readMessages = async (documents: TeamDocuments, message: Message): Promise<readonly Message[]> => {
  const page = await documents.messages.find({
    index: ['conversationId', 'createdAt'],
    equals: [message.conversationId],
    descending: true,
    limit: MAX_MESSAGES,
  });
  return page.items.length > 0 ? page.items : [message];
};
