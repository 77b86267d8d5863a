import type { FakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { until } from './until.ts';

const BOT = '@fake_4200_bot';

/** A group whose members talk to one another and then ask the bot. */
export const group = { id: -100_700, title: 'Юбилей «Волна»' };

/** Only the message that mentions the bot is answered. */
export const talkInGroup = async (telegram: FakeTelegram): Promise<void> => {
  const chat = { id: group.id, type: 'group', title: group.title };
  const say = (first_name: string, id: number, text: string, message = {}) =>
    telegram.customerWrites({
      chatId: group.id,
      text,
      from: { id, first_name, language_code: 'ru' },
      message: { chat, ...message },
    });
  say('Павел', 701, 'Коллеги, юбилей 20 сентября. Шатёр или лофт?');
  say('Лена', 702, 'Мне нравится шатёр, но хватит ли места?');
  const mention = [{ type: 'mention', offset: 0, length: BOT.length }];
  say('Павел', 701, `${BOT} сколько гостей вмещает шатёр?`, { entities: mention });
  await until(() => telegram.sent(group.id).length > 0, 'an answer to the group');
};
