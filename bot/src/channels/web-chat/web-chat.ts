import { webChatKind } from '@inbetwin/shared/channels/web-chat.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { OpenChannel } from '../channel.ts';

/** The chat's id for a sent part: the page shows our messages whole, so it is the id of the message. */
export const webChatIdOf = (idempotencyKey: string): string => idempotencyKey.slice(-120);

/**
 * The chat page on the team's own site. No platform is involved: the server's routes store what a visitor does, and open pages follow the
 * team's change feed, so `send` has nothing to do, never fails, and may be repeated.
 */
export const webChat: OpenChannel = {
  ...webChatKind,
  open: () => ({
    account: webChatKind.account,
    name: webChatKind.account,
    health: () => ({ state: 'connected', name: webChatKind.account }),
    start: async () => undefined,
    stop: async () => undefined,
    send: async ({ idempotencyKey }) => ({ platformId: webChatIdOf(idempotencyKey) }),
    // Files from the page are stored before the message arrives.
    download: async () => {
      throw new Failure('file.gone', 'The chat page keeps no files.', 'Ask the customer to send it again.');
    },
  }),
};
