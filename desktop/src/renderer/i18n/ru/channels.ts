import type { ChannelWords } from '../channel-words.ts';

export const channels = {
  telegram: {
    name: 'Telegram',
    help: 'Токен выдаёт @BotFather.',
    fields: { token: 'Токен бота', apiRoot: 'Адрес своего сервера Bot API' },
  },
  webChat: {
    name: 'Чат на сайте',
    help: 'Дайте эту ссылку клиенту или откройте сами, чтобы проверить ответы.',
    fields: {},
  },
} satisfies ChannelWords;
