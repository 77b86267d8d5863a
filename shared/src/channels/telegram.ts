import { z } from 'zod';
import { endpointField, secretField } from './credentials.ts';
import type { CredentialsKind } from './kind.ts';

/** A Telegram bot. The account is the bot's id. */
export const telegramKind = {
  kind: 'telegram',
  access: 'credentials',
  credentials: z.strictObject({
    token: secretField(),
    /** The address of a private Bot API server. */
    apiRoot: endpointField().optional(),
  }),
  receives: ['polling'],
  look: {
    icon: [
      'M14.536 21.686a.5.5 0 0 0 .937-.024l6.5-19a.496.496 0 0 0-.635-.635l-19 6.5a.5.5 0 0 0-.024.937l7.93 3.18a2 2 0 0 1 1.112 1.11z',
      'm21.854 2.147-10.94 10.939',
    ],
    color: { light: '#12638f', dark: '#74c4f4' },
  },
  capabilities: {
    maxTextLength: 4096,
    unknownOutcome: 'resend-once-marked',
    showsCitations: false,
    buttons: { max: 10, maxLength: 60 },
    typingMs: 5000,
    // https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
    rate: { perChat: { burst: 20, everyMs: 1000 }, perAccount: { burst: 30, everyMs: 33 } },
    // https://core.telegram.org/bots/api#getfile and #sending-files
    files: { maxBytesIn: 20 * 1024 * 1024, maxBytesOut: 50 * 1024 * 1024 },
  },
} as const satisfies CredentialsKind;
