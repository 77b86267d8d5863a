/** One number that an area found out; `peer` is what it stands beside, measured in the same run. */
export type Measurement = {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly peer?: { readonly name: string; readonly value: number };
};

/** What an area works with. */
export type Stage = {
  /** Tells whoever waits what is going on. */
  progress(sentence: string): void;
  /** Called in reverse order when the area has ended, failed or run out of time. */
  cleanUp(task: () => unknown): void;
};

/** Measures one part of the house, by itself and within the registry's limit for it. */
export type BenchArea = (stage: Stage) => AsyncIterable<Measurement>;

export type RegisteredArea = {
  readonly area: BenchArea;
  /** Where it needs more than `AREA_LIMIT_MS`. */
  readonly limitMs?: number;
};

/** The machine lacks something: the message tells what to do about it. */
export class CannotMeasure extends Error {}

export const AREA_LIMIT_MS = 120_000;
