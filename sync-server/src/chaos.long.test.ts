import { setTimeout as sleep } from 'node:timers/promises';
import { type FakeTelegram, startFakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { onTestFinished, test } from 'vitest';
import { hearEvents } from './broker/testing/hear-events.ts';
import { startRabbit } from './broker/testing/start-rabbit.ts';
import { expectAllTold } from './broker/testing/told-events.ts';
import type { Role } from './processes/roles.ts';
import { startFakeCouch } from './store/testing/fake-couch.ts';
import { expectAllAnswered, messagesOf, type Writing, writeScript } from './testing/answered-chats.ts';
import { type ApiClient, signInByLink } from './testing/api-client.ts';
import { startCuttableProxy } from './testing/cuttable-proxy.ts';
import { makeFolder } from './testing/make-folder.ts';
import { createRandom } from './testing/random.ts';
import { type ServerProcess, startServer } from './testing/server-process.ts';

const { CHAOS_SEED = '1', CHAOS_MESSAGES = '200', CHAOS_CHATS = '40' } = process.env;
const seed = Number(CHAOS_SEED);
const messages = Number(CHAOS_MESSAGES);
const chats = Number(CHAOS_CHATS);
const KILL_EVERY_MS = 1500;
const AWAY_MS = 1500;
const roles: readonly Role[] = ['worker', 'worker', 'worker', 'channels', 'api'];

/** Processes of one installation; whichever is killed starts again, as often as it takes while the store is away. */
const startHouse = async (environment: Readonly<Record<string, string>>) => {
  let isOver = false;
  const start = async (role: Role): Promise<ServerProcess> => {
    for (;;) {
      try {
        return await startServer({ ...environment, ROLE: role });
      } catch (error) {
        if (isOver) throw error;
      }
    }
  };
  const running: Promise<ServerProcess>[] = roles.map(start);
  onTestFinished(async () => {
    isOver = true;
    for (const one of await Promise.allSettled(running)) {
      if (one.status === 'fulfilled') await one.value.stop('SIGKILL');
    }
  });
  await Promise.all(running);
  return {
    killers: roles.map((role, at) => async (): Promise<void> => {
      await (await running[at])?.stop('SIGKILL');
      running[at] = start(role);
    }),
    signIn: async (): Promise<ApiClient> => {
      const api = (await Promise.all(running))[roles.indexOf('api')];
      return (await signInByLink(api?.link ?? '')).api;
    },
  };
};

const startTelegram = async (): Promise<FakeTelegram> => {
  const telegram = await startFakeTelegram();
  onTestFinished(() => telegram.stop());
  return telegram;
};

const environmentOf = (telegram: FakeTelegram) => ({
  INBETWIN_DATA: makeFolder(),
  TELEGRAM_BOT_TOKEN: telegram.token,
  TELEGRAM_API_ROOT: telegram.apiRoot,
  AGENT_QUIET_MS: '0',
});

/** Customers write while one thing after another breaks, each at least once; resolves once the last of it has returned. */
const writeInChaos = async (
  telegram: FakeTelegram,
  script: readonly Writing[],
  breakers: readonly (() => Promise<unknown>)[],
): Promise<void> => {
  process.stdout.write(`chaos test: CHAOS_SEED=${CHAOS_SEED}\n`);
  const random = createRandom(seed);
  let isWritten = false;
  let broken = 0;
  const breaking = async (): Promise<void> => {
    while (!isWritten || broken <= breakers.length) {
      await sleep(KILL_EVERY_MS * (0.5 + random()));
      await breakers[broken % breakers.length]?.();
      broken += 1;
    }
  };
  const ended = breaking();
  for (const writing of script) {
    telegram.customerWrites(writing);
    await sleep(random() * 200);
  }
  isWritten = true;
  await ended;
};

test('whichever process is killed, every message is stored once, answered once, and in order', async () => {
  const telegram = await startTelegram();
  const house = await startHouse(environmentOf(telegram));
  const script = writeScript(messages, chats);
  await writeInChaos(telegram, script, house.killers);
  await expectAllAnswered(await house.signIn(), telegram, script);
}, 900_000);

test('whichever process is killed, and while the broker or the store is away, the same holds, and each event is told', async () => {
  const [telegram, couch, rabbit] = await Promise.all([startTelegram(), startFakeCouch(), startRabbit()]);
  onTestFinished(() => couch.close());
  const store = await startCuttableProxy({ cleanUp: onTestFinished }, couch.url);
  const heard = await hearEvents(rabbit.url);
  const house = await startHouse({ ...environmentOf(telegram), COUCHDB_URL: store.url, AMQP_URL: rabbit.url });
  const loseStore = async (): Promise<void> => {
    store.cut();
    await sleep(AWAY_MS);
    await store.restore();
  };
  const loseBroker = async (): Promise<void> => {
    await rabbit.kill();
    await rabbit.start();
  };
  const script = writeScript(messages, chats);
  await writeInChaos(telegram, script, [...house.killers, loseStore, loseBroker]);

  const api = await house.signIn();
  await expectAllAnswered(api, telegram, script);
  const read = async () => {
    const all = Array.from({ length: chats }, (_, index) => messagesOf(api, index + 1));
    return (await Promise.all(all)).flat();
  };
  await expectAllTold(heard, { read, written: messages, chats });
}, 900_000);
