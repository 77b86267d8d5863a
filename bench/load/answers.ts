import { randomUUID } from 'node:crypto';
import { quantile } from '@inbetwin/shared/search/metrics.ts';
import type { Measurement, Stage } from '../bench-area.ts';
import { messageIdIn, newVisitor, questionAt, writeToChat } from '../stage/demo-chat.ts';
import { followReplies, type Replies } from '../stage/follow-replies.ts';
import type { Loaded } from './ask.ts';
import { sendAtRate } from './open-loop.ts';
import { processorTime } from './processor-time.ts';

const RATE = 50;
const REQUESTS = 400;
/** High enough to measure even a server that cannot keep up. */
const LIMIT_MS = 60_000;

/**
 * Customers who have never written before ask one question each, which the rules answer from the knowledge base.
 * Measures the time until the stored reply reaches the team's live stream.
 */
export const answers = async function* (stage: Stage, loaded: Loaded): AsyncIterable<Measurement> {
  const replies = await followReplies(loaded.server.url, loaded.accessToken, LIMIT_MS);
  stage.cleanUp(replies.stop);
  const question = (at: number) => askAsCustomer(loaded, { replies, at });
  stage.progress(`${RATE} customers' questions a second, ${REQUESTS} of them`);
  await sendAtRate({ rate: RATE / 5, requests: 50 }, question);
  const before = processorTime(loaded.server.pid);
  const times = await sendAtRate({ rate: RATE, requests: REQUESTS }, (at) => question(50 + at));
  const after = processorTime(loaded.server.pid);
  replies.stop();
  yield { name: `answer-${RATE}rps-p95`, unit: 'ms', value: quantile(times, 0.95) };
  yield { name: `answer-${RATE}rps-p50`, unit: 'ms', value: quantile(times, 0.5) };
  if (before === undefined || after === undefined) return;
  yield { name: 'answer-processor', unit: 'ms/answer', value: (after - before) / REQUESTS };
};

type Asking = { readonly replies: Replies; readonly at: number };

const askAsCustomer = async ({ server: { url } }: Loaded, { replies, at }: Asking): Promise<void> => {
  const visitor = newVisitor();
  const message = { id: randomUUID(), text: questionAt(at) };
  const from = `198.51.100.${at % 250}`;
  const replied = replies.to(messageIdIn(visitor, message));
  await Promise.all([writeToChat({ url, visitor, message, from }), replied]);
};
