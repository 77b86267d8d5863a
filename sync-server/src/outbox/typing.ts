import { type RunEvent, runSchema, stepSchema } from '@inbetwin/shared/entities/run.ts';
import type { Change } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { z } from 'zod';

/** If a run takes longer than this, the customer sees that an answer is being written. Milliseconds. */
const TYPING_AFTER_MS = 700;
/** A run that has not changed for so long may have lost its process. Exceeds the time limit of every agent's model. Milliseconds. */
const ABANDONED_MS = 90_000;
/** The delay before another attempt when the indicator could not be shown. Milliseconds. */
const RETRY_MS = 5_000;

/**
 * Shows the typing indicator in a conversation. Returns how long it stays visible, in milliseconds; undefined when there is no use in
 * showing it again before the run changes.
 */
export type ShowTyping = (conversationId: string) => Promise<number | undefined>;

export type Typing = {
  /** Takes note of a change of a run. */
  note(change: Change): void;
  stop(): void;
};

/** A run that the customer waits for. */
type Awaited = { changedAt: number; timer: NodeJS.Timeout };

/**
 * Shows the typing indicator repeatedly while a run has not answered. It is derived from the changes of the team's runs, so it works in any
 * process, whichever one executes them.
 */
export const createTyping = (show: ShowTyping, log: Logger): Typing => {
  const awaited = new Map<string, Awaited>();

  const stop = (runId: string): void => {
    clearTimeout(awaited.get(runId)?.timer);
    awaited.delete(runId);
  };

  const begin = (runId: string, conversationId: string): void => {
    const showAgain = async (): Promise<void> => {
      const lasts = await show(conversationId).catch((error: unknown) => {
        log.debug({ conversationId, error: String(error) }, 'Typing could not be shown');
        return RETRY_MS;
      });
      if (awaited.get(runId) !== run) return;
      if (lasts === undefined || performance.now() - run.changedAt > ABANDONED_MS) stop(runId);
      else run.timer = setTimeout(showAgain, lasts);
    };
    const run: Awaited = { changedAt: performance.now(), timer: setTimeout(showAgain, TYPING_AFTER_MS) };
    awaited.set(runId, run);
  };

  return {
    note: ({ id, body, deleted }) => {
      const run = deleted ? undefined : sourceSchema.safeParse(body).data;
      if (!run || !isAwaited(run)) return stop(id);
      const known = awaited.get(id);
      if (known) known.changedAt = performance.now();
      else begin(id, run.conversationId);
    },
    stop: () => {
      for (const runId of [...awaited.keys()]) stop(runId);
    },
  };
};

/** The fields of a run that decide whether somebody waits for it. */
const sourceSchema = z.object({
  ...runSchema.pick({ conversationId: true, state: true, followUpId: true }).shape,
  steps: z.array(z.object(stepSchema.pick({ kind: true, name: true, state: true }).shape)),
});

/** A reply counts from its intention, which is recorded just before the message is: the next record may be much later. */
const isAwaited = ({ state, followUpId, steps }: z.infer<typeof sourceSchema>): boolean =>
  state === 'running' && followUpId === undefined && !steps.some(endsWaiting);

const endsWaiting = ({ kind, name, state }: z.infer<typeof sourceSchema>['steps'][number]): boolean =>
  kind === 'reply' ? name !== 'notice' && state !== 'dropped' : kind === 'event' && endings.has(name);

const endings = new Set<string>(['taken-over', 'cancelled'] satisfies RunEvent[]);
