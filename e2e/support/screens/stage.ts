import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type FakeTelegram, startFakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { startServer } from '@inbetwin/sync-server/testing/server-process.ts';
import { talkInGroup } from './group-chat.ts';
import { sendFiles } from './sent-files.ts';
import { until } from './until.ts';

/** A real server with the demo team, a Telegram bot connected and some customers who wrote to it. */
export type Stage = {
  readonly url: string;
  /** Signs the demo team's owner in, once. */
  readonly link: string;
  readonly chatPage: string;
  readonly telegram: FakeTelegram;
  close(): Promise<void>;
};

const customers = [
  {
    chatId: 501,
    from: { first_name: 'Марина', last_name: 'Соколова', username: 'marina_sokolova', language_code: 'ru' },
    texts: [
      'Добрый день, меня зовут Марина. Сколько гостей вмещает шатёр?',
      'Нас будет 140 человек, 12 июня, бюджет 1 200 000 рублей. Мой телефон +7 905 111-22-33',
    ],
  },
  {
    chatId: 502,
    from: { first_name: 'Oliver', last_name: 'Grant', username: 'olivergrant', language_code: 'en' },
    texts: ['Hello, how much does the live stream cost?'],
  },
] as const;

export const openStage = async (): Promise<Stage> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'inbetwin-screens-'));
  const telegram = await startFakeTelegram();
  const server = await startServer({
    INBETWIN_DATA: folder,
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
  });
  for (const customer of customers) await talk(telegram, customer);
  await talkInGroup(telegram);
  await sendFiles(telegram);
  return {
    url: server.url,
    link: server.link,
    chatPage: new URL('/chat/demo', server.url).href,
    telegram,
    close: async () => {
      await server.stop();
      await telegram.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** A customer who waits for each answer. */
const talk = async (telegram: FakeTelegram, { chatId, from, texts }: (typeof customers)[number]): Promise<void> => {
  for (const [index, text] of texts.entries()) {
    telegram.customerWrites({ chatId, text, from });
    await until(() => telegram.sent(chatId).length > index, `an answer to ${from.first_name}`);
  }
};
