import type { Agents } from '@inbetwin/shared/agents/agent.ts';
import { agents as builtIn } from '@inbetwin/shared/agents/registry.ts';
import type { TypedMessage } from '@inbetwin/shared/agents/replay-message.ts';
import { configure, readTeamAgents } from '@inbetwin/shared/agents/team-agents.ts';
import type { createTeamRuns } from '@inbetwin/shared/agents/team-runs.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import type { AgentConfig } from '@inbetwin/shared/entities/setting.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { withTimeLimit } from '@inbetwin/shared/tools/time-limit.ts';

export type AgentTest = {
  readonly name: string;
  readonly config: AgentConfig;
  readonly about: { readonly runId: string } | TypedMessage;
};

type Dependencies = {
  readonly documents: TeamDocuments;
  readonly runs: Pick<ReturnType<typeof createTeamRuns>, 'replay'>;
};

/** As long as a person waits for it. */
const TEST_MS = 90_000;
const never = new AbortController().signal;

/** What the team's agents would do if one of them were as in the draft; undefined for an agent or a run that is not there. */
export const testAgent = async (
  { documents, runs }: Dependencies,
  { name, config, about }: AgentTest,
): Promise<Run | undefined> => {
  if (!Object.hasOwn(builtIn, name)) return undefined;
  const played = 'runId' in about ? await documents.runs.get(about.runId) : about;
  if (!played) return undefined;
  const agents = withDraft(await readTeamAgents(documents, builtIn), name, config);
  return withTimeLimit((signal) => runs.replay(played, agents, signal), {
    ms: TEST_MS,
    signal: never,
    what: 'The test',
  });
};

/** In the order of the built-in ones, which says who answers first. */
const withDraft = (team: Agents, draft: string, config: AgentConfig): Agents =>
  Object.fromEntries(
    Object.entries(builtIn).flatMap(([name, agent]) => {
      const own = name === draft ? (config.enabled === false ? undefined : configure(agent, config)) : team[name];
      return own ? [[name, own]] : [];
    }),
  );
