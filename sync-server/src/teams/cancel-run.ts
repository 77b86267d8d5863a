import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { TeamRuns } from '../outbox/options.ts';

type Dependencies = {
  readonly documents: TeamDocuments;
  readonly runs: Pick<TeamRuns, 'resume' | 'nudge'>;
  readonly clock: Clock;
};

type Cancellation = { readonly runId: string; readonly userId: string };

const never = new AbortController().signal;

/**
 * Asks the run to end and hands its conversation to the person who asked. A step in progress is finished first, so the returned run may
 * still be running. A run that has ended is returned unchanged; undefined if it does not exist.
 */
export const cancelRun = async (
  { documents, runs, clock }: Dependencies,
  { runId, userId }: Cancellation,
): Promise<Run | undefined> => {
  // `updatedAt` is kept, because a change of it would tell the run that another process advances it.
  const run = await documents.runs.update(runId, (current) =>
    isOver(current) || current.cancelledBy !== undefined ? current : { ...current, cancelledBy: userId },
  );
  if (!run || isOver(run)) return run;
  await documents.conversations.as(userId).update(run.conversationId, (current) => ({
    ...current,
    mode: 'human',
    assigneeId: userId,
    updatedAt: Math.max(current.updatedAt + 1, clock()),
  }));
  runs.nudge(run.conversationId);
  if (run.state === 'waiting') await resume(runs, runId);
  return (await documents.runs.get(runId)) ?? run;
};

const isOver = ({ state }: Run): boolean => state === 'done' || state === 'failed';

const resume = async (runs: Pick<TeamRuns, 'resume'>, runId: string): Promise<void> => {
  try {
    await runs.resume(runId, { signal: never });
  } catch (error) {
    // Another process that continues the run right now will see the cancellation.
    if (!hasCode(error, 'document.conflict')) throw error;
  }
};
