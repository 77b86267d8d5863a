import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createChatVisitor } from './testing/chat-visitor.ts';
import { makeFolder } from './testing/make-folder.ts';
import { type ServerProcess, startServer } from './testing/server-process.ts';
import { startForTest } from './testing/start-for-test.ts';

const CHECK_MS = 100;
const VISITORS = 6;
const READERS = 3;
const RESTARTS = 4;

/** As nginx does it: connections are kept, servers that are not ready are left alone, and a request that fails is not sent again. */
const startBalancer = async () => {
  const agent = new Agent({ keepAlive: true });
  const ready = new Map<string, boolean>();
  let turn = 0;
  const next = (): string | undefined => {
    const open = [...ready].filter(([, isReady]) => isReady).map(([url]) => url);
    turn += 1;
    return open[turn % open.length];
  };
  const forward = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const url = next();
    const fail = () => outgoing.writeHead(502).end();
    if (url === undefined) return void fail();
    const passed = request(`${url}${incoming.url}`, { agent, method: incoming.method, headers: incoming.headers });
    passed.on('error', fail);
    passed.on('response', (answer) => {
      const { connection: _connection, ...headers } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 502, headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(passed);
  };
  const check = async (url: string): Promise<void> => {
    const isReady = await fetch(`${url}/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready.has(url)) ready.set(url, isReady);
  };
  const server = createServer(forward).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const checking = setInterval(() => {
    for (const url of ready.keys()) void check(url);
  }, CHECK_MS);
  onTestFinished(() => {
    clearInterval(checking);
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    add: (url: string) => ready.set(url, true),
    remove: (url: string) => ready.delete(url),
  };
};

test('a rolling restart behind a load balancer loses no request, and every message is there once', async () => {
  const environment = { INBETWIN_DATA: makeFolder(), DRAIN_SECONDS: '1' };
  await startForTest({ ...environment, ROLE: 'worker' });
  const balancer = await startBalancer();
  const running: ServerProcess[] = [];
  onTestFinished(async () => {
    await Promise.all(running.map((one) => one.stop('SIGKILL')));
  });
  const start = async (): Promise<ServerProcess> => {
    const server = await startServer({ ...environment, ROLE: 'api' });
    running.push(server);
    balancer.add(server.url);
    return server;
  };
  const serving = [await start(), await start()];

  let isOver = false;
  const statuses: number[] = [];
  const talk = async (name: number) => {
    const visitor = createChatVisitor(balancer.url);
    const texts: string[] = [];
    while (!isOver) {
      const text = `Вопрос ${name}-${texts.length}`;
      texts.push(text);
      statuses.push((await visitor.write(text)).status);
      await visitor.history();
      // Slow enough for the chat page's limit on messages.
      await sleep(500);
    }
    return { visitor, texts };
  };
  /** Asks without a pause, so that some request is always under way. */
  const read = async () => {
    const pages: number[] = [];
    while (!isOver) {
      const response = await fetch(`${balancer.url}/chat/demo`);
      await response.arrayBuffer();
      pages.push(response.status);
    }
    return pages;
  };
  const reading = Array.from({ length: READERS }, read);
  const talking = Array.from({ length: VISITORS }, (_, name) => talk(name));
  for (let restart = 0; restart < RESTARTS; restart++) {
    const old = serving.shift();
    serving.push(await start());
    expect(await old?.stop('SIGTERM')).toBe(0);
    balancer.remove(old?.url ?? '');
  }
  isOver = true;

  for (const { visitor, texts } of await Promise.all(talking)) {
    await vi.waitFor(
      async () => {
        const { messages } = await visitor.history();
        expect(messages.filter(({ from }) => from === 'visitor').map(({ text }) => text)).toEqual(texts);
        expect(messages.at(-1)?.from).not.toBe('visitor');
      },
      { timeout: 30_000, interval: 100 },
    );
  }
  expect(new Set(statuses)).toEqual(new Set([201]));
  expect(statuses.length).toBeGreaterThan(VISITORS * RESTARTS);
  expect(new Set((await Promise.all(reading)).flat())).toEqual(new Set([200]));
}, 120_000);
