const MS_DIGITS = 15;
const COUNTER_DIGITS = 4;
const MAX_COUNTER = 36 ** COUNTER_DIGITS - 1;
const MAX_MS = 10 ** MS_DIGITS - 1;
const NODE_START = MS_DIGITS + COUNTER_DIGITS + 2;
/** A received time further ahead than this comes from a wrong clock, which must not spread to other nodes. */
export const MAX_AHEAD_MS = 60_000;

/** Returns the node that a time was made by. */
export const nodeOf = (at: string): string => at.slice(NODE_START);
/** Returns the physical part of a time, in Unix milliseconds. */
export const msOf = (at: string): number => Number(at.slice(0, MS_DIGITS));
const counterOf = (at: string): number => Number.parseInt(at.slice(MS_DIGITS + 1, NODE_START - 1), 36);

const timeOf = (ms: number, counter: number, node: string): string => {
  const digits = String(Math.min(Math.max(0, Math.trunc(ms)), MAX_MS)).padStart(MS_DIGITS, '0');
  return `${digits}-${counter.toString(36).padStart(COUNTER_DIGITS, '0')}-${node}`;
};

/** Returns the same time as made by another node. */
export const ofNode = (at: string, node: string): string => at.slice(0, NODE_START) + node;

/** Returns the smallest later time of the same node. */
export const nextAfter = (at: string): string => {
  const counter = counterOf(at);
  return counter < MAX_COUNTER ? timeOf(msOf(at), counter + 1, nodeOf(at)) : timeOf(msOf(at) + 1, 0, nodeOf(at));
};

/** A clock of one node; its times are strings that sort in chronological order. */
export type HybridClock = {
  /** Returns a time later than every time that this clock has given or witnessed. */
  next(): string;
  /**
   * Call it with every time that is received. A time more than 60 s ahead of `now` is not adopted, unless it is this
   * node's own.
   */
  witness(at: string): void;
};

/**
 * Creates a hybrid logical clock (Kulkarni et al. 2014, "Logical Physical Clocks"): its times are close to the wall
 * clock and never earlier than anything that this node knew. `node` has 1 to 60 characters without spaces and belongs
 * to only one device (or is `server`).
 */
export const createHybridClock = ({
  now,
  node,
}: {
  readonly now: () => number;
  readonly node: string;
}): HybridClock => {
  let last = timeOf(0, 0, node);
  return {
    next: () => {
      const physical = timeOf(now(), 0, node);
      last = physical > last ? physical : nextAfter(last);
      return last;
    },
    witness: (at) => {
      if (nodeOf(at) !== node && msOf(at) > now() + MAX_AHEAD_MS) return;
      const own = ofNode(at, node);
      if (own > last) last = own;
    },
  };
};
