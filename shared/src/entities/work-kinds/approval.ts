import { z } from 'zod';
import { isSameValue } from '../../merge/same-state.ts';
import { idSchema, timeSchema } from '../declaring/fields.ts';
import { type Objection, refuse, refuseFixed } from '../declaring/write-rule.ts';
import { findOtherChange, hasNewChoice } from './agents-work.ts';
import { defineWorkKind, madeByAgents, type WorkOf } from './work-kind.ts';

/** A tool call that needs a person's approval. */
const approvalSchema = z.strictObject({
  runId: idSchema,
  /** Index of the waiting step. */
  step: z.int().min(0).max(10_000),
  agent: z.string().max(60),
  tool: z.string().max(120),
  /** JSON text as the model wrote it. */
  arguments: z.string().max(8000),
  /** JSON text of the arguments that the person chose instead. */
  changed: z.string().max(8000).optional(),
  /** Why it was declined, for the agent to take into account. */
  reason: z.string().max(1000).optional(),
  decidedBy: idSchema.optional(),
  decidedAt: timeSchema.optional(),
});
export type Approval = z.infer<typeof approvalSchema>;

const fields = { approval: approvalSchema.optional() };
type ApprovalWork = WorkOf<typeof fields>;

const refusals = ['approval.decided', 'approval.not_own', 'approval.arguments', 'work.state'] as const;

const decisions: ReadonlySet<string> = new Set(['approved', 'refused'] satisfies ApprovalWork['state'][]);

const decided = refuse('approval.decided', 'Somebody has decided it already.', 'state');

const decisionOf = ({ state, approval }: ApprovalWork) => [state, approval?.changed, approval?.reason];

const agentsWord: readonly (keyof Approval)[] = ['runId', 'step', 'agent', 'tool', 'arguments'];

/** The agent's part of the approval, about which a person decides. */
const findRewritten = ({ approval: next }: ApprovalWork, { approval: present }: ApprovalWork): string | undefined => {
  const field = agentsWord.find((name) => next?.[name] !== present?.[name]);
  return field && `approval.${field}`;
};

const isObjectText = (text: string | undefined): boolean => {
  if (text === undefined) return true;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
};

/**
 * An approval is decided once, by the person named in it, and nothing else of it changes. A person who decided it concurrently is told
 * about the first decision.
 */
const findUndecidable = (
  next: ApprovalWork,
  present: ApprovalWork,
  userId: string,
): Objection<(typeof refusals)[number] | 'document.field_fixed'> | undefined => {
  const fixed = findOtherChange(next, present, ['state', 'approval']) ?? findRewritten(next, present);
  if (fixed) return refuseFixed(fixed);
  const isSame = isSameValue(decisionOf(next), decisionOf(present));
  if (present.state !== 'open') return isSame && !hasNewChoice(next, present) ? undefined : decided;
  if (!decisions.has(next.state)) {
    return isSame ? undefined : refuse('work.state', 'An approval is approved or refused.', 'state');
  }
  if (next.approval?.decidedBy !== userId) {
    return refuse('approval.not_own', 'A decision is signed by the person who makes it.', 'approval.decidedBy');
  }
  return isObjectText(next.approval.changed)
    ? undefined
    : refuse('approval.arguments', 'Changed arguments must be a JSON object.', 'approval.changed');
};

export const approval = defineWorkKind({
  fields,
  merge: {
    approval: {
      fields: {
        runId: 'immutable',
        step: 'immutable',
        agent: 'immutable',
        tool: 'immutable',
        arguments: 'immutable',
        changed: 'keep-both',
        reason: 'keep-both',
        decidedBy: 'last-writer',
        decidedAt: 'last-writer',
      },
    },
  },
  refusals,
  rights: madeByAgents,
  waitsInConversation: true,
  change: (next, present, { caller }) => findUndecidable(next, present, caller.userId),
  // When and by whom the approval was decided first.
  settle: (next, present, now) => {
    if (!next.approval || !decisions.has(next.state)) return {};
    if (present?.approval && decisions.has(present.state)) return { approval: present.approval };
    return { approval: { ...next.approval, decidedAt: now } };
  },
  sample: {
    approval: { runId: 'run:1', step: 3, agent: 'rag', tool: 'create_order', arguments: '{"lines":[]}' },
  },
});
