import { untilAborted } from '@inbetwin/shared/timing/until-heard.ts';
import { isHidden, untilThawed, watchFreezing } from '../../base/page-life.ts';
import type { Workspace } from '../../database/workspace-database.ts';

export type LeadershipParts = {
  readonly database: Pick<Workspace['database'], 'name' | 'multiInstance' | 'waitForLeadership'>;
  readonly signal: AbortSignal;
  /** Must end soon after its own signal aborts; another tab may have begun by then. */
  readonly lead: (signal: AbortSignal) => Promise<void>;
  readonly patience?: Patience;
};

/** How often a tab that somebody looks at asks whether the leader is alive, and how many answers may be missing. */
type Patience = { readonly askMs: number; readonly missing: number };

const usualPatience: Patience = { askMs: 3_000, missing: 4 };

/**
 * Runs `lead` in one tab at a time until `signal` aborts, and resolves when it has ended here. The browser gives the lead
 * on when a tab closes or crashes; one that is frozen gives it up itself, and one that hangs is deposed.
 */
export const leadInTurn = async (parts: LeadershipParts): Promise<void> => {
  const { database, signal, lead } = parts;
  if (!database.multiInstance) return lead(signal);
  if (typeof navigator === 'undefined' || !navigator.locks) {
    // Only pages of secure addresses have locks; RxDB's election goes by messages, and a leader leads until it closes.
    await Promise.race([database.waitForLeadership(), untilAborted(signal)]);
    return signal.aborted ? undefined : lead(signal);
  }
  let depose = false;
  while (!signal.aborted) {
    depose = await takeTurn(parts, depose);
    await untilThawed(signal);
  }
};

/** Waits for the lead and holds it; resolves when it is over, with whether the leader that was waited for hangs. */
const takeTurn = async (parts: LeadershipParts, depose: boolean): Promise<boolean> => {
  const name = `inbetwin.leader.${parts.database.name}`;
  const ending = new AbortController();
  const over = AbortSignal.any([parts.signal, ending.signal]);
  const channel = new BroadcastChannel(name);
  let isHanging = false;
  const stopAsking = askForLeader(channel, parts.patience ?? usualPatience, () => {
    isHanging = true;
    ending.abort();
  });
  let leading: Promise<void> | undefined;
  let letGo: () => void = () => undefined;
  const frozen = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  // A frozen page runs nothing: it could not let the next one lead. Nor may it begin to end its work, for what it then had
  // begun in the database would stay open and keep the others waiting.
  const unwatch = watchFreezing(() => (leading ? letGo() : ending.abort()));

  const hold = async (): Promise<void> => {
    stopAsking();
    if (over.aborted) return;
    channel.onmessage = ({ data }) => data === 'ask' && channel.postMessage('here');
    channel.postMessage('here');
    leading = parts.lead(over);
    await Promise.race([leading, frozen]);
  };

  try {
    await navigator.locks.request(name, depose ? { steal: true } : { signal: over }, hold);
  } catch (error) {
    // The waiting was ended here, or another tab took the lead away.
    if (error !== over.reason && !isAbort(error)) throw error;
  } finally {
    stopAsking();
    await untilThawed(parts.signal);
    ending.abort();
    unwatch();
    channel.close();
  }
  await leading;
  return isHanging;
};

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

/** Calls `onHanging` when the leader has left too much unanswered while somebody looked at this page. */
const askForLeader = (channel: BroadcastChannel, { askMs, missing }: Patience, onHanging: () => void): (() => void) => {
  let unanswered = 0;
  channel.onmessage = ({ data }) => {
    if (data === 'here') unanswered = 0;
  };
  const asking = setInterval(() => {
    if (isHidden()) return;
    unanswered += 1;
    if (unanswered > missing) onHanging();
    else channel.postMessage('ask');
  }, askMs);
  return () => clearInterval(asking);
};
