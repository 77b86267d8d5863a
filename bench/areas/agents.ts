import { parallelConversations } from '../agents/parallel-conversations.ts';
import { stepOverhead } from '../agents/step-overhead.ts';
import type { BenchArea } from '../bench-area.ts';

/** What our own loop costs, over the embedded store on disk: the models, tools and platforms in it take no time. */
export const agents: BenchArea = async function* (stage) {
  yield* stepOverhead(stage);
  yield* parallelConversations(stage);
};
