import type { AgentTestProgress } from '@inbetwin/shared/contracts/agents.ts';
import type { Run, Step } from '@inbetwin/shared/entities/run.ts';

/** What has been told of a test so far. */
export type Seen = {
  /** In their order; some may not be settled. */
  readonly steps: readonly Step[];
  /** By agent, what its model is writing. */
  readonly texts: ReadonlyMap<string, string>;
  /** How far the server's clock, which the steps go by, is ahead of this one; milliseconds, less what the network takes. */
  readonly ahead: number;
};

export const nothingSeen: Seen = { steps: [], texts: new Map(), ahead: Number.NEGATIVE_INFINITY };

/** `now`: Unix ms by this device's clock. */
export const see = (seen: Seen, told: AgentTestProgress, now: number): Seen => {
  if (told.type !== 'step') {
    const text = told.type === 'restart' ? '' : (seen.texts.get(told.agent) ?? '') + told.delta;
    return { ...seen, texts: withText(seen.texts, told.agent, text) };
  }
  const { step } = told;
  const { startedAt, endedAt = startedAt } = step;
  return {
    steps: [...seen.steps.filter(({ index }) => index !== step.index), step].toSorted((a, b) => a.index - b.index),
    // What was being written is in the step now, or was given up.
    texts: step.kind === 'model' ? withText(seen.texts, step.agent, '') : seen.texts,
    ahead: Math.max(seen.ahead, endedAt - now),
  };
};

const withText = (texts: Seen['texts'], agent: string, text: string): Seen['texts'] => {
  if (!texts.has(agent) && text === '') return texts;
  return new Map([...texts, [agent, text]]);
};

/** The test came to no end: what was under way was called off, or failed with it. */
export const breakOff = (seen: Seen, state: 'dropped' | 'failed', now: number): Seen => ({
  ...seen,
  steps: seen.steps.map((step) =>
    step.state === 'intended' ? { ...step, state, endedAt: Math.max(step.startedAt, now + seen.ahead) } : step,
  ),
});

/** As a run, so that it is shown like one. */
export const runOf = (steps: readonly Step[], state: 'running' | 'failed'): Run => ({
  id: 'replay',
  conversationId: 'replay',
  messageId: 'replay',
  state,
  steps: [...steps],
  createdAt: steps[0]?.startedAt ?? 0,
  updatedAt: steps.at(-1)?.startedAt ?? 0,
});
