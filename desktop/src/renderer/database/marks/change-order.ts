import { now } from 'rxdb/plugins/utils';
import { openLocalDocument } from '../local-document.ts';
import type { WorkspaceDatabase } from '../workspace-collections.ts';

/** Assigns times in ms to changes made on this device. They increase across restarts, even if the system clock is set back in between. */
export type ChangeOrder = {
  next(): number;
  /** Saves the last assigned time for the next start. */
  keep(): Promise<void>;
};

/** The step by which RxDB orders changes within one millisecond. */
const STEP = 0.01;

/** Opens the clock of a workspace. */
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
