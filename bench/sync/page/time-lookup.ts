import { openWorkspace } from '../../../desktop/src/renderer/database/workspace-database.ts';
import { createLeadRoster, type LeadRoster } from '../../../desktop/src/renderer/features/leads/lead-roster.ts';
import type { LeadView } from '../../../desktop/src/renderer/features/leads/lead-rows.ts';

/** Milliseconds. */
export type LookupTimes = {
  /** From the first such view of an opened table until all leads have been scanned. */
  readonly first: number;
  /** Each later view, by name. */
  readonly later: Readonly<Record<string, number>>;
};

const ROWS = 100;

const byText: LeadView = { stage: 'all', text: 'customer 777', sort: 'updated', descending: true };
const byName: LeadView = { stage: 'all', text: '', sort: 'title', descending: false };
const byAmount: LeadView = { stage: 'won', text: '', sort: 'amount', descending: true };

/**
 * Reads the leads' table in orders that no index supports: it scans all leads once, then answers from memory as long as
 * it is open.
 */
export const timeLookup = async (leads: number): Promise<LookupTimes> => {
  const workspace = await openWorkspace({ name: 'big', multiInstance: false });
  const failed = Promise.withResolvers<never>();
  const started = performance.now();
  const roster = createLeadRoster({ ...workspace.collections, onFailure: failed.reject });
  await Promise.race([complete(roster), failed.promise]);
  await find(roster, byText);
  const first = performance.now() - started;
  if (roster.state().read !== leads) throw new Error(`${roster.state().read} leads were read in place of ${leads}.`);

  const later = {
    text: await find(roster, byText),
    name: await find(roster, byName),
    amount: await find(roster, byAmount),
  };
  roster.stop();
  await workspace.close();
  return { first, later };
};

const complete = (roster: LeadRoster): Promise<void> =>
  new Promise((resolve) => {
    const unsubscribe = roster.subscribe(() => {
      if (!roster.state().isComplete) return;
      unsubscribe();
      resolve();
    });
  });

const find = async (roster: LeadRoster, view: LeadView): Promise<number> => {
  const started = performance.now();
  await roster.find(view, ROWS, new AbortController().signal);
  return performance.now() - started;
};
