import { replyOf } from '@inbetwin/shared/agents/diff-runs.ts';
import type { Handlers } from './handler.ts';
import { found } from './lists.ts';

export const agentHandlers: Pick<Handlers, 'testAgent'> = {
  testAgent: async ({ services, caller, params, body }) => {
    const { config, runId, message = '', language = 'ru' } = body;
    const team = await services.team(caller.teamId);
    const about = runId === undefined ? { text: message, language } : { runId };
    const run = found(await team.testAgent({ name: params.id, config, about }), 'agent or run');
    const reply = replyOf(run);
    return { run, ...(reply && { reply: { answer: reply.text, citations: [...reply.citations] } }) };
  },
};
