import { z } from 'zod';
import { endpointField, secretField } from './credentials.ts';
import type { CredentialsKind } from './kind.ts';

/** A Telegram bot. The account is the bot's id. */
export const telegramKind = {
  kind: 'telegram',
  access: 'credentials',
  credentials: z.strictObject({
    token: secretField(),
    /** A Bot API server of one's own. */
    apiRoot: endpointField().optional(),
  }),
  receives: ['polling'],
  capabilities: {
    maxTextLength: 4096,
    unknownOutcome: 'resend-once-marked',
    showsCitations: false,
    typingMs: 5000,
    // https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
    rate: { perChat: { burst: 20, everyMs: 1000 }, perAccount: { burst: 30, everyMs: 33 } },
    // https://core.telegram.org/bots/api#getfile and #sending-files
    files: { maxBytesIn: 20 * 1024 * 1024, maxBytesOut: 50 * 1024 * 1024 },
  },
} as const satisfies CredentialsKind;
