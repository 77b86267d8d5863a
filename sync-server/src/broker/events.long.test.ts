import { setTimeout as sleep } from 'node:timers/promises';
import { type FakeTelegram, startFakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { messagesOf } from '../testing/answered-chats.ts';
import { signInByLink } from '../testing/api-client.ts';
import { makeFolder } from '../testing/make-folder.ts';
import { createRandom } from '../testing/random.ts';
import { type ServerProcess, startServer } from '../testing/server-process.ts';
import { startForTest } from '../testing/start-for-test.ts';
import { hearEvents } from './testing/hear-events.ts';
import { startRabbit } from './testing/start-rabbit.ts';
import { expectAllTold } from './testing/told-events.ts';

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

const allMessages = async (server: ServerProcess) => {
  const { api } = await signInByLink(server.link);
  return async () => {
    const chats = Array.from({ length: CHATS }, (_, index) => messagesOf(api, index + 1));
    return (await Promise.all(chats)).flat();
  };
};

const healthOf = async (server: ServerProcess): Promise<unknown> => (await fetch(`${server.url}/health`)).json();

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
  await expectAllTold(heard, {
    read: await allMessages(await startForTest(environment)),
    written: LIVES * PER_LIFE,
    chats: CHATS,
  });
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
  await expectAllTold(heard, { read, written: 3 * CHATS, chats: CHATS });
  await vi.waitFor(async () => expect(await healthOf(server)).toMatchObject({ status: 'ok', broker: { behind: 0 } }));
  expect(await server.stop()).toBe(0);
}, 300_000);
