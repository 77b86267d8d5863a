import { agents as builtIn } from '@inbetwin/shared/agents/registry.ts';
import type { TypedMessage } from '@inbetwin/shared/agents/replay/replay-message.ts';
import type { ReplayWatcher } from '@inbetwin/shared/agents/replay/replay-run.ts';
import type { createTeamRuns } from '@inbetwin/shared/agents/runs/team-runs.ts';
import { isOfTeam } from '@inbetwin/shared/agents/team/agent-configs.ts';
import { readAgentConfigs, teamAgents } from '@inbetwin/shared/agents/team/team-agents.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import type { AgentConfig } from '@inbetwin/shared/entities/setting-kinds/agent.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { withTimeLimit } from '@inbetwin/shared/tools/time-limit.ts';

/** A draft configuration of an agent, and the run or message to test it with. */
export type AgentTest = {
  readonly name: string;
  readonly config: AgentConfig;
  readonly about: { readonly runId: string } | TypedMessage;
};

/** Who waits for the test's result. */
export type TestAudience = {
  /** Aborts when nobody waits for the result anymore. */
  readonly signal: AbortSignal;
  readonly watcher?: ReplayWatcher | undefined;
};

type Dependencies = {
  readonly documents: TeamDocuments;
  readonly runs: Pick<ReturnType<typeof createTeamRuns>, 'replay'>;
};

/** As long as a person is willing to wait. */
const TEST_MS = 90_000;

/**
 * Simulates what the team's agents would do if one of them had the draft configuration; undefined if the agent or the run does not exist.
 */
export const testAgent = async (
  { documents, runs }: Dependencies,
  { name, config, about }: AgentTest,
  { signal, watcher }: TestAudience,
): Promise<Run | undefined> => {
  if (!Object.hasOwn(builtIn, name) && !isOfTeam(name, config, builtIn)) return undefined;
  const played = 'runId' in about ? await documents.runs.get(about.runId) : about;
  if (!played) return undefined;
  const configs = new Map([...(await readAgentConfigs(documents)), [name, config]]);
  const agents = teamAgents(configs, builtIn);
  return withTimeLimit((limited) => runs.replay(played, agents, { signal: limited, watcher }), {
    ms: TEST_MS,
    signal,
    what: 'The test',
  });
};
