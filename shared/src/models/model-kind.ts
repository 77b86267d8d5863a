import type { z } from 'zod';
import type { ModelProvider } from './model.ts';

/** One kind of model that can be configured. */
export type ModelKind<Settings> = {
  /** Reads the environment's variables; undefined when they do not turn this kind on. */
  readonly environment: z.ZodType<Settings | undefined>;
  /** One or more, in the order they were configured. */
  create(settings: Settings, terms: ModelTerms): readonly ModelProvider[];
};

export type ModelTerms = {
  /** For the whole of one answer, its repeats included; milliseconds. */
  readonly timeoutMs: number;
};
