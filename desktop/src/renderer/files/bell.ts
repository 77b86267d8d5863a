import { untilHeard } from '@inbetwin/shared/timing/until-heard.ts';

/** Wakes up one waiting task. Notifications are not counted: several before the next wait are the same as one. */
export type Bell = {
  ring(): void;
  /** Resolves when there was a notification since the last wait, or when `signal` aborts. */
  heard(signal: AbortSignal): Promise<void>;
};

/** Creates a signal that starts as notified, so that the first wait resolves immediately. */
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
