import { untilHeard } from './until-heard.ts';

/** Waits, or returns at once when `signal` aborts. */
export const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  untilHeard((hear) => {
    const timer = setTimeout(hear, milliseconds);
    return () => clearTimeout(timer);
  }, signal);
