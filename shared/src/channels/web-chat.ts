import { MAX_FILE_BYTES } from '../contracts/files.ts';
import type { OpenKind } from './kind.ts';

/** The chat page on the team's own site. Each team has one page, and so one account. */
export const webChatKind = {
  kind: 'web-chat',
  access: 'open',
  account: 'site',
  look: {
    icon: ['M12 2a10 10 0 1 0 0 20 10 10 0 1 0 0-20', 'M12 2a14.5 14.5 0 0 0 0 20 14.5 14.5 0 0 0 0-20', 'M2 12h20'],
    color: { light: '#0a6660', dark: '#63ccc2' },
  },
  capabilities: {
    maxTextLength: 4000,
    unknownOutcome: 'resend',
    showsCitations: true,
    buttons: { max: 10, maxLength: 60 },
    files: { maxBytesIn: 20 * 1024 * 1024, maxBytesOut: MAX_FILE_BYTES },
  },
} as const satisfies OpenKind;
