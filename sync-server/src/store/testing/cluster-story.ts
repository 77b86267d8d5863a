import fc from 'fast-check';
import type { NodeCommands } from './fake-couch-nodes.ts';

const events = ['kill', 'cutOff', 'slow', 'heal', 'nothing', 'nothing'] as const;
const SLOW_MS = 15;

/** What happens to the nodes of a cluster, step by step, and the seed of its latencies. */
export type ClusterStory = {
  readonly seed: number;
  readonly steps: readonly { readonly event: (typeof events)[number]; readonly node: number }[];
};

/** Stories of three nodes. */
export const clusterStories: fc.Arbitrary<ClusterStory> = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  steps: fc.array(fc.record({ event: fc.constantFrom(...events), node: fc.nat(2) }), { minLength: 4, maxLength: 6 }),
});

export const happen = (nodes: NodeCommands, { event, node }: ClusterStory['steps'][number]): void => {
  if (event === 'kill') nodes.kill(node);
  if (event === 'cutOff') nodes.cutOff(node);
  if (event === 'slow') nodes.slow(node, SLOW_MS);
  if (event === 'heal') nodes.heal();
};
