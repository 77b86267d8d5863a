/** One measured number; `peer` is a value to compare it with, from the same run. */
export type Measurement = {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly peer?: { readonly name: string; readonly value: number };
};

/** The services that an area uses. */
export type Stage = {
  /** Tells the user what is going on. */
  progress(sentence: string): void;
  /** Tasks run in reverse order when the area has ended, failed or exceeded its time limit. */
  cleanUp(task: () => unknown): void;
};

/** What the command line asks of the areas; each area knows the options that concern it. */
export type BenchOptions = {
  /** The number of teams. */
  readonly teams?: number;
};

/** Measures one part of the product, independently of the others and within the registry's time limit for it. */
export type BenchArea = (stage: Stage, options: BenchOptions) => AsyncIterable<Measurement>;

/** An area with its time limit. */
export type RegisteredArea = {
  readonly area: BenchArea;
  /** Set if it needs more than `AREA_LIMIT_MS`. */
  readonly limitMs?: number;
};

/** The machine lacks something that an area needs; the message says what to do about it. */
export class CannotMeasure extends Error {}

/** The default time limit of an area, in milliseconds. */
export const AREA_LIMIT_MS = 120_000;
