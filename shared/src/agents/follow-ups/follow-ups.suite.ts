import { followUpIdOf, replyIdOf } from '../../conversations/ids.ts';
import { openConversation } from '../../conversations/open-conversation.ts';
import { receiveMessage } from '../../conversations/receive.ts';
import type { Message } from '../../entities/message.ts';
import { createRisingClock } from '../../ports/clock.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import { createFixedClock } from '../../testing/fixed-clock.ts';
import { createMemoryStore } from '../../testing/memory-store.ts';
import { createTeam, customerMessage } from '../runs/run.suite.ts';
import type { RunDependencies } from '../runs/session.ts';
import { createFollowUps, type FollowUps } from './follow-ups.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const never = new AbortController().signal;

/** A customer who asked and was answered; noon in Moscow, on a Thursday. */
export const answered = async (options: Partial<RunDependencies> = {}, store: DocumentStore = createMemoryStore()) => {
  const time = createFixedClock();
  const clock = createRisingClock(time, () => 0);
  const team = createTeam({ clock, ...options }, store);
  const { documents } = team;
  const followUps = createFollowUps(team.dependencies);
  let count = 0;
  const hear = async (text: string, chatId = '7') => {
    count += 1;
    const input = customerMessage({ text, chatId, messageId: `m${count}` });
    const { message } = await receiveMessage(documents, input, clock());
    await followUps.heed(message, await openConversation(documents, message));
    return message;
  };
  /** Delivers the answer to the customer. */
  const answer = async (message: Message) => {
    const run = await team.run(message);
    return deliver(replyIdOf(run.id));
  };
  const deliver = async (id: string) => {
    const sent = await documents.messages.update(id, (reply) => ({
      ...reply,
      delivery: { ...reply.delivery, state: 'sent' },
    }));
    if (!sent) throw new Error(`No message ${id}.`);
    await documents.conversations.update(sent.conversationId, (conversation) => ({
      ...conversation,
      lastMessage: { id, text: sent.text, direction: 'outbound', at: sent.createdAt },
    }));
    await followUps.plan(sent, clock());
    return sent;
  };
  const ask = async (text = 'Нужен зал на 80 гостей, какая предоплата?', chatId = '7') => {
    const reply = await answer(await hear(text, chatId));
    return { reply, workId: followUpIdOf('silence', 0, reply.id) };
  };
  return { ...team, clock, time, followUps, hear, answer, deliver, ask };
};
type Answered = Awaited<ReturnType<typeof answered>>;

export const fire = ({ followUps }: { readonly followUps: FollowUps }, workId: string) =>
  followUps.fire(workId, { signal: never });
export const workOf = ({ documents }: Answered, id: string) => documents.work.get(id);
export const followUpsIn = async (team: Answered) =>
  (await team.messages()).filter(({ runId }) => runId?.startsWith('run:work:follow-up:'));
