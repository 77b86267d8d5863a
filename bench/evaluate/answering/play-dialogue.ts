import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ChatMessage, historySchema, VISITOR_HEADER } from '@inbetwin/bot/widget/protocol.ts';
import { isAbout } from '@inbetwin/shared/agents/runs/run-steps.ts';
import { webChatKind } from '@inbetwin/shared/channels/web-chat.ts';
import { contactIdOf, conversationIdOf, messageIdOf } from '@inbetwin/shared/conversations/ids.ts';
import type { Language } from '@inbetwin/shared/entities/declaring/fields.ts';
import type { AnswerDialogue, Card } from './answer-set.ts';
import type { Heard } from './judge-turn.ts';
import type { BusinessServer } from './open-business.ts';
import { readCard } from './read-card.ts';

/** What a message led to, and the customer's card before and after it. */
export type PlayedTurn = Heard & { readonly before: Card; readonly after: Card };

/** Writes the messages of a customer to the chat, each once the run about the one before it is over. */
export const playDialogue = async (
  server: BusinessServer,
  { language, turns }: Pick<AnswerDialogue, 'language'> & { readonly turns: readonly { readonly text: string }[] },
): Promise<readonly PlayedTurn[]> => {
  const visitor = openVisitor(server, language);
  const played: PlayedTurn[] = [];
  let known: readonly ChatMessage[] = [];
  let [matters, before] = [await mattersOf(server, visitor), await cardOf(server, visitor)];
  for (const { text } of turns) {
    const id = randomUUID();
    await visitor.write(id, text);
    await untilOver(server, { id, visitor });
    const history = await visitor.read();
    const replies = history.filter(({ from, id }) => from !== 'visitor' && !known.some((one) => one.id === id));
    known = history;
    const [next, after] = [await mattersOf(server, visitor), await cardOf(server, visitor)];
    played.push({
      reply: replies.map((reply) => reply.text).join('\n'),
      quotes: replies.some(({ sources }) => sources.length > 0),
      withPerson: next.length > 0,
      called: next.some((matter) => !matters.includes(matter)),
      before,
      after,
    });
    [matters, before] = [next, after];
  }
  return played;
};

type Visitor = ReturnType<typeof openVisitor>;

/** A browser of its own, at an address of its own. */
const openVisitor = ({ url, slug }: BusinessServer, language: Language) => {
  const secret = randomBytes(16).toString('hex');
  const chatId = createHash('sha256').update(secret).digest('hex').slice(0, 32);
  const [a, b] = randomBytes(2);
  const headers = {
    [VISITOR_HEADER]: secret,
    'accept-language': language,
    'x-forwarded-for': `10.${a}.${b}.${randomBytes(1)[0]}`,
  };
  const address = `${url}/chat/${slug}/messages`;
  return {
    chatId,
    write: async (id: string, text: string): Promise<void> => {
      const body = JSON.stringify({ id, text });
      const sent = { ...headers, 'content-type': 'application/json' };
      const response = await fetch(address, { method: 'POST', headers: sent, body });
      if (response.status !== 201) throw new Error(`The chat answered ${response.status}: ${await response.text()}`);
    },
    read: async (): Promise<readonly ChatMessage[]> => {
      const response = await fetch(address, { headers });
      return historySchema.parse(await response.json()).messages;
    },
  };
};

const placeOf = ({ chatId }: Visitor) => ({ channel: webChatKind.kind, account: webChatKind.account, chatId });

const contactOf = ({ chatId }: Visitor): string => contactIdOf(webChatKind.kind, webChatKind.account, chatId);

/** What a person has of the conversation: the whole of it, a question handed over, work. */
const mattersOf = async ({ documents }: BusinessServer, visitor: Visitor): Promise<readonly string[]> => {
  const conversation = await documents.conversations.get(conversationIdOf(placeOf(visitor)));
  const query = { index: ['contactId', 'kind', 'state', 'dueAt'], equals: [contactOf(visitor)], limit: 100 };
  const { items } = await documents.work.find(query);
  const work = items.filter(({ kind, state }) => state === 'open' && kind !== 'follow-up').map(({ id }) => id);
  if (!conversation) return work;
  const { mode, handover } = conversation;
  return [...(mode === 'agent' ? [] : [mode]), ...(handover ? [`handover ${handover.at}`] : []), ...work];
};

const cardOf = async ({ documents, now, offsetMs }: BusinessServer, visitor: Visitor): Promise<Card> => {
  const twin = await documents.twins.get(contactOf(visitor));
  return readCard(twin?.facts ?? [], now + offsetMs);
};

const LIMIT_MS = 90_000;
const POLL_MS = 5;
const LATEST_RUNS = 3;

/** Waits until the run about a message has ended, or waits for a person. */
const untilOver = async (
  { documents }: BusinessServer,
  { id, visitor }: { readonly id: string; readonly visitor: Visitor },
): Promise<void> => {
  const place = placeOf(visitor);
  const messageId = messageIdOf(place, id);
  const query = { index: ['conversationId', 'updatedAt'], equals: [conversationIdOf(place)], descending: true };
  for (let waited = 0; waited < LIMIT_MS; waited += POLL_MS) {
    const { items } = await documents.runs.find({ ...query, limit: LATEST_RUNS });
    if (items.some((run) => isAbout(run, messageId) && run.state !== 'running')) return;
    await sleep(POLL_MS);
  }
  throw new Error(`No run about ${messageId} ended within ${LIMIT_MS / 1000} s.`);
};
