import { untilHeard } from '@inbetwin/shared/timing/until-heard.ts';

/** Rings are not counted: one that nobody heard yet is the same as many. */
export type Bell = {
  ring(): void;
  /** Resolves when it was rung since it was last heard, or when `signal` aborts. */
  heard(signal: AbortSignal): Promise<void>;
};

/** Rung once to begin with. */
export const createBell = (): Bell => {
  let isRung = true;
  let answer: () => void = () => undefined;
  return {
    ring: () => {
      isRung = true;
      answer();
    },
    heard: async (signal) => {
      if (!isRung) {
        await untilHeard((hear) => {
          answer = hear;
          return () => undefined;
        }, signal);
      }
      isRung = false;
    },
  };
};
