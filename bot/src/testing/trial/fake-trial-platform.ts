import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  isSameTemplate,
  type MessageTemplate,
  messageTemplateSchema,
  type Template,
} from '@inbetwin/shared/entities/template.ts';
import { readForm, type SentFile } from '../read-form.ts';
import { createFakeOAuth } from './fake-oauth.ts';

export const TRIAL_KEY = 'trial-secret-key';

const templates: readonly Template[] = [
  { name: 'order_ready', language: 'ru', body: '{{1}}, ваш заказ {{2}} готов.', buttons: ['Спасибо'] },
  { name: 'order_ready', language: 'en', body: '{{1}}, your order {{2}} is ready.' },
  { name: 'remind', language: 'ru', body: 'Здравствуйте, {{name}}! Вопрос ещё актуален?' },
];

type Answer = readonly [status: number, body: object, headers?: Readonly<Record<string, string>>];
type Told = Readonly<Record<string, unknown>>;
export type SentByTrial = {
  readonly id: string;
  readonly chat: string;
  readonly text: string;
  readonly isTemplate?: boolean;
  readonly file?: SentFile;
  readonly choices: readonly string[];
};

/** A platform that calls a webhook: bodies are signed, registration has a challenge, and calls repeat until answered `ok`. */
export const startFakeTrialPlatform = async () => {
  const sent: SentByTrial[] = [];
  const typing: string[] = [];
  const troubles: { readonly status: number; readonly retryAfter?: number }[] = [];
  /** Accounts by their tokens. */
  const tokens = new Map<string, string>();
  const blocked = new Set<string>();
  const unanswered: Told[] = [];
  const paused = new Set<string>();
  const profiles = new Map([['anna', 'Анна Петрова']]);
  let hidesNames = false;
  let hook: string | undefined;
  let issued = 0;
  let calls = 0;
  let messages = 0;
  let last: Told | undefined;

  const issue = (account: string): string => {
    issued += 1;
    tokens.set(`token-${issued}`, account);
    return `token-${issued}`;
  };
  const oauth = createFakeOAuth(TRIAL_KEY, issue);

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

  /** What the customer reads; undefined for a template that the platform does not send, or that is not filled in. */
  const filled = (given: unknown): string | undefined => {
    const asked = messageTemplateSchema.safeParse(given).data;
    const known = asked && !paused.has(asked.name) && templates.find((one) => isSameTemplate(one, asked));
    return known ? known.body.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => parameterOf(asked, name)) : undefined;
  };

  const perform = async (
    method: string,
    given: Readonly<Record<string, unknown>>,
    file: SentFile | undefined,
    account: string,
  ): Promise<readonly [number, object]> => {
    if (method === 'me') return [200, { account, name: 'Trial account' }];
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
    if (method === 'templates') return [200, templates.filter(({ name }) => !paused.has(name))];
    if (method !== 'send') return [404, {}];
    if (blocked.has(String(given.chat))) return [410, {}];
    const said = given.template === undefined ? String(given.text ?? '') : filled(given.template);
    if (said === undefined) return [422, {}];
    const known = sent.find(({ id }) => id === `p-${given.key}`);
    if (!known) {
      sent.push({
        id: `p-${given.key}`,
        chat: String(given.chat),
        text: said,
        ...(given.template !== undefined && { isTemplate: true }),
        choices: Array.isArray(given.choices) ? given.choices.map(String) : [],
        ...(file && { file }),
      });
    }
    return [200, { id: `p-${given.key}` }];
  };

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://platform');
    const method = pathname.slice(1);
    const authorization = request.headers.authorization ?? '';
    if (method === 'oauth/authorize') {
      const [status, body, location] = oauth.authorize(searchParams);
      return [status, body, location === undefined ? {} : { location }];
    }
    if (method === 'oauth/token') {
      const [status, body] = oauth.token(
        Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())),
        authorization,
      );
      return [status, body];
    }
    if (method === 'token') return authorization === TRIAL_KEY ? [200, { token: issue('trial-1') }] : [401, {}];
    const account = tokens.get(authorization);
    if (account === undefined) return [401, {}];
    const trouble = method === 'send' || method === 'profile' ? troubles.shift() : undefined;
    if (trouble) {
      const { status, retryAfter } = trouble;
      return [status, {}, retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }];
    }
    const { fields, files } = await readForm(Buffer.concat(chunks), request.headers['content-type'] ?? '');
    return perform(method, fields, files[0], account);
  };

  const server = createServer((request, response) => {
    calls += 1;
    answer(request)
      .then(([status, body, headers]) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
      })
      .catch((error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    oauth: oauth.control,
    apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hook: () => hook,
    sent: (chat: string) => sent.filter((one) => one.chat === chat),
    typingShown: (chat: string) => typing.filter((one) => one === chat).length,
    tokensIssued: () => issued,
    /** The number of requests to the platform. */
    calls: () => calls,
    /** A token as somebody gets it who may act for the account. */
    issueToken: () => issue('trial-1'),
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
    /** The platform sends it no more, and lists it no more. */
    pauseTemplate: (name: string) => void paused.add(name),
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

const parameterOf = ({ parameters }: MessageTemplate, wanted: string): string =>
  parameters.find(({ name }) => name === wanted)?.value ?? '';

const sign = (text: string, key: string): string => createHmac('sha256', key).update(text).digest('hex');
