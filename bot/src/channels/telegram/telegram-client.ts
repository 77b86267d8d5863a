import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { telegramKind } from '@inbetwin/shared/channels/telegram.ts';
import { Api } from 'grammy';
import type { z } from 'zod';
import type { ChannelContext } from '../channel.ts';
import { fileFailureOf, toFailure } from './telegram-failure.ts';

const DEFAULT_API_ROOT = 'https://api.telegram.org';
/**
 * Limits the size of an answer: a hundred updates with the longest texts stay far below it, and a server that never stops sending must not
 * fill our memory.
 */
const MAX_ANSWER_BYTES = 10_000_000;

export type ApiSignal = NonNullable<Parameters<Api['getMe']>[0]>;

/** The Bot API with the token of one bot. */
export type TelegramClient = {
  /** Timeout of a call, in milliseconds. */
  readonly requestMs: number;
  /** Calls a method of the Bot API. Throws only `Failure`s, unless `options.signal` aborts. */
  call<T>(
    run: (api: Api, signal: ApiSignal) => Promise<T>,
    options?: { readonly signal?: AbortSignal; readonly milliseconds: number },
  ): Promise<T>;
  /**
   * Streams the bytes at the `file_path` that getFile returned; times out when Telegram stays silent for longer than a request may take.
   * Throws, or fails the stream with, `Failure`s only.
   */
  download(filePath: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  close(): void;
};

async function* chunksOf(response: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    yield* response;
  } catch (error) {
    throw toFailure(error);
  }
}

/** Creates a client for one bot; the caller must close it. */
export const createTelegramClient = (
  { lookup, timing }: ChannelContext,
  { token, apiRoot = DEFAULT_API_ROOT }: z.output<typeof telegramKind.credentials>,
): TelegramClient => {
  const root = apiRoot.replace(/(?<!\/)\/+$/, '');
  const isSecure = root.startsWith('https:');
  const Agent = isSecure ? HttpsAgent : HttpAgent;
  const agent = new Agent({ keepAlive: true, ...(lookup && { lookup }) });
  const api = new Api(token, {
    apiRoot: root,
    // A redirect could lead to an address that `lookup` has not checked.
    baseFetchConfig: { agent, redirect: 'error', size: MAX_ANSWER_BYTES },
  });
  const open = (url: string, signal: AbortSignal): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const request = (isSecure ? httpsRequest : httpRequest)(url, { agent, signal, timeout: timing.requestMs });
      request.on('timeout', () => request.destroy(new Error('Telegram is silent.')));
      request.on('error', reject).on('response', resolve).end();
    });

  return {
    requestMs: timing.requestMs,
    download: async (filePath, signal) => {
      try {
        const path = filePath.split('/').map(encodeURIComponent).join('/');
        const response = await open(`${root}/file/bot${token}/${path}`, signal);
        if (response.statusCode === 200) return chunksOf(response);
        response.destroy();
        throw fileFailureOf(response.statusCode ?? 0);
      } catch (error) {
        throw toFailure(error);
      }
    },
    call: async (run, options) => {
      const limit = AbortSignal.timeout(options?.milliseconds ?? timing.requestMs);
      const signal = options?.signal ? AbortSignal.any([limit, options.signal]) : limit;
      try {
        // grammY's types name a polyfill, but Node's own signals work.
        return await run(api, signal as unknown as ApiSignal);
      } catch (error) {
        throw toFailure(error);
      }
    },
    close: () => agent.destroy(),
  };
};
