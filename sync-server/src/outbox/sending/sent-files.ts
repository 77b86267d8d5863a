import { awaitedDigests, withKeptFiles, withoutFiles } from '@inbetwin/shared/conversations/messages/awaited-files.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import { withAttempts } from '../attempts.ts';
import { laneKeyOf, type OutboxOptions } from '../options.ts';
import { isPending } from './delivery-record.ts';

/** A device that has not sent a file for so long does not have it any more, or nobody wants the reply by now. */
const GIVE_UP_MS = 3 * 24 * 3_600_000;

/**
 * Stores with the message which of the files that it waits for have arrived. `there`: all of them; `awaited`: the device that has the
 * others is yet to send them. Files that are awaited for too long fail the message, which is then there to be told so.
 */
export const settleFiles = async (
  { documents, files, clock }: Pick<OutboxOptions, 'documents' | 'files' | 'clock'>,
  message: Message,
): Promise<'there' | 'awaited'> => {
  const awaited = awaitedDigests(message);
  if (awaited.length === 0 || !isPending(message)) return 'there';
  // The device's own push has noted them already, unless a crash came in between.
  await files.own(message.id, awaited);
  const kept = await files.findKept(awaited);
  const settled = await documents.messages.update(message.id, (current) => withKeptFiles(current, kept));
  const missing = settled ? awaitedDigests(settled) : [];
  if (missing.length === 0) return 'there';
  if (clock() - message.createdAt <= GIVE_UP_MS) return 'awaited';
  await documents.messages.update(message.id, (current) => withoutFiles(current, 'file.gone', missing));
  return 'there';
};

/**
 * Looks again and again whether the files of a reply have arrived, in a lane of its own, so that what is written to the customer meanwhile
 * goes out. Whoever stores a file wakes the lane.
 */
export const awaitFiles = (options: OutboxOptions, messageId: string, arrived: () => void): void => {
  const { documents, lanes, teamId, timing, random } = options;
  let failures = 0;
  const attempt = async () => {
    const message = await documents.messages.get(messageId);
    if (message && (await settleFiles(options, message)) === 'awaited') {
      failures += 1;
      return { kind: 'retry', ms: retryDelay(timing, { failures, error: undefined }, random) } as const;
    }
    arrived();
    return 'done' as const;
  };
  const job = { what: 'await files', messageId, attempt, giveUp: async () => undefined, abandoned: arrived };
  lanes.fetching.add(laneKeyOf(teamId, messageId), withAttempts(job, options));
};
