import { now } from 'rxdb/plugins/utils';
import { openLocalDocument } from '../local-document.ts';
import type { WorkspaceDatabase } from '../workspace-collections.ts';

/** When changes are made here, ms: it rises across restarts, though the device's clock may be put back between them. */
export type ChangeOrder = {
  next(): number;
  /** What was given out so far is known after the next start. */
  keep(): Promise<void>;
};

/** As RxDB tells moments of one millisecond apart. */
const STEP = 0.01;

export const openChangeOrder = async (database: WorkspaceDatabase): Promise<ChangeOrder> => {
  const kept = openLocalDocument<{ readonly until: number }>(database, 'change-order');
  let last = (await kept.read())?.until ?? 0;
  let saved = last;
  return {
    next: () => {
      last = Math.max(now(), last + STEP);
      return last;
    },
    keep: async () => {
      if (last === saved) return;
      const until = last;
      await kept.change((current) => ({ until: Math.max(current?.until ?? 0, until) }));
      saved = until;
    },
  };
};
