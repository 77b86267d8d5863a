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
 * Asks the run to end, and gives its conversation to who asked. What is under way comes to its end first, so the answer may
 * still be running. One that has ended comes back as it is; undefined when there is none.
 */
export const cancelRun = async (
  { documents, runs, clock }: Dependencies,
  { runId, userId }: Cancellation,
): Promise<Run | undefined> => {
  // The time stays: it tells the run that nobody else advances it.
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
    // Whoever goes on with it at this moment reads that it was cancelled.
    if (!hasCode(error, 'document.conflict')) throw error;
  }
};
