import type { Handlers } from '../machinery/handler.ts';
import { requireRight } from '../machinery/rights.ts';
import { found } from './lists.ts';

export const runHandlers: Pick<Handlers, 'cancelRun'> = {
  cancelRun: async ({ services, caller, params }) => {
    // Whose run is stopped has to answer the customer.
    requireRight(caller, 'change', 'conversations');
    const team = await services.team(caller.teamId);
    return found(await team.cancelRun({ runId: params.id, userId: caller.userId }), 'run');
  },
};
