import { replyOf } from '@inbetwin/shared/agents/replay/diff-runs.ts';
import type { ReplayWatcher } from '@inbetwin/shared/agents/replay/replay-run.ts';
import type { AgentTestProgress } from '@inbetwin/shared/contracts/agents.ts';
import type { Handlers } from '../machinery/handler.ts';
import { found } from './lists.ts';

/** Runs an agent with a draft configuration against a sample message or a past run. */
export const agentHandlers: Pick<Handlers, 'testAgent'> = {
  testAgent: async ({ services, caller, params, body, signal, tell }) => {
    const { config, runId, message = '', language = 'ru' } = body;
    const team = await services.team(caller.teamId);
    const about = runId === undefined ? { text: message, language } : { runId };
    const test = { name: params.id, config, about };
    const run = found(await team.testAgent(test, { signal, watcher: tell && watcherOf(tell) }), 'agent or run');
    const reply = replyOf(run);
    return { run, ...(reply && { reply: { answer: reply.text, citations: [...reply.citations] } }) };
  },
};

const watcherOf = (tell: (told: AgentTestProgress) => void): ReplayWatcher => ({
  onStep: (step) => tell({ type: 'step', step }),
  onText: (agent, delta) => tell({ type: 'text', agent, delta }),
  onRestart: (agent) => tell({ type: 'restart', agent }),
});

/** Queues progress for a slow reader: consecutive text of one agent is merged, and text that a restart made obsolete is dropped. */
export const queueProgress = (
  waiting: readonly AgentTestProgress[],
  told: AgentTestProgress,
): readonly AgentTestProgress[] => {
  if (told.type === 'step') return [...waiting, told];
  const last = waiting.findLast((line) => agentOf(line) === told.agent);
  if (last?.type !== 'text') return [...waiting, told];
  const others = waiting.filter((line) => line !== last);
  return told.type === 'restart'
    ? [...others, told]
    : waiting.map((line) => (line === last ? { ...last, delta: last.delta + told.delta } : line));
};

const agentOf = (told: AgentTestProgress): string => (told.type === 'step' ? told.step.agent : told.agent);
