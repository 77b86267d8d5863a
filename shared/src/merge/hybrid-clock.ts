const MS_DIGITS = 15;
const COUNTER_DIGITS = 4;
const MAX_COUNTER = 36 ** COUNTER_DIGITS - 1;
const MAX_MS = 10 ** MS_DIGITS - 1;
const NODE_START = MS_DIGITS + COUNTER_DIGITS + 2;
/** Times further ahead than this are a wrong clock's, which must not become everybody's. */
export const MAX_AHEAD_MS = 60_000;

export const nodeOf = (at: string): string => at.slice(NODE_START);
export const msOf = (at: string): number => Number(at.slice(0, MS_DIGITS));
const counterOf = (at: string): number => Number.parseInt(at.slice(MS_DIGITS + 1, NODE_START - 1), 36);

const timeOf = (ms: number, counter: number, node: string): string => {
  const digits = String(Math.min(Math.max(0, Math.trunc(ms)), MAX_MS)).padStart(MS_DIGITS, '0');
  return `${digits}-${counter.toString(36).padStart(COUNTER_DIGITS, '0')}-${node}`;
};

/** The same time as told by another node. */
export const ofNode = (at: string, node: string): string => at.slice(0, NODE_START) + node;

/** The very next time of the same node. */
export const nextAfter = (at: string): string => {
  const counter = counterOf(at);
  return counter < MAX_COUNTER ? timeOf(msOf(at), counter + 1, nodeOf(at)) : timeOf(msOf(at) + 1, 0, nodeOf(at));
};

export type HybridClock = {
  /** Behind every time that this clock gave or witnessed. */
  next(): string;
  /** Call with every time that is received. One more than 60 s ahead of `now` is not adopted, unless it is this node's own. */
  witness(at: string): void;
};

/**
 * A hybrid logical clock (Kulkarni et al. 2014, "Logical Physical Clocks"): close to the time of day, and never before
 * something that this node knew. `node` is 1 to 60 characters without spaces, of one device (or `server`) alone.
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
