import { z } from 'zod';
import type { RunSummary } from '../../contracts/runs.ts';
import { runSchema, type Step, stepSchema } from '../../entities/run.ts';
import type { StoredDocument } from '../../ports/document-store.ts';

type CountedStep = Pick<Step, 'startedAt' | 'tokens' | 'costMicros'>;

/** The fields that a summary needs. Validating whole runs would take many times as long, and a page lists hundreds. */
const sourceSchema = z.object({
  ...runSchema.omit({ steps: true }).shape,
  steps: z.array(z.object(stepSchema.pick({ startedAt: true, tokens: true, costMicros: true }).shape)),
});

/** Returns undefined for a document that is not a valid run, as another version may have stored it. */
export const summarizeStored = ({ body }: Pick<StoredDocument, 'body'>): RunSummary | undefined => {
  const run = sourceSchema.safeParse(body).data;
  return run && summarizeRun(run);
};

/** Replaces the steps of a run with their totals. */
export const summarizeRun = <R extends { readonly steps: readonly CountedStep[] }>({ steps, ...run }: R) => ({
  ...run,
  stepCount: steps.length,
  ...(steps[0] && { startedAt: steps[0].startedAt }),
  tokens: {
    input: sumOf(steps, ({ tokens }) => tokens?.input),
    output: sumOf(steps, ({ tokens }) => tokens?.output),
  },
  costMicros: sumOf(steps, ({ costMicros }) => costMicros),
});

const sumOf = (steps: readonly CountedStep[], amountOf: (step: CountedStep) => number | undefined): number =>
  steps.reduce((sum, step) => sum + (amountOf(step) ?? 0), 0);
