import { MAX_FILE_BYTES } from '../contracts/files.ts';
import type { OpenKind } from './kind.ts';

/** The chat page on the team's own site. Every team has one page, so one account. */
export const webChatKind = {
  kind: 'web-chat',
  access: 'open',
  account: 'site',
  capabilities: {
    maxTextLength: 4000,
    unknownOutcome: 'resend',
    showsCitations: true,
    typingMs: 8000,
    files: { maxBytesIn: 20 * 1024 * 1024, maxBytesOut: MAX_FILE_BYTES },
  },
} as const satisfies OpenKind;
