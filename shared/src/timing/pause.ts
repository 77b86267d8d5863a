import { untilHeard } from './until-heard.ts';

/** Waits for the given time, or returns early when `signal` is aborted. */
export const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  untilHeard((hear) => {
    const timer = setTimeout(hear, milliseconds);
    return () => clearTimeout(timer);
  }, signal);
