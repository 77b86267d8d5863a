import { untilAborted } from '@inbetwin/shared/timing/until-heard.ts';
import { isHidden, untilThawed, watchFreezing } from '../../base/page-life.ts';
import type { Workspace } from '../../database/workspace-database.ts';

/** What the leader election depends on. */
export type LeadershipParts = {
  readonly database: Pick<Workspace['database'], 'name' | 'multiInstance' | 'waitForLeadership'>;
  readonly signal: AbortSignal;
  /** Must end soon after its signal aborts; another tab may already have started by then. */
  readonly lead: (signal: AbortSignal) => Promise<void>;
  readonly livenessCheck?: LivenessCheck;
};

/** How often a visible tab checks whether the leader is alive, and how many answers may be missing. */
type LivenessCheck = { readonly askMs: number; readonly missing: number };

const usualLivenessCheck: LivenessCheck = { askMs: 3_000, missing: 4 };

/**
 * Runs `lead` in one tab at a time until `signal` aborts, and resolves when it has ended in this tab. The browser passes leadership on when
 * a tab closes or crashes; a tab that is frozen gives it up, and one that hangs is deposed.
 */
export const leadInTurn = async (parts: LeadershipParts): Promise<void> => {
  const { database, signal, lead } = parts;
  if (!database.multiInstance) return lead(signal);
  if (typeof navigator === 'undefined' || !navigator.locks) {
    // Web Locks exist only in secure contexts; without them, RxDB's message-based election is used, in which a leader leads until it
    // closes.
    await Promise.race([database.waitForLeadership(), untilAborted(signal)]);
    return signal.aborted ? undefined : lead(signal);
  }
  let depose = false;
  while (!signal.aborted) {
    depose = await takeTurn(parts, depose);
    await untilThawed(signal);
  }
};

/** Waits for leadership and holds it; resolves when it is over, to whether the previous leader hangs. */
const takeTurn = async (parts: LeadershipParts, depose: boolean): Promise<boolean> => {
  const name = `inbetwin.leader.${parts.database.name}`;
  const ending = new AbortController();
  const over = AbortSignal.any([parts.signal, ending.signal]);
  const channel = new BroadcastChannel(name);
  let isHanging = false;
  const stopAsking = askForLeader(channel, parts.livenessCheck ?? usualLivenessCheck, () => {
    isHanging = true;
    ending.abort();
  });
  let leading: Promise<void> | undefined;
  let letGo: () => void = () => undefined;
  const frozen = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  // A frozen page runs nothing, so it could not release leadership. It must not start shutting down either, because an unfinished database
  // operation would stay open and block the other tabs.
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
    // The wait was ended here, or another tab took over.
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

/** Calls `onHanging` when the leader has missed too many answers while this page was visible. */
const askForLeader = (
  channel: BroadcastChannel,
  { askMs, missing }: LivenessCheck,
  onHanging: () => void,
): (() => void) => {
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
