import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readForm, type SentFile } from '../read-form.ts';

export const TRIAL_KEY = 'trial-secret-key';

type Told = Readonly<Record<string, unknown>>;
export type SentByTrial = {
  readonly id: string;
  readonly chat: string;
  readonly text: string;
  readonly file?: SentFile;
  readonly choices: readonly string[];
};

/** A platform that calls a webhook: bodies are signed, registration has a challenge, and calls repeat until answered `ok`. */
export const startFakeTrialPlatform = async () => {
  const sent: SentByTrial[] = [];
  const typing: string[] = [];
  const troubles: { readonly status: number; readonly retryAfter?: number }[] = [];
  const tokens = new Set<string>();
  const blocked = new Set<string>();
  const unanswered: Told[] = [];
  const profiles = new Map([['anna', 'Анна Петрова']]);
  let hidesNames = false;
  let hook: string | undefined;
  let issued = 0;
  let messages = 0;
  let last: Told | undefined;

  const post = async (told: Told, key = TRIAL_KEY): Promise<Response> => {
    const body = JSON.stringify(told);
    const headers = { 'content-type': 'application/json', 'x-trial-signature': sign(body, key) };
    return fetch(hook ?? '', { method: 'POST', headers, body });
  };
  /** Keeps calls that were not answered with `ok`. */
  const deliver = async (told: Told): Promise<void> => {
    last = told;
    const answer = await post(told);
    if (answer.status !== 200 || (await answer.text()) !== 'ok') unanswered.push(told);
  };

  const perform = async (
    method: string,
    given: Readonly<Record<string, unknown>>,
    file: SentFile | undefined,
  ): Promise<readonly [number, object]> => {
    if (method === 'me') return [200, { account: 'trial-1', name: 'Trial account' }];
    if (method === 'typing') {
      typing.push(String(given.chat));
      return [200, {}];
    }
    if (method === 'register') {
      hook = String(given.url);
      const query = new URLSearchParams({ challenge: 'c1', signature: sign('c1', TRIAL_KEY) });
      const answer = await fetch(`${hook}?${query}`);
      return (await answer.text()) === 'c1' ? [200, {}] : [400, {}];
    }
    if (method === 'profile') return [200, { name: profiles.get(String(given.user)) }];
    if (method !== 'send') return [404, {}];
    if (blocked.has(String(given.chat))) return [410, {}];
    const known = sent.find(({ id }) => id === `p-${given.key}`);
    if (!known) {
      sent.push({
        id: `p-${given.key}`,
        chat: String(given.chat),
        text: String(given.text ?? ''),
        choices: Array.isArray(given.choices) ? given.choices.map(String) : [],
        ...(file && { file }),
      });
    }
    return [200, { id: `p-${given.key}` }];
  };

  const answer = async (request: IncomingMessage): Promise<readonly [number, object, (number | undefined)?]> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const method = (request.url ?? '').slice(1);
    const authorization = request.headers.authorization ?? '';
    if (method === 'token') {
      if (authorization !== TRIAL_KEY) return [401, {}];
      issued += 1;
      tokens.add(`token-${issued}`);
      return [200, { token: `token-${issued}` }];
    }
    if (!tokens.has(authorization)) return [401, {}];
    const trouble = method === 'send' || method === 'profile' ? troubles.shift() : undefined;
    if (trouble) return [trouble.status, {}, trouble.retryAfter];
    const { fields, files } = await readForm(Buffer.concat(chunks), request.headers['content-type'] ?? '');
    return perform(method, fields, files[0]);
  };

  const server = createServer((request, response) => {
    answer(request)
      .then(([status, body, retryAfter]) => {
        const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
      })
      .catch((error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hook: () => hook,
    sent: (chat: string) => sent.filter((one) => one.chat === chat),
    typingShown: (chat: string) => typing.filter((one) => one === chat).length,
    tokensIssued: () => issued,
    revokeTokens: () => tokens.clear(),
    trouble: (status: number, retryAfter?: number) => {
      troubles.push(retryAfter === undefined ? { status } : { status, retryAfter });
    },
    customerWrites: (chat: string, text: string): Promise<void> => {
      messages += 1;
      const name = hidesNames ? '' : 'Анна';
      return deliver({ type: 'message', chat, id: `m${messages}`, text, name, at: Date.now() });
    },
    customerPresses: (chat: string, choice: string): Promise<void> => {
      const of = sent.findLast((one) => one.chat === chat && one.choices.length > 0)?.id ?? '';
      return deliver({ type: 'message', chat, id: `press-${of}`, text: choice, name: 'Анна', at: Date.now(), of });
    },
    customerEdits: (chat: string, id: string, text: string): Promise<void> =>
      deliver({ type: 'edited', chat, id, text, at: Date.now() }),
    customerDeletes: (chat: string, id: string): Promise<void> =>
      deliver({ type: 'deleted', chat, id, at: Date.now() }),
    lastMessageId: () => `m${messages}`,
    /** From now on messages name ids alone. */
    hideNames: () => {
      hidesNames = true;
    },
    nameOf: (user: string) => profiles.get(user),
    customerBlocks: (chat: string): Promise<void> => {
      blocked.add(chat);
      return deliver({ type: 'reach', chat, state: 'blocked', at: Date.now() });
    },
    customerUnblocks: (chat: string): Promise<void> => {
      blocked.delete(chat);
      return deliver({ type: 'reach', chat, state: 'open', at: Date.now() });
    },
    receipt: (type: 'delivered' | 'read', chat: string, ids: readonly string[]): Promise<void> =>
      deliver({ type, chat, ids }),
    redeliverLast: async (): Promise<void> => {
      if (last) await deliver(last);
    },
    unanswered: () => unanswered.length,
    repeatUnanswered: async (): Promise<void> => {
      for (const told of unanswered.splice(0)) await deliver(told);
    },
    /** The signature of somebody without the key. */
    forge: (told: Told): Promise<Response> => post(told, 'another-key'),
    post,
    stop: async (): Promise<void> => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

const sign = (text: string, key: string): string => createHmac('sha256', key).update(text).digest('hex');
