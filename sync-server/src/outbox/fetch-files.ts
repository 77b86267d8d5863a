import { type ErrorCode, Failure } from '@inbetwin/shared/contracts/errors.ts';
import { MAX_FILE_BYTES } from '@inbetwin/shared/contracts/files.ts';
import { placeOf } from '@inbetwin/shared/conversations/ids.ts';
import { type Attachment, asFailedFile } from '@inbetwin/shared/entities/attachment.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import { withAttempts } from './attempts.ts';
import type { Outcome } from './lane-state.ts';
import { type DeliveringOptions, laneKeyOf, type Ticket } from './options.ts';
import type { Outlet } from './sending/deliver.ts';
import type { WaitingMessages } from './waiting-messages.ts';

type FetchOptions = DeliveringOptions & { readonly waiting: WaitingMessages };
type Noted = Pick<Message, 'id' | 'conversationId' | 'createdAt'>;

/** If a platform has not answered for this long, the file is given up. Milliseconds. */
const GIVE_UP_MS = 24 * 3_600_000;
/** The minimum number of attempts, for a server that was switched off for longer than that. */
const MIN_TRIES = 4;
const LONGEST_DOWNLOAD_MS = 600_000;

/** Failures that are not the file's: without access it waits until the account is connected again. */
const waitedFor: readonly ErrorCode[] = ['channel.unreachable', 'channel.token_refused', 'channel.signed_out'];
/** Failures that concern the file itself, so that retrying is pointless. */
const final: readonly ErrorCode[] = ['file.gone', 'file.too_large', 'knowledge.quota', 'channel.rejected'];

export const hasWaitingFiles = ({ attachments = [] }: Message): boolean => attachments.some(isWaiting);

const isWaiting = ({ state, reference }: Attachment): boolean => state === 'waiting' && reference !== undefined;

/** Handles a customer's message with files. The remaining work is recorded first, so that a slow platform does not hold up the feed. */
export const handleFiles = (options: FetchOptions, message: Message, ticket: Ticket): void => {
  const { lanes, waiting, teamId } = options;
  const attempt = async () => {
    await waiting.put(message);
    ticket.passed();
    addFetch(options, message, ticket);
    return 'done' as const;
  };
  const job = {
    what: 'note files',
    messageId: message.id,
    attempt,
    giveUp: async () => undefined,
    abandoned: ticket.ended,
  };
  lanes.noting.add(laneKeyOf(teamId, message.id), withAttempts(job, options));
};

/** Fetches the files of a message that is recorded as waiting. Each message has its own lane, so no file waits for another's retries. */
export const addFetch = (options: FetchOptions, message: Noted, ticket: Ticket): void => {
  const { documents, lanes, waiting, teamId } = options;
  const fetchOne = createFetch(options, message);

  const attempt = async (): Promise<Outcome> => {
    const stored = await documents.messages.get(message.id);
    for (const [at, attachment] of (stored?.attachments ?? []).entries()) {
      if (!isWaiting(attachment)) continue;
      const outcome = await fetchOne(attachment, at);
      if (outcome !== 'done') return outcome;
    }
    await waiting.remove(message.id);
    ticket.ended();
    return 'done';
  };
  const giveUp = async (): Promise<void> => {
    await documents.messages.update(message.id, (current) => ({
      ...current,
      attachments: current.attachments?.map((one) => (isWaiting(one) ? asFailedFile(one, 'server.error') : one)),
    }));
    await waiting.remove(message.id);
  };
  const job = { what: 'fetch files', messageId: message.id, attempt, giveUp, abandoned: ticket.ended };
  lanes.fetching.add(laneKeyOf(teamId, message.id), withAttempts(job, options));
};

const createFetch = (options: FetchOptions, { id, conversationId, createdAt }: Noted) => {
  const { documents, outletOf, files, clock, log, timing, random } = options;
  const { channel, account } = placeOf(conversationId);
  let failures = 0;

  const settle = (at: number, change: (attachment: Attachment) => Attachment) =>
    documents.messages.update(id, (current) => ({
      ...current,
      attachments: current.attachments?.map((one, index) => (index === at && isWaiting(one) ? change(one) : one)),
    }));

  const fail = async (at: number, code: ErrorCode): Promise<Outcome> => {
    log.warn({ messageId: id, code }, 'A file of a message is given up');
    await settle(at, (attachment) => asFailedFile(attachment, code));
    return 'done';
  };

  const onFailure = (error: unknown, at: number): Promise<Outcome> | Outcome => {
    if (!(error instanceof Failure)) throw error;
    if (final.includes(error.code)) return fail(at, error.code);
    if (error.code === 'channel.rate_limited') {
      return { kind: 'retry', ms: (error.retryAfter ?? 1) * 1000, fixed: true };
    }
    if (!waitedFor.includes(error.code)) throw error;
    failures += 1;
    const isHopeless = failures >= MIN_TRIES && clock() - createdAt > GIVE_UP_MS;
    if (isHopeless && error.code === 'channel.unreachable') return fail(at, error.code);
    return { kind: 'retry', ms: retryDelay(timing, { failures, error }, random) };
  };

  return async (attachment: Attachment, at: number): Promise<Outcome> => {
    const outlet = outletOf(channel, account);
    if (!outlet) return { kind: 'park' };
    try {
      const { digest, size, type } = await files.keep({
        messageId: id,
        chunks: readFile(outlet, attachment, options.signal),
        maxBytes: maxBytesOf(outlet),
      });
      failures = 0;
      await settle(at, ({ kind, name }) => ({ kind, name, ...(type && { type }), size, digest, state: 'stored' }));
      return 'done';
    } catch (error) {
      return onFailure(error, at);
    }
  };
};

const maxBytesOf = ({ capabilities }: Outlet): number => Math.min(capabilities.files.maxBytesIn, MAX_FILE_BYTES);

/** The declared size can spare a download; the actual size decides. */
async function* readFile(
  outlet: Outlet,
  { reference = '', size = 0 }: Attachment,
  stopping: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (size > maxBytesOf(outlet)) {
    throw new Failure('file.too_large', 'The file is larger than the channel hands out.', 'Ask for it another way.');
  }
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(LONGEST_DOWNLOAD_MS)]);
  yield* await outlet.connection.download(reference, signal);
}
