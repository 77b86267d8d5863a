import { z } from 'zod';
import { handOver, handoverReasons } from '../conversations/hand-over.ts';
import { defineTool } from './tool.ts';

/** Hands the conversation over to a person. */
export const callOperator = defineTool({
  name: 'call_operator',
  description:
    'Hand the conversation over to a person: when the customer asks for one, is angry, wants something done, or when the knowledge base holds no answer.',
  effect: 'write',
  controls: 'hand-over',
  recordedEffects: ['colleague-told'],
  inGroups: true,
  arguments: z.strictObject({
    reason: z.enum(handoverReasons),
    summary: z.string().trim().min(1).max(2000).describe('What the person needs to know: the wish and what was said'),
  }),
  timeLimitMs: 10_000,
  execute: async ({ reason, summary }, { documents, run }) => {
    const { message } = run;
    const conversation = await documents.conversations.update(run.conversation.id, (current) =>
      handOver(current, { reason, summary, at: message.createdAt, runId: run.id }),
    );
    const { handover: before } = run.conversation;
    return {
      // False when a person already has the conversation.
      handedOver: conversation?.handover?.at === message.createdAt,
      mode: conversation?.mode ?? 'human',
      // Whether somebody was called because of an earlier message and has not answered yet.
      waiting: before !== undefined && before.at < message.createdAt,
    };
  },
});
