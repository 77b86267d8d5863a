import type { AgentTestProgress } from '@inbetwin/shared/contracts/agents.ts';
import type { Run, Step } from '@inbetwin/shared/entities/run.ts';

/** The progress of a running test. */
export type Seen = {
  /** In order; some may still be in progress. */
  readonly steps: readonly Step[];
  /** The output of each agent's model so far. */
  readonly texts: ReadonlyMap<string, string>;
  /** How far the server's clock, which the steps use, is ahead of this device's, in milliseconds; network latency is not included. */
  readonly ahead: number;
};

export const nothingSeen: Seen = { steps: [], texts: new Map(), ahead: Number.NEGATIVE_INFINITY };

/** `now` is this device's time in ms since the epoch. */
export const see = (seen: Seen, told: AgentTestProgress, now: number): Seen => {
  if (told.type !== 'step') {
    const text = told.type === 'restart' ? '' : (seen.texts.get(told.agent) ?? '') + told.delta;
    return { ...seen, texts: withText(seen.texts, told.agent, text) };
  }
  const { step } = told;
  const { startedAt, endedAt = startedAt } = step;
  return {
    steps: [...seen.steps.filter(({ index }) => index !== step.index), step].toSorted((a, b) => a.index - b.index),
    // The output is now part of the step, or was discarded.
    texts: step.kind === 'model' ? withText(seen.texts, step.agent, '') : seen.texts,
    ahead: Math.max(seen.ahead, endedAt - now),
  };
};

const withText = (texts: Seen['texts'], agent: string, text: string): Seen['texts'] => {
  if (!texts.has(agent) && text === '') return texts;
  return new Map([...texts, [agent, text]]);
};

/** Marks unfinished steps as canceled or failed when the test ended without a result. */
export const breakOff = (seen: Seen, state: 'dropped' | 'failed', now: number): Seen => ({
  ...seen,
  steps: seen.steps.map((step) =>
    step.state === 'intended' ? { ...step, state, endedAt: Math.max(step.startedAt, now + seen.ahead) } : step,
  ),
});

/** Converts the progress to a run, so that it is displayed like one. */
export const runOf = (steps: readonly Step[], state: 'running' | 'failed'): Run => ({
  id: 'replay',
  conversationId: 'replay',
  messageId: 'replay',
  state,
  steps: [...steps],
  createdAt: steps[0]?.startedAt ?? 0,
  updatedAt: steps.at(-1)?.startedAt ?? 0,
});
