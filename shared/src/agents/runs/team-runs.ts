import { followUpOf } from '../../conversations/ids.ts';
import type { Message } from '../../entities/message.ts';
import type { Run } from '../../entities/run.ts';
import type { Agents } from '../agent.ts';
import { nothingSpent } from '../budget/limits.ts';
import { createUsage } from '../budget/usage.ts';
import { createFollowUps } from '../follow-ups/follow-ups.ts';
import { createNudges } from '../follow-ups/nudges.ts';
import { replayMessage, type TypedMessage } from '../replay/replay-message.ts';
import { type ReplayWatcher, replayRun } from '../replay/replay-run.ts';
import { type Execution, executeHandedBack, executeRun, resumeRun } from './execute-run.ts';
import type { RunDependencies } from './session.ts';

type Watching = { readonly signal: AbortSignal; readonly watcher?: ReplayWatcher | undefined };

/**
 * Creates the runs of one team in this process: they are notified about one another's conversations and share the day's
 * totals.
 */
export const createTeamRuns = (given: Omit<RunDependencies, 'nudges' | 'usage'>) => {
  const nudges = createNudges();
  const usage = createUsage(given.documents);
  const dependencies: RunDependencies = { ...given, nudges, usage };
  const followUps = createFollowUps(dependencies);
  const { clock } = given;
  return {
    run: (message: Message, execution: Execution): Promise<Run> => executeRun(dependencies, message, execution),
    resume: async (runId: string, execution: Execution): Promise<void> => {
      const followUpId = followUpOf(runId);
      // It may not be due yet: nothing is sent at night.
      if (followUpId !== undefined) {
        await followUps.fire(followUpId, execution);
        return;
      }
      const run = await resumeRun(dependencies, runId, execution);
      // The run saw a person in charge, so a message that they handed back in the meantime is left to a new run.
      if (run?.outcome === 'silent') await executeHandedBack(dependencies, run.conversationId, execution);
    },
    /** Answers what a person handed back unanswered, if the conversation has such a message. */
    runHandedBack: (conversationId: string, execution: Execution): Promise<Run | undefined> =>
      executeHandedBack(dependencies, conversationId, execution),
    nudge: nudges.nudge,
    followUps,
    /**
     * Replays a run, or a message that nobody sent, with these agents. The costs of the models count toward the team's
     * day.
     */
    replay: async (about: Run | TypedMessage, agents: Agents, { signal, watcher }: Watching): Promise<Run> => {
      const { team } = await usage.spentBeside({ id: '', conversationId: '' }, clock());
      const id = `replay:${clock()}`;
      const onStep: ReplayWatcher['onStep'] = (step, run) => {
        // A replay that was stopped has still cost something.
        usage.note({ ...run, id, conversationId: '' });
        watcher?.onStep?.(step, run);
      };
      const spent = { conversation: nothingSpent, team };
      const replaying = { ...given, agents, spent, watcher: { ...watcher, onStep } };
      return 'steps' in about ? replayRun(about, replaying, signal) : replayMessage(about, replaying, signal);
    },
  };
};
