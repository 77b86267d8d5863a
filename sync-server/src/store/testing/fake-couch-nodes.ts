import { setTimeout as pause } from 'node:timers/promises';

/** What a test does to the nodes of a cluster. */
export type NodeCommands = {
  /** The node answers nobody. What it stored is there when it is started again. */
  kill(node: number): void;
  start(node: number): void;
  /** The node serves its own clients, but does not reach other nodes. */
  cutOff(node: number): void;
  /** Each message to this node takes up to so many milliseconds more. */
  slow(node: number, upToMs: number): void;
  /** Starts, connects and speeds up all nodes. */
  heal(): void;
};

/** The nodes of a cluster and the lines between them. */
export type FakeNodes = NodeCommands & {
  readonly count: number;
  isUp(node: number): boolean;
  /** Nodes that this one reaches, itself first. */
  reachedFrom(node: number): readonly number[];
  /** Resolves when a message has travelled, if it arrives; undefined if the node was gone by then. */
  send<T>(from: number, to: number, work: () => T): Promise<T | undefined>;
};

type NodesOptions = {
  readonly count: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Messages between different nodes take up to so many milliseconds. */
  readonly latencyMs: number;
};

export const createFakeNodes = ({ count, random, latencyMs }: NodesOptions): FakeNodes => {
  const nodes = Array.from({ length: count }, () => ({ isUp: true, isCutOff: false, slowMs: 0 }));
  const reaches = (from: number, to: number): boolean => {
    if (!nodes[from]?.isUp || !nodes[to]?.isUp) return false;
    return from === to || (!nodes[from]?.isCutOff && !nodes[to]?.isCutOff);
  };
  const change = (node: number, changed: Partial<(typeof nodes)[number]>): void => {
    Object.assign(nodes[node] ?? {}, changed);
  };
  const delayOf = (from: number, to: number): number => {
    const upTo = (from === to ? 0 : latencyMs) + (nodes[to]?.slowMs ?? 0);
    return upTo === 0 ? 0 : random() * upTo;
  };

  return {
    count,
    kill: (node) => change(node, { isUp: false }),
    start: (node) => change(node, { isUp: true }),
    cutOff: (node) => change(node, { isCutOff: true }),
    slow: (node, slowMs) => change(node, { slowMs }),
    heal: () => {
      for (const node of nodes.keys()) change(node, { isUp: true, isCutOff: false, slowMs: 0 });
    },
    isUp: (node) => nodes[node]?.isUp === true,
    reachedFrom: (node) => {
      const others = [...nodes.keys()].filter((other) => other !== node && reaches(node, other));
      return nodes[node]?.isUp ? [node, ...others] : others;
    },
    send: async (from, to, work) => {
      const delay = delayOf(from, to);
      if (delay > 0) await pause(delay);
      return reaches(from, to) ? work() : undefined;
    },
  };
};
