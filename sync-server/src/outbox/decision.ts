import { workSchema } from '@inbetwin/shared/entities/work.ts';
import type { Change } from '@inbetwin/shared/ports/document-store.ts';
import { withAttempts } from './attempts.ts';
import { type AnsweringOptions, laneKeyOf } from './options.ts';

/** Resumes the run that waited for a person's decision about a tool call, when it is its conversation's turn. */
export const handleDecision = (options: AnsweringOptions, change: Change, release: () => void): void => {
  const { lanes, log, teamId, runs, signal } = options;
  const parsed = change.deleted ? undefined : workSchema.safeParse(change.body);
  if (parsed?.success === false) log.error({ teamId, workId: change.id }, 'A stored work item does not fit');
  const { approval, conversationId, state } = parsed?.data ?? {};
  if (!approval || conversationId === undefined || (state !== 'approved' && state !== 'refused')) {
    release();
    return;
  }
  const attempt = async () => {
    await runs.resume(approval.runId, { signal });
    release();
    return 'done' as const;
  };
  const job = { what: 'resume', messageId: approval.runId, attempt, giveUp: async () => undefined, abandoned: release };
  lanes.running.add(laneKeyOf(teamId, conversationId), withAttempts(job, options));
};
