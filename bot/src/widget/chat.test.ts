import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Chat, startChat } from './chat.ts';
import type { ChatState } from './chat-store.ts';
import { type ChatMessage, type History, newFileSchema, newMessageSchema, receiptSchema } from './protocol.ts';
import { connectToServer } from './server.ts';
import type { SendBytes } from './upload.ts';
import { chooseStorage, openVisitorStorage } from './visitor-storage.ts';

/** The server's side of the protocol, with bad days: an answer that is lost after the message was stored, a refusal. */
const createChatPlatform = async () => {
  const stored = new Map<string, ChatMessage>();
  const streams = new Set<ServerResponse>();
  const troubles: ('lost' | 'refuse' | 'down')[] = [];
  const receipts: string[] = [];
  let busyReceipts = 0;
  let sends = 0;
  const tell = (event: string) => {
    for (const stream of streams) stream.write(`event: ${event}\ndata: {}\n\n`);
  };
  const put = (id: string, from: ChatMessage['from'], text: string, files?: ChatMessage['files']) => {
    const known = stored.get(id);
    const delivery = from === 'visitor' ? {} : { delivery: 'sent' as const };
    stored.set(
      id,
      known ?? { id, from, text, ...delivery, sentAt: 1000 + stored.size, sources: [], ...(files && { files }) },
    );
  };
  const server = createServer(async (request, response) => {
    if (request.url?.endsWith('/stream')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      streams.add(response);
      response.once('close', () => streams.delete(response));
      response.write('event: ready\ndata: {}\n\n');
      return;
    }
    if (request.method === 'GET') {
      const history: History = { messages: [...stored.values()], answering: 'agent' };
      response.end(JSON.stringify(history));
      return;
    }
    let body = '';
    for await (const chunk of request) body += chunk;
    if (request.url?.endsWith('/receipts')) {
      const { state: seen, ids: told } = receiptSchema.parse(JSON.parse(body));
      const isBusy = busyReceipts > 0;
      busyReceipts -= isBusy ? 1 : 0;
      if (!isBusy) {
        for (const id of told) {
          receipts.push(`${id} ${seen}`);
          const known = stored.get(id);
          if (known) stored.set(id, { ...known, delivery: seen });
        }
      }
      return response.writeHead(isBusy ? 503 : 204).end();
    }
    const trouble = troubles.shift();
    sends += 1;
    if (trouble === 'down') return response.destroy();
    if (trouble === 'refuse') return response.writeHead(422).end();
    const url = new URL(request.url ?? '/', 'http://fake');
    if (url.pathname.endsWith('/files')) {
      const { id, name } = newFileSchema.parse(Object.fromEntries(url.searchParams));
      put(id, 'visitor', '', [{ name, size: body.length }]);
      return response.writeHead(201).end('{}');
    }
    const { id, text } = newMessageSchema.parse(JSON.parse(body));
    put(id, 'visitor', text);
    if (trouble === 'lost') return response.destroy();
    response.writeHead(201).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const refuseReceipts = (times: number) => {
    busyReceipts = times;
  };
  return { server, receipts, refuseReceipts, stored, streams, troubles, tell, put, sends: () => sends };
};

/** Uploads wait here while it is held, half of their bytes sent. */
let hold: Promise<void> | undefined;

/** As the page's own, by `fetch`, for Node has no XMLHttpRequest. */
const sendByFetch: SendBytes = async ({ url, headers, body, signal, onProgress }) => {
  onProgress(0.5);
  await Promise.race([hold, new Promise((resolve) => signal.addEventListener('abort', resolve))]);
  try {
    return (await fetch(url, { method: 'POST', headers, body, signal })).status;
  } catch {
    return undefined;
  }
};

let platform: Awaited<ReturnType<typeof createChatPlatform>>;
let state: ChatState | undefined;
let chat: Chat | undefined;
let storage: ReturnType<typeof chooseStorage>;
let ids = 0;
let visible = true;

const urlOf = (server: Server) => {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/chat/cafe`;
};
const open = () => {
  const visitorStorage = openVisitorStorage(storage, 'cafe', () => new Uint8Array(16));
  const opened = startChat({
    server: connectToServer(urlOf(platform.server), visitorStorage.visitor, sendByFetch),
    visitorStorage,
    now: () => 1000,
    monotonic: () => 1000,
    isVisible: () => visible,
    newId: () => {
      ids += 1;
      return `message-${ids}`;
    },
    show: (next) => {
      state = next;
    },
  });
  chat = opened;
  return opened;
};
const texts = () => [...(state?.messages ?? []), ...(state?.pending ?? [])].map(({ text }) => text);
const sent = () => [...platform.stored.values()].map(({ text }) => text);

beforeEach(async () => {
  platform = await createChatPlatform();
  storage = chooseStorage(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  state = undefined;
  hold = undefined;
});
afterEach(() => {
  chat?.end();
  platform.server.closeAllConnections();
  platform.server.close();
});

test('shows the history, sends, and shows the reply when the server tells of it', async () => {
  platform.put('old', 'agent', 'Чем помочь?');
  const opened = open();
  await vi.waitFor(() => expect(state?.connection).toBe('connected'));
  opened.write('Сколько стоит?');
  await vi.waitFor(() => expect(sent()).toContain('Сколько стоит?'));
  await vi.waitFor(() => expect(state?.awaited).toBe('agent'));
  platform.put('reply', 'agent', '200 рублей');
  platform.tell('message');
  await vi.waitFor(() => expect(texts()).toEqual(['Чем помочь?', 'Сколько стоит?', '200 рублей']));
  expect(state).toMatchObject({ awaited: undefined, pending: [] });
});

test('a message whose answer was lost is sent again under its id and is there once', async () => {
  const opened = open();
  await vi.waitFor(() => expect(state?.connection).toBe('connected'));
  platform.troubles.push('lost', 'down');
  opened.write('Раз');
  opened.write('Два');
  await vi.waitFor(() => expect(state?.pending.some((one) => one.state === 'waiting')).toBe(true));
  opened.wake();
  await vi.waitFor(() => expect(state?.pending).toEqual([]));
  expect(platform.sends()).toBeGreaterThan(2);
  expect(sent()).toEqual(['Раз', 'Два']);
  expect(texts()).toEqual(['Раз', 'Два']);
});

test('a refused message stays with its text until the visitor decides, and does not hold up the next', async () => {
  const opened = open();
  platform.troubles.push('refuse');
  opened.write('Нельзя');
  await vi.waitFor(() => expect(state?.pending[0]?.state).toBe('refused'));
  opened.write('Можно');
  await vi.waitFor(() => expect(sent()).toEqual(['Можно']));
  const [refused] = state?.pending ?? [];
  opened.retry(refused?.id ?? '');
  await vi.waitFor(() => expect(sent()).toEqual(['Можно', 'Нельзя']));
  platform.troubles.push('refuse');
  opened.write('Лишнее');
  await vi.waitFor(() => expect(state?.pending[0]?.state).toBe('refused'));
  opened.remove(state?.pending[0]?.id ?? '');
  expect(state?.pending).toEqual([]);
});

test('what was written while the server was away leaves when the page is opened again', async () => {
  platform.troubles.push('down');
  open().write('Не успело');
  await vi.waitFor(() => expect(state?.pending[0]?.state).toBe('waiting'));
  chat?.end();
  open();
  await vi.waitFor(() => expect(sent()).toEqual(['Не успело']));
  await vi.waitFor(() => expect(texts()).toEqual(['Не успело']));
});

test('a broken stream is told and taken up again, and nothing said meanwhile is missed', async () => {
  const opened = open();
  await vi.waitFor(() => expect(state?.connection).toBe('connected'));
  platform.put('meanwhile', 'person', 'Я тут');
  for (const stream of platform.streams) stream.destroy();
  await vi.waitFor(() => expect(state?.connection).toBe('offline'));
  opened.wake();
  await vi.waitFor(() => expect(state?.connection).toBe('connected'));
  await vi.waitFor(() => expect(texts()).toEqual(['Я тут']));
});

test('tells the server which replies have arrived and which the visitor sees, again when it was busy', async () => {
  platform.put('reply', 'agent', 'Здравствуйте');
  visible = false;
  platform.refuseReceipts(1);
  const opened = open();
  await vi.waitFor(() => expect(state?.loaded).toBe(true));
  opened.wake();
  await vi.waitFor(() => expect(platform.receipts).toEqual(['reply delivered']));
  visible = true;
  opened.wake();
  await vi.waitFor(() => expect(platform.receipts.at(-1)).toBe('reply read'));
});

const plan = () => new File(['the plan'], 'план.pdf', { type: 'application/pdf' });

test('a file is shown while it leaves, arrives once, and what is written behind it stays behind it', async () => {
  const held = Promise.withResolvers<void>();
  hold = held.promise;
  const opened = open();
  opened.attach(plan());
  opened.write('Вот план');
  await vi.waitFor(() =>
    expect(state?.pending[0]).toMatchObject({ file: { name: 'план.pdf', size: 8 }, progress: 0.5 }),
  );
  held.resolve();
  await vi.waitFor(() => expect(state?.pending).toEqual([]));
  expect([...platform.stored.values()]).toMatchObject([
    { files: [{ name: 'план.pdf', size: 8 }] },
    { text: 'Вот план' },
  ]);
  expect(state?.messages).toMatchObject([{ files: [{ name: 'план.pdf' }] }, { text: 'Вот план' }]);
});

test('a file that is called off never arrives, and what is written behind it does', async () => {
  hold = new Promise(() => undefined);
  const opened = open();
  opened.attach(plan());
  await vi.waitFor(() => expect(state?.pending[0]).toMatchObject({ progress: 0.5 }));
  opened.write('Без плана');
  opened.remove(state?.pending[0]?.id ?? '');
  await vi.waitFor(() => expect([...platform.stored.values()]).toMatchObject([{ text: 'Без плана' }]));
  expect(state?.pending).toEqual([]);
});

test('a file that a lost connection stopped is sent again by itself, and a refused one when the visitor asks', async () => {
  platform.troubles.push('down', 'refuse');
  const opened = open();
  opened.attach(plan());
  await vi.waitFor(() => expect(state?.pending).toMatchObject([{ state: 'waiting' }]));
  opened.wake();
  await vi.waitFor(() => expect(state?.pending).toMatchObject([{ state: 'refused' }]));
  opened.retry(state?.pending[0]?.id ?? '');
  await vi.waitFor(() => expect(platform.stored.size).toBe(1));
});
