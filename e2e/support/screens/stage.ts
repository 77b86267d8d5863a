import type { FakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { openWorld, type World } from '../world.ts';
import { talkInGroup } from './group-chat.ts';
import { sendFiles } from './sent-files.ts';
import { until } from './until.ts';

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

/** A server of its own whose team some customers wrote to. */
export const openStage = async (): Promise<World> => {
  const world = await openWorld();
  for (const customer of customers) await talk(world.telegram, customer);
  await talkInGroup(world.telegram);
  await sendFiles(world.telegram);
  return world;
};

/** A customer who waits for each answer. */
const talk = async (telegram: FakeTelegram, { chatId, from, texts }: (typeof customers)[number]): Promise<void> => {
  for (const [index, text] of texts.entries()) {
    telegram.customerWrites({ chatId, text, from });
    await until(() => telegram.sent(chatId).length > index, `an answer to ${from.first_name}`);
  }
};
