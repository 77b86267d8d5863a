import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import { type Message, messageSchema } from '@inbetwin/shared/entities/message.ts';
import type { Change } from '@inbetwin/shared/ports/document-store.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import { wordsOf } from './attempts.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { isPending } from './deliver.ts';
import { handleInbound } from './inbound.ts';
import type { OutboxOptions, Ticket } from './options.ts';
import { addDelivery, handleOutbound } from './outbound.ts';
import { createProgress, type Progress } from './progress.ts';
import { openWaitingDeliveries } from './waiting-deliveries.ts';

const BATCH = 200;
const MAX_UNHANDLED = 1000;
const CHECKPOINT_MS = 250;

export type TeamOutbox = {
  /** Follows the team's messages from the checkpoint; resolves when `signal` has aborted. */
  follow(): Promise<void>;
  /** Stores how far everything is handled. */
  saveCheckpoint(): Promise<void>;
};

/**
 * Sees to all that must follow from each message of a team. The checkpoint passes a change only when its consequences
 * are stored, and everything done here may be done again.
 */
export const openTeamOutbox = (options: OutboxOptions): TeamOutbox => {
  const { teamId, store, documents, log, signal, timing, random } = options;
  const waiting = openWaitingDeliveries(store, teamId);
  const checkpoint = openCheckpoint(store, teamId);
  const saver = createSaver(options, checkpoint);
  const progress = createProgress(() => saver.schedule(progress));
  /** Messages that a lane holds: changes of their own state need no second look. */
  const active = new Set<string>();

  const ticketFor = (messageId: string, release: () => void): Ticket => {
    active.add(messageId);
    return {
      passed: release,
      ended: () => {
        active.delete(messageId);
        release();
      },
    };
  };

  const restoreWaiting = async () => {
    for (const { messageId: id, ...rest } of await waiting.list()) {
      if (active.has(id)) continue;
      const ticket = ticketFor(id, () => undefined);
      addDelivery({ ...options, waiting }, { message: { id, ...rest }, isNoted: true }, ticket);
    }
  };

  const take = (change: Change): void => {
    const release = progress.track(change.sequence);
    const message = active.has(change.id) ? undefined : readMessage(change, options);
    if (message?.direction === 'inbound' && !message.demo) {
      handleInbound(options, message, ticketFor(message.id, release));
    } else if (message && isPending(message)) {
      handleOutbound({ ...options, waiting }, message, ticketFor(message.id, release));
    } else release();
  };

  const followFrom = async (start: string | undefined) => {
    const since = start === undefined ? {} : { since: start };
    for await (const batch of documents.messages.database.follow({ ...since, limit: BATCH, signal })) {
      for (const change of batch.changes) take(change);
      progress.track(batch.sequence)();
      await progress.below(MAX_UNHANDLED, signal);
    }
  };

  return {
    follow: async () => {
      let start: 'checkpoint' | 'beginning' = 'checkpoint';
      for (let failures = 1; !signal.aborted; failures++) {
        try {
          await restoreWaiting();
          await followFrom(start === 'beginning' ? undefined : (progress.position() ?? (await checkpoint.read())));
        } catch (error) {
          if (signal.aborted) return;
          log.warn({ teamId, failures, error: wordsOf(error) }, 'The outbox is interrupted and goes on in a moment');
          start = hasCode(error, 'store.bad_sequence') ? 'beginning' : 'checkpoint';
          await pause(retryDelay(timing, failures, random), signal);
        }
      }
    },
    saveCheckpoint: () => saver.save(progress),
  };
};

/** A document that does not fit is a dead letter: nobody can say what should follow from it. */
const readMessage = (change: Change, { log, teamId }: OutboxOptions): Message | undefined => {
  if (change.deleted) return undefined;
  const parsed = messageSchema.safeParse(change.body);
  if (!parsed.success) log.error({ teamId, messageId: change.id }, 'A stored message does not fit and is passed over');
  return parsed.data;
};

/** Writes the checkpoint at most every so often: what it lags behind is handled again, harmlessly. */
const createSaver = ({ teamId, log, signal }: OutboxOptions, checkpoint: Checkpoint) => {
  let timer: NodeJS.Timeout | undefined;
  let saved: string | undefined;

  const save = async (progress: Progress): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const position = progress.position();
    if (position === undefined || position === saved) return;
    try {
      await checkpoint.write(position);
      saved = position;
    } catch (error) {
      log.warn({ teamId, error: wordsOf(error) }, 'A checkpoint could not be stored');
    }
  };

  return {
    save,
    schedule: (progress: Progress): void => {
      if (!signal.aborted) timer ??= setTimeout(() => save(progress), CHECKPOINT_MS);
    },
  };
};
