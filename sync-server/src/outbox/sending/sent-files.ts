import { awaitedDigests, withKeptFiles, withoutFiles } from '@inbetwin/shared/conversations/messages/awaited-files.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import { withAttempts } from '../attempts.ts';
import { type DeliveringOptions, laneKeyOf } from '../options.ts';
import { isPending } from './delivery-record.ts';

/** A device that has not uploaded a file for this long no longer has it, or nobody needs the reply any more. Milliseconds. */
const GIVE_UP_MS = 3 * 24 * 3_600_000;

/**
 * Records in the message which of the files that it waits for have arrived. Resolves to `there` if all have, and to `awaited` if a device
 * has yet to upload some. Files that are awaited for too long fail the message, which then counts as `there` so that the failure is
 * reported.
 */
export const settleFiles = async (
  { documents, files, clock }: Pick<DeliveringOptions, 'documents' | 'files' | 'clock'>,
  message: Message,
): Promise<'there' | 'awaited'> => {
  const awaited = awaitedDigests(message);
  if (awaited.length === 0 || !isPending(message)) return 'there';
  // The device's push has already recorded them, unless a crash came in between.
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
 * Checks repeatedly whether the files of a reply have arrived, in a separate lane so that later messages to the customer are not held up.
 * Storing a file wakes the lane.
 */
export const awaitFiles = (options: DeliveringOptions, messageId: string, arrived: () => void): void => {
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
