import type { Step } from '../../entities/run.ts';
import type { ModelReply } from '../../models/model.ts';
import { isPassing, type RunSession } from '../runs/session.ts';

type ModelCall = {
  readonly step: Step;
  readonly calledOff: AbortSignal;
  readonly ask: (signal: AbortSignal) => Promise<ModelReply>;
  /** Throws when the reply is invalid, which counts as a failure of the model. */
  readonly outputOf: (reply: ModelReply) => Step['output'];
  /** Returns the changes of the step when the model fails. */
  readonly failed: (error: unknown) => Partial<Step>;
};

/** Settles a step with a model's answer and its cost. If `calledOff` is aborted, the answer is discarded. */
export const settleWithModel = async (
  { journal, clock, signal }: Pick<RunSession, 'journal' | 'clock' | 'signal'>,
  { step, calledOff, ask, outputOf, failed }: ModelCall,
): Promise<void> => {
  const settle = (change: Partial<Step>): void =>
    journal.settle({ ...(journal.run().steps[step.index] ?? step), ...change, endedAt: clock() });
  try {
    const reply = await ask(AbortSignal.any([signal, calledOff]));
    const output = outputOf(reply);
    const { tokens, costMicros, model } = reply;
    const used = { tokens: { input: tokens.input, output: tokens.output }, ...(costMicros > 0 && { costMicros }) };
    settle({ name: nameOf(model), state: 'done', output, ...used });
  } catch (error) {
    if (calledOff.aborted && !signal.aborted) {
      settle({ state: 'dropped' });
      return;
    }
    if (isPassing(error)) throw error;
    settle(failed(error));
  }
};

/** Returns a model's name as steps record it. */
export const nameOf = (model: string): string => model.slice(0, 120);
