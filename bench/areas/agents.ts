import { parallelConversations } from '../agents/parallel-conversations.ts';
import { stepOverhead } from '../agents/step-overhead.ts';
import type { BenchArea } from '../bench-area.ts';

/** The cost of our own loop over the embedded on-disk store: models, tools and platforms take no time. */
export const agents: BenchArea = async function* (stage) {
  yield* stepOverhead(stage);
  yield* parallelConversations(stage);
};
