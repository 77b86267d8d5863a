import type { FakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { conversationIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { textWithSources } from '@inbetwin/shared/conversations/messages/name-sources.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { expect, vi } from 'vitest';
import type { ApiClient } from './api-client.ts';

/** Each is answered from the sample knowledge with another sentence. */
const questions = [
  'Сколько стоит аренда лофта в час?',
  'Сколько гостей вмещает шатёр?',
  'Сколько стоит банкет на гостя?',
  'Есть ли парковка у лофта?',
  'Когда возвращается предоплата при отмене?',
  'Есть ли трансфер от метро?',
  'Можно ли прийти с детьми?',
  'Сколько стоит ведущий на вечер?',
  'Можно ли привезти свой алкоголь?',
  'Делаете ли вы оформление цветами?',
];

/** What a customer writes. */
export type Writing = { readonly chatId: number; readonly text: string };

/** Messages of customers who take turns; the chats are numbered from 1. */
export const writeScript = (messages: number, chats: number): readonly Writing[] =>
  Array.from({ length: messages }, (_, index) => ({
    chatId: 1 + (index % chats),
    text: questions[(index + Math.floor(index / chats)) % questions.length] ?? '',
  }));

/** Waits until every chat has its answers, and checks that each message is there once, in order, with one answer. */
export const expectAllAnswered = async (
  api: ApiClient,
  telegram: FakeTelegram,
  script: readonly Writing[],
): Promise<void> => {
  const chats = new Set(script.map(({ chatId }) => chatId));
  for (const chatId of chats) {
    const asked = script.filter((message) => message.chatId === chatId).map(({ text }) => text);
    await vi.waitFor(
      async () => {
        const messages = await messagesOf(api, chatId);
        const replies = messages.filter(({ direction }) => direction === 'outbound');
        expect(messages.length - replies.length).toBe(asked.length);
        expect(replies.map(({ delivery }) => delivery.state)).toEqual(replies.map(() => 'sent'));
        expect(replies.at(-1)?.inReplyTo).toBe(messages.findLast(({ direction }) => direction === 'inbound')?.id);
      },
      { timeout: 60_000, interval: 100 },
    );
    expectConversation(await messagesOf(api, chatId), asked, telegram.sent(chatId));
  }
  await expectOneLeadPerChat(api, [...chats]);
};

const conversationOf = (chatId: number) =>
  conversationIdOf({ channel: 'telegram', account: '4200', chatId: String(chatId) });

/** The newest messages of a chat, oldest first. */
export const messagesOf = async (api: ApiClient, chatId: number): Promise<readonly Message[]> =>
  (await api('listMessages', { params: { id: conversationOf(chatId) }, query: { limit: '200' } })).items;

const expectConversation = (
  messages: readonly Message[],
  asked: readonly string[],
  sent: readonly { readonly text: string }[],
) => {
  const inbound = messages.filter(({ direction }) => direction === 'inbound');
  const replies = messages.filter(({ direction }) => direction === 'outbound');
  expect(inbound.map(({ text }) => text)).toEqual(asked);
  // What waited while the server was down, or was written in one go, has one answer: to the last of it.
  const answered = new Set(replies.map(({ inReplyTo }) => inReplyTo));
  expect(replies.map(({ inReplyTo }) => inReplyTo)).toEqual(
    inbound.map(({ id }) => id).filter((id) => answered.has(id)),
  );
  // Telegram cannot tell a repeated send, so each crash between sending and noting it may show one text once more, in a row.
  const seen = sent.map(({ text }) => text).filter((text, index, all) => text !== all[index - 1]);
  expect(seen).toEqual(replies.map(textWithSources));
  const inDoubt = replies.filter(({ delivery }) => delivery.resent).map(({ delivery }) => delivery.attempts - 1);
  expect(sent.length - seen.length).toBeLessThanOrEqual(inDoubt.reduce((sum, attempts) => sum + attempts, 0));
};

const expectOneLeadPerChat = async (api: ApiClient, chats: readonly number[]) => {
  const items: Lead[] = [];
  let cursor: string | undefined;
  do {
    const page = await api('listLeads', { query: { limit: '200', ...(cursor !== undefined && { cursor }) } });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  const ofChats = items.filter(({ conversationId }) => conversationId?.startsWith('telegram:4200:'));
  expect(ofChats.map(({ conversationId }) => conversationId).sort()).toEqual(chats.map(conversationOf).sort());
};
