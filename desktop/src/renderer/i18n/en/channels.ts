import type { ChannelWords } from '../channel-words.ts';

export const channels = {
  telegram: {
    name: 'Telegram',
    help: 'Get the token from @BotFather.',
    fields: { token: 'Bot token', apiRoot: 'Address of your own Bot API server' },
  },
  webChat: {
    name: 'Website chat',
    help: 'Give this link to a customer, or open it yourself to try the answers.',
    fields: {},
  },
} satisfies ChannelWords;
