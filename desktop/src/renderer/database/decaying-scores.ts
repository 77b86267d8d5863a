import { pause } from '@inbetwin/shared/timing/pause.ts';
import { untilIdle } from '../base/load-part.ts';
import { readNewestFirst } from './read-newest-first.ts';
import type { Workspace } from './workspace-database.ts';

const HOUR = 3_600_000;

type Waiting = {
  readonly now?: () => number;
  /** Resolves when the page is idle. */
  readonly idle?: () => Promise<void>;
  readonly everyMs?: number;
};

/**
 * Lowers the scores of leads that have been inactive, in workspaces without a server that does it: once at the start, then every hour until
 * `signal` aborts. Such a workspace holds only one person's leads, so they are scanned in slices; an index would slow down every write on
 * every device.
 */
export const followScoreDecay = async (
  workspace: Workspace,
  signal: AbortSignal,
  { now = Date.now, idle = untilIdle, everyMs = HOUR }: Waiting = {},
): Promise<void> => {
  while (!signal.aborted) {
    await idle();
    await renewDueScores(workspace, signal, { now, idle });
    await pause(everyMs, signal);
  }
};

const renewDueScores = async (
  workspace: Workspace,
  signal: AbortSignal,
  { now, idle }: Required<Pick<Waiting, 'now' | 'idle'>>,
): Promise<void> => {
  if (signal.aborted) return;
  for await (const leads of readNewestFirst(workspace.collections.leads)) {
    for (const { id, contactId, conversationId } of leads.filter(({ scoreDueAt = Infinity }) => scoreDueAt <= now())) {
      await idle();
      // The code that analyzes messages is a tenth of the script, so it is loaded only when a score is due.
      const { renewScore } = await import('@inbetwin/shared/leads/renew-scores.ts');
      if (signal.aborted) return;
      const lead = { id, contactId, ...(conversationId !== undefined && { conversationId }) };
      await renewScore(workspace.documents, lead, now());
    }
    await idle();
    if (signal.aborted) return;
  }
};
