import { randomUUID } from 'node:crypto';
import { quantile } from '@inbetwin/shared/search/metrics.ts';
import { signInByLink } from '@inbetwin/sync-server/testing/api-client.ts';
import type { BenchArea } from '../bench-area.ts';
import { messageIdIn, newVisitor, questionAt, writeToChat } from '../stage/demo-chat.ts';
import { followReplies, type Replies } from '../stage/follow-replies.ts';
import { makeFolder, startBenchServer } from '../stage/start-server.ts';

const CHATS = 20;
/** With 20 chats this is exactly the chat's rate limit per address and minute. */
const MESSAGES_PER_CHAT = 15;

type Timing = { readonly acknowledgedMs: number; readonly repliedMs: number };

/**
 * 20 customers write concurrently, each sending the next question as soon as the last reply is stored. Times are those
 * that the customer and the team's workspace see: until the message is on disk, and until the reply reaches the team's
 * live stream.
 */
export const messages: BenchArea = async function* (stage) {
  const server = await startBenchServer(stage, await makeFolder(stage, 'messages'));
  const { accessToken } = await signInByLink(server.link);
  const replies = await followReplies(server.url, accessToken);
  stage.cleanUp(replies.stop);

  stage.progress(`${CHATS} customers ask ${MESSAGES_PER_CHAT} questions each`);
  const began = performance.now();
  const chats = Array.from({ length: CHATS }, (_, chat) => askInTurn({ url: server.url, replies, chat }));
  const timings = (await Promise.all(chats)).flat();
  const seconds = (performance.now() - began) / 1000;

  const replied = timings.map(({ repliedMs }) => repliedMs);
  const acknowledged = timings.map(({ acknowledgedMs }) => acknowledgedMs);
  yield { name: 'reply-p50', unit: 'ms', value: quantile(replied, 0.5) };
  yield { name: 'reply-p95', unit: 'ms', value: quantile(replied, 0.95) };
  yield { name: 'acknowledge-p50', unit: 'ms', value: quantile(acknowledged, 0.5) };
  yield { name: 'acknowledge-p95', unit: 'ms', value: quantile(acknowledged, 0.95) };
  yield { name: 'answered', unit: 'messages/s', value: timings.length / seconds };
};

type Asking = { readonly url: string; readonly replies: Replies; readonly chat: number };

const askInTurn = async ({ url, replies, chat }: Asking): Promise<readonly Timing[]> => {
  const visitor = newVisitor();
  const timings: Timing[] = [];
  for (let turn = 0; turn < MESSAGES_PER_CHAT; turn++) {
    const message = { id: randomUUID(), text: questionAt(chat + turn) };
    const sentAt = performance.now();
    const [acknowledgedAt, repliedAt] = await Promise.all([
      writeToChat({ url, visitor, message }),
      replies.to(messageIdIn(visitor, message)),
    ]);
    timings.push({ acknowledgedMs: acknowledgedAt - sentAt, repliedMs: repliedAt - sentAt });
  }
  return timings;
};
