import { modelOutputSchema } from '@inbetwin/shared/agents/runs/run-steps.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import type { Work } from '@inbetwin/shared/entities/work.ts';

/** What led to an agent's request, and what the customer has written since. */
export type Why = {
  /** The customer's last consecutive messages before it, oldest first. */
  readonly asked: readonly Message[];
  /** What the agent said last, to the customer or in its reasoning. */
  readonly said: string | undefined;
  readonly since: readonly Message[];
};

type Known = { readonly messages: readonly Message[]; readonly run: Run | null | undefined };

/** Finds the reasons of a request; `messages` is the conversation around it, oldest first. */
export const whyOf = ({ createdAt, approval }: Work, { messages, run }: Known): Why => {
  const before = messages.filter((message) => message.createdAt <= createdAt);
  const since = messages.filter((message) => message.createdAt > createdAt && message.direction === 'inbound');
  const lastInbound = before.findLastIndex(({ direction }) => direction === 'inbound');
  const spoken = before.slice(0, lastInbound + 1);
  const begin = spoken.findLastIndex(({ direction }) => direction === 'outbound') + 1;
  return { asked: spoken.slice(begin), said: wordsOf(run, approval) ?? lastAnswer(before), since };
};

/** The agent's own text before the call. */
const wordsOf = (run: Known['run'], approval: Work['approval']): string | undefined => {
  if (!run || !approval) return undefined;
  const turns = run.steps.filter(
    ({ index, kind, agent }) => index < approval.step && kind === 'model' && agent === approval.agent,
  );
  const texts = turns.map(({ output }) => modelOutputSchema.safeParse(output).data?.text.trim() ?? '');
  return texts.findLast((text) => text !== '');
};

const lastAnswer = (before: readonly Message[]): string | undefined =>
  before.findLast(({ author }) => author.kind === 'agent')?.text;
