import { setTimeout as sleep } from 'node:timers/promises';
import { startFakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { expect, onTestFinished, test } from 'vitest';
import type { Role } from './processes/roles.ts';
import { expectAllAnswered, writeScript } from './testing/answered-chats.ts';
import { signInByLink } from './testing/api-client.ts';
import { makeFolder } from './testing/make-folder.ts';
import { createRandom } from './testing/random.ts';
import { type ServerProcess, startServer } from './testing/server-process.ts';

const { CHAOS_SEED = '1', CHAOS_MESSAGES = '300', CHAOS_CHATS = '60' } = process.env;
const KILL_EVERY_MS = 1500;
const roles: readonly Role[] = ['worker', 'worker', 'worker', 'channels', 'api'];

/** Processes of one installation; whichever is killed starts again. */
const startHouse = async (environment: Readonly<Record<string, string>>) => {
  const start = (role: Role) => startServer({ ...environment, ROLE: role });
  const running: Promise<ServerProcess>[] = roles.map(start);
  onTestFinished(async () => {
    for (const one of await Promise.allSettled(running)) {
      if (one.status === 'fulfilled') await one.value.stop('SIGKILL');
    }
  });
  await Promise.all(running);
  return {
    kill: async (at: number) => {
      await (await running[at])?.stop('SIGKILL');
      const role = roles[at];
      if (role) running[at] = start(role);
    },
    all: () => Promise.all(running),
  };
};

test('whichever process is killed, every message is stored once, answered once, and in order', async () => {
  process.stdout.write(`chaos test: CHAOS_SEED=${CHAOS_SEED}\n`);
  const random = createRandom(Number(CHAOS_SEED));
  const telegram = await startFakeTelegram();
  onTestFinished(() => telegram.stop());
  const house = await startHouse({
    INBETWIN_DATA: makeFolder(),
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    AGENT_QUIET_MS: '0',
  });
  const script = writeScript(Number(CHAOS_MESSAGES), Number(CHAOS_CHATS));

  let isWritten = false;
  const killing = async (): Promise<number> => {
    let kills = 0;
    while (!isWritten) {
      await sleep(KILL_EVERY_MS * (0.5 + random()));
      await house.kill(kills % roles.length);
      kills += 1;
    }
    return kills;
  };
  const killed = killing();
  for (const writing of script) {
    telegram.customerWrites(writing);
    await sleep(random() * 200);
  }
  isWritten = true;
  expect(await killed).toBeGreaterThan(roles.length);

  const api = (await house.all())[roles.indexOf('api')];
  const { api: client } = await signInByLink(api?.link ?? '');
  await expectAllAnswered(client, telegram, script);
}, 900_000);
