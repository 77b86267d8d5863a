import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FakeTelegram, startFakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { conversationIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { textWithSources } from '@inbetwin/shared/conversations/messages/name-sources.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { afterEach, expect, test, vi } from 'vitest';
import { type ApiClient, signInByLink } from './testing/api-client.ts';
import { createRandom } from './testing/random.ts';
import { type ServerProcess, startServer } from './testing/server-process.ts';

const CHATS = 20;
const MESSAGES = 200;
const KILLS = 10;

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

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

test('killed at random moments, the server loses no message, leaves none without its one answer and keeps their order', async () => {
  const seed = Number(process.env.CRASH_SEED ?? 1);
  process.stdout.write(`crash test: CRASH_SEED=${seed}\n`);
  const random = createRandom(seed);
  const folder = mkdtempSync(path.join(tmpdir(), 'inbetwin-crash-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  const telegram = await startFakeTelegram();
  cleanUps.push(() => telegram.stop());
  const environment = {
    INBETWIN_DATA: folder,
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    AGENT_QUIET_MS: '0',
  };

  const script = Array.from({ length: MESSAGES }, (_, index) => ({
    chatId: 1 + (index % CHATS),
    text: questions[(index + Math.floor(index / CHATS)) % questions.length] ?? '',
  }));
  for (let life = 0; life < KILLS; life++) {
    const server = await startServer(environment);
    const from = Math.floor((life * MESSAGES) / KILLS);
    for (const message of script.slice(from, Math.floor(((life + 1) * MESSAGES) / KILLS))) {
      telegram.customerWrites(message);
      await sleep(random() * 20);
    }
    await sleep(random() * 300);
    await server.stop('SIGKILL');
  }

  const server = await startServer(environment);
  cleanUps.push(() => server.stop());
  await expectAllAnswered(server, telegram, script);
}, 600_000);

const expectAllAnswered = async (
  server: ServerProcess,
  telegram: FakeTelegram,
  script: readonly { readonly chatId: number; readonly text: string }[],
) => {
  const { api } = await signInByLink(server.link);
  for (let chatId = 1; chatId <= CHATS; chatId++) {
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
  await expectOneLeadPerChat(api);
};

const conversationOf = (chatId: number) =>
  conversationIdOf({ channel: 'telegram', account: '4200', chatId: String(chatId) });

const messagesOf = async (api: ApiClient, chatId: number): Promise<readonly Message[]> =>
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

const expectOneLeadPerChat = async (api: ApiClient) => {
  const { items } = await api('listLeads', { query: { limit: '200' } });
  const ofChats = items.filter(({ conversationId }) => conversationId?.startsWith('telegram:4200:'));
  expect(ofChats.map(({ conversationId }) => conversationId).sort()).toEqual(
    Array.from({ length: CHATS }, (_, index) => conversationOf(index + 1)).sort(),
  );
};
