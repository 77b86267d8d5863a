import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { afterEach, test } from 'vitest';
import { expectAllAnswered, writeScript } from './testing/answered-chats.ts';
import { signInByLink } from './testing/api-client.ts';
import { createRandom } from './testing/random.ts';
import { startServer } from './testing/server-process.ts';

const CHATS = 20;
const MESSAGES = 200;
const KILLS = 10;

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

  const script = writeScript(MESSAGES, CHATS);
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
  const { api } = await signInByLink(server.link);
  await expectAllAnswered(api, telegram, script);
}, 600_000);
