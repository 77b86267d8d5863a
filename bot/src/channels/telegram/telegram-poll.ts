import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import { z } from 'zod';
import type { ChannelContext } from '../channel.ts';
import { receiveValid } from '../receive-valid.ts';
import { answerPress, type Press } from './telegram-choices.ts';
import type { TelegramClient } from './telegram-client.ts';
import type { TelegramBot } from './telegram-group.ts';
import { readUpdate, receivedUpdates } from './telegram-update.ts';

const LONG_POLL_MARGIN_MS = 10_000;

const updatesSchema = z.array(z.unknown());
const numberedSchema = z.object({ update_id: z.int() });
type Update = { readonly id: number; readonly content: unknown };

type PollOptions = {
  readonly bot: TelegramBot;
  readonly client: TelegramClient;
  readonly context: ChannelContext;
  readonly onSuccess: () => void;
  readonly onFailure: (failure: Failure) => void;
};

/**
 * Reads a bot's updates one after another. Telegram discards an update when a later poll names a higher offset, so the offset advances past
 * an update only once its message is stored; after a crash, unconfirmed updates come again.
 */
export const createTelegramPoll = ({ bot, client, context, onSuccess, onFailure }: PollOptions) => {
  const account = String(bot.id);
  const stopping = new AbortController();
  const { signal } = stopping;
  const { log, timing } = context;
  let offset = 0;
  let running: Promise<void> | undefined;

  const fetchUpdates = async (seconds: number): Promise<readonly Update[]> => {
    const limits = { signal, milliseconds: seconds > 0 ? seconds * 1000 + LONG_POLL_MARGIN_MS : timing.requestMs };
    const answer = await client.call(
      (api, within) => api.getUpdates({ offset, timeout: seconds, allowed_updates: [...receivedUpdates] }, within),
      limits,
    );
    return inOrder(answer);
  };

  const handle = async (update: Update): Promise<void> => {
    const read = readUpdate(update.content, bot, context.clock());
    if (read.outcome === 'unreadable') {
      log.error({ account, update: update.id, reason: read.reason }, 'An update of Telegram cannot be read; left out');
    }
    if (read.outcome === 'event') await receiveValid(context, read.event);
    if (read.outcome !== 'unreadable' && read.press) await answer(read.press);
    offset = Math.max(offset, update.id + 1);
  };

  /** Telegram does not accept an answer to a press that is too old; the choice is stored nevertheless. */
  const answer = async (press: Press): Promise<void> => {
    try {
      await answerPress(client, press);
    } catch (error) {
      log.debug({ account, error: String(error) }, 'A press on a button could not be answered');
    }
  };

  const run = async (): Promise<void> => {
    let failures = 0;
    let webhookRemoved = false;
    let seconds = 0; // The first poll, and the first after a failure, returns at once to tell that all is well.
    while (!signal.aborted) {
      try {
        // Telegram refuses polling while a webhook is set.
        if (!webhookRemoved) await client.call((api, within) => api.deleteWebhook({}, within));
        webhookRemoved = true;
        const updates = await fetchUpdates(seconds);
        onSuccess();
        for (const update of updates) {
          if (signal.aborted) return;
          await handle(update);
        }
        failures = 0;
        seconds = timing.pollSeconds;
      } catch (error) {
        if (signal.aborted) return;
        const failure = asFailure(error);
        failures += 1;
        seconds = 0;
        if (failure.code === 'channel.conflict') webhookRemoved = false;
        log.warn({ account, code: failure.code, failures }, `Telegram polling failed: ${failure.message}`);
        onFailure(failure);
        await waitFor(failure, failures);
      }
    }
  };

  const waitFor = async (failure: Failure, failures: number): Promise<void> => {
    const milliseconds =
      failure.retryAfter === undefined
        ? retryDelay(timing, { failures, error: failure })
        : Math.max(1, failure.retryAfter) * 1000;
    await pause(milliseconds, signal);
  };

  return {
    start: (): void => {
      running ??= run();
    },
    /** Aborts the open poll and waits for a message that is being stored. */
    stop: async (): Promise<void> => {
      stopping.abort();
      await running;
    },
  };
};

/** Drops updates without a number: they cannot be confirmed, so they would come again with every poll. */
const inOrder = (answer: unknown): readonly Update[] => {
  const updates = updatesSchema.safeParse(answer);
  if (!updates.success) {
    throw new Failure('channel.unreachable', 'Telegram answered nonsense to a poll.', 'It is tried again by itself.');
  }
  return updates.data
    .flatMap((content) => {
      const numbered = numberedSchema.safeParse(content);
      return numbered.success ? [{ id: numbered.data.update_id, content }] : [];
    })
    .sort((a, b) => a.id - b.id);
};

const asFailure = (error: unknown): Failure =>
  error instanceof Failure
    ? error
    : new Failure('server.error', `A message could not be stored: ${String(error)}`, 'See the server log.', {
        cause: error,
      });
