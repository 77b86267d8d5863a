import { setTimeout as sleep } from 'node:timers/promises';
import { type FakeTelegram, startFakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import type { DomainEvent } from '@inbetwin/shared/contracts/events.ts';
import { conversationIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type ApiClient, signInByLink } from '../testing/api-client.ts';
import { makeFolder } from '../testing/make-folder.ts';
import { createRandom } from '../testing/random.ts';
import { type ServerProcess, startServer } from '../testing/server-process.ts';
import { startForTest } from '../testing/start-for-test.ts';
import { hearEvents } from './testing/hear-events.ts';
import { startRabbit } from './testing/start-rabbit.ts';

const CHATS = 8;
const PER_LIFE = 16;
const LIVES = 5;

const begin = async () => {
  const [rabbit, telegram] = await Promise.all([startRabbit(), startFakeTelegram()]);
  onTestFinished(() => telegram.stop());
  const environment = {
    INBETWIN_DATA: makeFolder(),
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    AMQP_URL: rabbit.url,
  };
  return { rabbit, telegram, environment, heard: await hearEvents(rabbit.url) };
};

const write = (telegram: FakeTelegram, from: number, to: number) => {
  for (let at = from; at < to; at++) {
    telegram.customerWrites({ chatId: 1 + (at % CHATS), text: `Сколько стоит аренда лофта в час? (${at})` });
  }
};

const messagesOf = async (api: ApiClient, chatId: number) => {
  const id = conversationIdOf({ channel: 'telegram', account: '4200', chatId: String(chatId) });
  return (await api('listMessages', { params: { id }, query: { limit: '200' } })).items;
};

const allMessages = async (server: ServerProcess) => {
  const { api } = await signInByLink(server.link);
  return async () => {
    const chats = Array.from({ length: CHATS }, (_, index) => messagesOf(api, index + 1));
    return (await Promise.all(chats)).flat();
  };
};

const healthOf = async (server: ServerProcess): Promise<unknown> => (await fetch(`${server.url}/health`)).json();

/** Each fact of the stored messages was told, and the events of each lead lead from its creation to its last score. */
const expectAllTold = async (
  heard: readonly DomainEvent[],
  read: Awaited<ReturnType<typeof allMessages>>,
  count: number,
) => {
  await vi.waitFor(
    async () => {
      const messages = await read();
      const inbound = messages.filter(({ direction }) => direction === 'inbound');
      expect(inbound).toHaveLength(count);
      const last = new Map(inbound.map(({ conversationId, id }) => [conversationId, id]));
      const answered = new Set(messages.map(({ inReplyTo }) => inReplyTo));
      expect([...last.values()].filter((id) => !answered.has(id))).toEqual([]);
      const sent = messages.filter(({ delivery }) => delivery.state === 'sent');
      expect(sent).toHaveLength(messages.length - count);
      expect(toldOf(heard, 'message.received')).toEqual(new Set(inbound.map(({ id }) => id)));
      expect(toldOf(heard, 'message.sent')).toEqual(new Set(sent.map(({ id }) => id)));
      expect(toldOf(heard, 'lead.created').size).toBe(CHATS);
    },
    { timeout: 90_000, interval: 200 },
  );
  for (const id of toldOf(heard, 'lead.created')) expectInOrder(heard.filter(({ entity }) => entity.id === id));
};

const toldOf = (heard: readonly DomainEvent[], type: DomainEvent['type']) =>
  new Set(heard.filter((event) => event.type === type).map(({ entity }) => entity.id));

const expectInOrder = (repeated: readonly DomainEvent[]) => {
  const events = [...new Map(repeated.map((event) => [event.id, event])).values()];
  expect(events[0]?.type).toBe('lead.created');
  let score = events[0]?.type === 'lead.created' ? events[0].data.score : undefined;
  for (const event of events.slice(1)) {
    if (event.type !== 'lead.scored') continue;
    expect(event.data.from).toBe(score);
    score = event.data.to;
  }
};

test('a server that is killed at random moments tells each event at least once, those of a document in order', async () => {
  const seed = Number(process.env.CRASH_SEED ?? 1);
  const random = createRandom(seed);
  const { telegram, environment, heard } = await begin();
  for (let life = 0; life < LIVES; life++) {
    const server = await startServer(environment);
    write(telegram, life * PER_LIFE, (life + 1) * PER_LIFE);
    await sleep(random() * 1500);
    await server.stop('SIGKILL');
  }
  await expectAllTold(heard, await allMessages(await startForTest(environment)), LIVES * PER_LIFE);
}, 300_000);

test('while the broker is gone customers are answered and the server says so; afterwards everything is told', async () => {
  const { rabbit, telegram, environment, heard } = await begin();
  const server = await startForTest(environment);
  expect(await healthOf(server)).toMatchObject({ status: 'ok', broker: { behind: 0 } });
  write(telegram, 0, CHATS);
  await sleep(100);
  await rabbit.kill();
  write(telegram, CHATS, 3 * CHATS);
  const read = await allMessages(server);
  await vi.waitFor(
    async () => {
      const messages = await read();
      const answered = new Set(messages.map(({ inReplyTo }) => inReplyTo));
      const inbound = messages.filter(({ direction }) => direction === 'inbound');
      expect(inbound).toHaveLength(3 * CHATS);
      expect(
        new Set(inbound.filter(({ id }) => answered.has(id)).map(({ conversationId }) => conversationId)).size,
      ).toBe(CHATS);
      expect(messages.map(({ delivery }) => delivery.state)).not.toContain('queued');
      expect(await healthOf(server)).toMatchObject({
        status: 'degraded',
        broker: { code: 'broker.unavailable', behind: 1 },
      });
    },
    { timeout: 60_000, interval: 100 },
  );
  expect((await fetch(`${server.url}/ready`)).status).toBe(200);
  await rabbit.start();
  await expectAllTold(heard, read, 3 * CHATS);
  await vi.waitFor(async () => expect(await healthOf(server)).toMatchObject({ status: 'ok', broker: { behind: 0 } }));
  expect(await server.stop()).toBe(0);
}, 300_000);
