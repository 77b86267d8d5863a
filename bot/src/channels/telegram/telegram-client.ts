import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { telegramKind } from '@inbetwin/shared/channels/telegram.ts';
import { Api } from 'grammy';
import type { z } from 'zod';
import type { ChannelContext } from '../channel.ts';
import { toFailure } from './telegram-failure.ts';

const DEFAULT_API_ROOT = 'https://api.telegram.org';
/** A hundred updates of the longest texts are far below; a server that sends without end must not fill our memory. */
const MAX_ANSWER_BYTES = 10_000_000;

type ApiSignal = NonNullable<Parameters<Api['getMe']>[0]>;

/** The Bot API with the token of one bot. */
export type TelegramClient = {
  /** One call of the Bot API within the time limit. Throws a `Failure` and nothing else, unless `options.signal` aborts. */
  call<T>(
    run: (api: Api, signal: ApiSignal) => Promise<T>,
    options?: { readonly signal: AbortSignal; readonly milliseconds: number },
  ): Promise<T>;
  close(): void;
};

/** A client of one bot. It is closed by whoever made it. */
export const createTelegramClient = (
  { lookup, timing }: ChannelContext,
  { token, apiRoot = DEFAULT_API_ROOT }: z.output<typeof telegramKind.credentials>,
): TelegramClient => {
  const Agent = apiRoot.startsWith('https:') ? HttpsAgent : HttpAgent;
  const agent = new Agent({ keepAlive: true, ...(lookup && { lookup }) });
  const api = new Api(token, {
    apiRoot: apiRoot.replace(/(?<!\/)\/+$/, ''),
    // A redirect could lead to an address that `lookup` never sees.
    baseFetchConfig: { agent, redirect: 'error', size: MAX_ANSWER_BYTES },
  });
  return {
    call: async (run, options) => {
      const limit = AbortSignal.timeout(options?.milliseconds ?? timing.requestMs);
      const signal = options ? AbortSignal.any([limit, options.signal]) : limit;
      try {
        // grammY names the type of a polyfill, and takes Node's own signals.
        return await run(api, signal as unknown as ApiSignal);
      } catch (error) {
        throw toFailure(error);
      }
    },
    close: () => agent.destroy(),
  };
};
