import { untilHeard } from '@inbetwin/shared/timing/until-heard.ts';

/** Wakes up one waiting task. Notifications are not counted: several before the next wait are the same as one. */
export type WakeSignal = {
  wake(): void;
  /** Resolves when there was a notification since the last wait, or when `signal` aborts. */
  wait(signal: AbortSignal): Promise<void>;
};

/** Creates a signal that starts as notified, so that the first wait resolves immediately. */
export const createWakeSignal = (): WakeSignal => {
  let isNotified = true;
  let answer: () => void = () => undefined;
  return {
    wake: () => {
      isNotified = true;
      answer();
    },
    wait: async (signal) => {
      if (!isNotified) {
        await untilHeard((hear) => {
          answer = hear;
          return () => undefined;
        }, signal);
      }
      isNotified = false;
    },
  };
};
