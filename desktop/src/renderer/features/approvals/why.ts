import { modelOutputSchema } from '@inbetwin/shared/agents/runs/run-steps.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import type { Work } from '@inbetwin/shared/entities/work.ts';

/** What led to an agent's request, and what the customer wrote since. */
export type Why = {
  /** What the customer wrote in one go, oldest first. */
  readonly asked: readonly Message[];
  /** What the agent said last, to the customer or while it was thinking. */
  readonly said: string | undefined;
  readonly since: readonly Message[];
};

type Known = { readonly messages: readonly Message[]; readonly run: Run | null | undefined };

/** `messages`: the conversation around the request, oldest first. */
export const whyOf = ({ createdAt, approval }: Work, { messages, run }: Known): Why => {
  const before = messages.filter((message) => message.createdAt <= createdAt);
  const since = messages.filter((message) => message.createdAt > createdAt && message.direction === 'inbound');
  const lastInbound = before.findLastIndex(({ direction }) => direction === 'inbound');
  const spoken = before.slice(0, lastInbound + 1);
  const begin = spoken.findLastIndex(({ direction }) => direction === 'outbound') + 1;
  return { asked: spoken.slice(begin), said: wordsOf(run, approval) ?? lastAnswer(before), since };
};

/** The agent's own words on the way to the call. */
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
