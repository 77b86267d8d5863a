import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import { z } from 'zod';
import type { ChannelContext } from '../channel.ts';
import { receiveValid } from '../receive-valid.ts';
import { nextPollState, notPolled, type PollEvent, type PollState } from './poll-state.ts';
import { answerPress } from './telegram-choices.ts';
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
export const createTelegramPoll = (options: PollOptions) => {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  return {
    start: (): void => {
      running ??= pollUntil(stopping.signal, options);
    },
    /** Aborts the open poll and waits for a message that is being stored. */
    stop: async (): Promise<void> => {
      stopping.abort();
      await running;
    },
  };
};

const pollUntil = async (signal: AbortSignal, options: PollOptions): Promise<void> => {
  const { bot, client, context, onSuccess, onFailure } = options;
  let state = notPolled;
  const advance = (event: PollEvent): void => {
    state = nextPollState(state, event);
  };

  const pollOnce = async (): Promise<void> => {
    if (state.hasWebhook) await client.call((api, within) => api.deleteWebhook({}, within));
    advance({ type: 'webhook-removed' });
    const updates = await fetchUpdates(signal, state, options);
    onSuccess();
    for (const update of updates) {
      if (signal.aborted) return;
      await handle(update, options);
      advance({ type: 'handled', update: update.id });
    }
    advance({ type: 'caught-up' });
  };

  while (!signal.aborted) {
    try {
      await pollOnce();
    } catch (error) {
      if (signal.aborted) return;
      const failure = asFailure(error);
      advance({ type: 'failed', code: failure.code });
      const { failures } = state;
      context.log.warn(
        { account: accountOf(bot), code: failure.code, failures },
        `Telegram polling failed: ${failure.message}`,
      );
      onFailure(failure);
      await pause(waitAfter(failure, failures, context), signal);
    }
  }
};

const accountOf = ({ id }: TelegramBot): string => String(id);

const fetchUpdates = async (
  signal: AbortSignal,
  { offset, isPatient }: PollState,
  { client, context: { timing } }: PollOptions,
): Promise<readonly Update[]> => {
  const seconds = isPatient ? timing.pollSeconds : 0;
  const limits = { signal, milliseconds: seconds > 0 ? seconds * 1000 + LONG_POLL_MARGIN_MS : timing.requestMs };
  const answer = await client.call(
    (api, within) => api.getUpdates({ offset, timeout: seconds, allowed_updates: [...receivedUpdates] }, within),
    limits,
  );
  return inOrder(answer);
};

/** Resolves once the update's content is stored. An unreadable update is skipped. */
const handle = async ({ id, content }: Update, { bot, client, context }: PollOptions): Promise<void> => {
  const account = accountOf(bot);
  const read = readUpdate(content, bot, context.clock());
  if (read.outcome === 'unreadable') {
    context.log.error({ account, update: id, reason: read.reason }, 'An update of Telegram cannot be read; left out');
    return;
  }
  if (read.outcome === 'event') await receiveValid(context, read.event);
  if (!read.press) return;
  try {
    await answerPress(client, read.press);
  } catch (error) {
    // Telegram does not accept an answer to a press that is too old; the choice is stored nevertheless.
    context.log.debug({ account, error: String(error) }, 'A press on a button could not be answered');
  }
};

/** The delay in milliseconds: as Telegram requests, or growing. */
const waitAfter = (failure: Failure, failures: number, { timing }: Pick<ChannelContext, 'timing'>): number =>
  failure.retryAfter === undefined
    ? retryDelay(timing, { failures, error: failure })
    : Math.max(1, failure.retryAfter) * 1000;

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
