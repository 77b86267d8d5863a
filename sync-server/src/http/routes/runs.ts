import { summarizeStored } from '@inbetwin/shared/agents/runs/summarize-run.ts';
import type { RouteInput } from '@inbetwin/shared/contracts/http.ts';
import { findWithin } from '../../sync/bounded-reading.ts';
import type { Handlers } from '../machinery/handler.ts';
import { requireRight } from '../machinery/rights.ts';
import { found } from './lists.ts';

/** Lists, reads, and cancels runs of agents. */
export const runHandlers: Pick<Handlers, 'listRuns' | 'getRun' | 'cancelRun'> = {
  listRuns: async ({ services, caller, query }) => {
    const { documents } = await services.team(caller.teamId);
    const { documents: page, next } = await findWithin(documents.runs.stored, {
      ranges: [{ ...orderOf(query), descending: true }],
      limit: query.limit,
      cursor: query.cursor,
    });
    const items = page.flatMap((stored) => summarizeStored(stored) ?? []);
    return next === undefined ? { items } : { items, next };
  },

  getRun: async ({ services, caller, params }) => {
    const { documents } = await services.team(caller.teamId);
    return found(await documents.runs.get(params.id), 'run');
  },

  cancelRun: async ({ services, caller, params }) => {
    // Whoever stops a run must be able to answer the customer instead.
    requireRight(caller, 'change', 'conversations');
    const team = await services.team(caller.teamId);
    return found(await team.cancelRun({ runId: params.id, userId: caller.userId }), 'run');
  },
};

/** Each filter has its own index in the order of the list. */
const orderOf = ({ state, conversationId }: RouteInput<'listRuns'>['query']) => {
  if (state !== undefined) return { index: ['state', 'updatedAt'], equals: [state] };
  if (conversationId !== undefined) return { index: ['conversationId', 'updatedAt'], equals: [conversationId] };
  return { index: ['updatedAt'], equals: [] };
};
