import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { siteChat } from '@inbetwin/bot/channels/web-chat.ts';
import { type NewMessage, VISITOR_HEADER } from '@inbetwin/bot/widget/protocol.ts';
import { messageIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { quantile } from '@inbetwin/shared/search/metrics.ts';
import { demoTeam } from '@inbetwin/sync-server/demo/demo-team.ts';
import { signInByLink } from '@inbetwin/sync-server/testing/api-client.ts';
import type { BenchArea } from '../bench-area.ts';
import { followReplies, type Replies } from '../stage/follow-replies.ts';
import { makeFolder, startBenchServer } from '../stage/start-server.ts';

const CHATS = 20;
/** With 20 chats just what the chat takes from one address in a minute. */
const MESSAGES_PER_CHAT = 15;

/** Answered from the sample knowledge. */
const questions = [
  'Сколько стоит аренда лофта в час?',
  'How many guests does the marquee hold?',
  'Сколько гостей вмещает шатёр?',
  'What does a standing buffet cost?',
  'Есть ли парковка у лофта?',
  'Can I bring my own wine?',
  'Когда возвращается предоплата при отмене?',
  'How much is the live stream?',
  'Есть ли трансфер от метро?',
  'Is guest parking free?',
  'Сколько стоит ведущий на вечер?',
  'Do you prepare vegetarian menus?',
  'Можно ли привезти свой алкоголь?',
  'How can I move the date?',
  'Делаете ли вы оформление цветами?',
] as const;

type Timing = { readonly acknowledgedMs: number; readonly repliedMs: number };

/**
 * 20 customers write at once, each the next question as soon as the last reply is stored. Times are what the customer
 * and the team's workspace see: until the message is on disk, and until the reply reaches the team's live stream.
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
  const visitor = randomBytes(16).toString('hex');
  const place = { channel: siteChat.kind, account: siteChat.account, chatId: chatIdOf(visitor) };
  const timings: Timing[] = [];
  for (let turn = 0; turn < MESSAGES_PER_CHAT; turn++) {
    const message = { id: randomUUID(), text: questions[(chat + turn) % questions.length] ?? questions[0] };
    const sentAt = performance.now();
    const [acknowledgedAt, repliedAt] = await Promise.all([
      write({ url, visitor, message }),
      replies.to(messageIdOf(place, message.id)),
    ]);
    timings.push({ acknowledgedMs: acknowledgedAt - sentAt, repliedMs: repliedAt - sentAt });
  }
  return timings;
};

/** The server knows a chat by the digest of its visitor's secret. */
const chatIdOf = (visitor: string): string => createHash('sha256').update(visitor).digest('hex').slice(0, 32);

type Writing = { readonly url: string; readonly visitor: string; readonly message: NewMessage };

/** Resolves with the moment at which the server had the message on disk and said so. */
const write = async ({ url, visitor, message }: Writing): Promise<number> => {
  const response = await fetch(`${url}/chat/${demoTeam.slug}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [VISITOR_HEADER]: visitor },
    body: JSON.stringify(message),
  });
  const answeredAt = performance.now();
  const answer = await response.text();
  if (response.status === 201) return answeredAt;
  throw new Error(`The chat answered ${response.status}: ${answer}`);
};
