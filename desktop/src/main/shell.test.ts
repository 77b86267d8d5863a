import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IpcBridge } from '@inbetwin/shared/contracts/ipc.ts';
import { ipcCalls } from '@inbetwin/shared/contracts/ipc.ts';
import { SYNC_VERSION_HEADER } from '@inbetwin/shared/contracts/sync.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFakeElectron } from './testing/fake-electron.ts';

let folder: string;
let server: Server;
let serverUrl: string;
let seen: {
  method: string;
  url: string;
  authorization: string | undefined;
  version: string | string[] | undefined;
  body: string;
}[];
let electron: ReturnType<typeof createFakeElectron>;
let bridge: IpcBridge;

/** The real main and the real preload, freshly loaded onto one fake Electron. */
const launch = async (): Promise<void> => {
  electron = createFakeElectron(folder);
  vi.resetModules();
  vi.doMock('electron', () => electron.module);
  const { startApp } = await import('./start-app.ts');
  await startApp({ outFolder: folder, serverUrl, signInFragment: '#/link/once', devAddress: undefined });
  await vi.importActual('../preload/index.ts');
  bridge = electron.exposed.get('inbetwin') as IpcBridge;
};

const get = (path: string, init?: RequestInit): Promise<Response> => {
  const handle = electron.protocols.get('app');
  if (!handle) throw new Error('The scheme is not handled.');
  return handle(new Request(`app://inbetwin${path}`, init));
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inbetwin-shell-'));
  await mkdir(join(folder, 'renderer'));
  await writeFile(join(folder, 'renderer/index.html'), '<!doctype html><title>inBeTwin</title>');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  seen = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    const version = headers[SYNC_VERSION_HEADER];
    seen.push({ method, url, authorization: headers.authorization, version, body: Buffer.concat(chunks).toString() });
    response.setHeader('set-cookie', 'a=b').setHeader('content-type', 'text/event-stream');
    response.write('data: first\n\n');
    if (!url.includes('stream')) response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  serverUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  await launch();
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  vi.doUnmock('electron');
  await rm(folder, { recursive: true, force: true });
});

test('the window is sandboxed, isolated, and shows the application’s own page', () => {
  const [window] = electron.windows;
  expect(window?.address).toBe('app://inbetwin/#/link/once');
  expect(window?.options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    preload: join(folder, 'preload/index.cjs'),
  });
});

test('a second start quits and brings the first window forward', async () => {
  electron.app.emit('second-instance');
  expect(electron.windows).toHaveLength(1);
  expect(electron.windows[0]?.shown).toBe(2);
  electron.app.isFirst = false;
  const { startApp } = await import('./start-app.ts');
  await startApp({ outFolder: folder, serverUrl, signInFragment: '#/link/once', devAddress: undefined });
  expect(electron.app.hasQuit).toBe(true);
  expect(electron.windows).toHaveLength(1);
});

test('every call of the contract is answered over the bridge', async () => {
  const payloads = {
    'server:url': null,
    'session:load': null,
    'session:save': { refreshToken: 'r1' },
    'session:clear': null,
    'notification:show': { title: 'Новое сообщение', body: 'Сколько стоит?', conversationId: 'c1' },
    'badge:set': { unread: 3 },
  } satisfies { [C in keyof typeof ipcCalls]: unknown };
  for (const [call, { response }] of Object.entries(ipcCalls)) {
    const name = call as keyof typeof ipcCalls;
    const result = await bridge.request(name, payloads[name] as never);
    expect(result.ok && response.safeParse(result.value).success).toBe(true);
  }
  expect(electron.app.badge).toBe(3);
});

test('a session survives a restart sealed, and belongs to its server alone', async () => {
  await bridge.request('session:save', { refreshToken: 'a-secret-token' });
  expect(await readFile(join(folder, 'session'), 'latin1')).not.toContain('a-secret-token');
  await launch();
  expect(electron.windows[0]?.address).toBe('app://inbetwin/');
  expect(await bridge.request('session:load', null)).toEqual({ ok: true, value: { refreshToken: 'a-secret-token' } });

  const here = serverUrl;
  serverUrl = 'https://elsewhere.example';
  await launch();
  expect(await bridge.request('session:load', null)).toEqual({ ok: true, value: null });
  serverUrl = here;
  await launch();
  await bridge.request('session:clear', null);
  expect(await bridge.request('session:load', null)).toEqual({ ok: true, value: null });
});

test('a broken session file and a missing keychain are no crash', async () => {
  await writeFile(join(folder, 'session'), 'not sealed by anybody');
  expect(await bridge.request('session:load', null)).toEqual({ ok: true, value: null });
  electron.keychain.available = false;
  expect(await bridge.request('session:save', { refreshToken: 'r' })).toMatchObject({
    ok: false,
    code: 'secrets.unreadable',
  });
});

test('strangers, unknown calls and wrong payloads have no effect', async () => {
  expect(await bridge.request('badge:set', { unread: -1 })).toMatchObject({
    ok: false,
    code: 'ipc.invalid',
  });
  expect(await bridge.request('toString' as never, null as never)).toMatchObject({
    ok: false,
    code: 'ipc.unknown_call',
  });
  for (const url of ['https://evil.example/', 'app://other/', 'file:///tmp/x.html', 'app://inbetwin.evil.example/']) {
    electron.sender.url = url;
    expect(await bridge.request('badge:set', { unread: 9 })).toMatchObject({ code: 'ipc.untrusted' });
  }
  electron.sender.url = 'app://inbetwin/';
  electron.sender.parent = {};
  expect(await bridge.request('badge:set', { unread: 9 })).toMatchObject({ code: 'ipc.untrusted' });
  expect(electron.app.badge).toBe(0);
});

test('a click on a notification shows the window and names the conversation, until the listener leaves', async () => {
  const heard: string[] = [];
  const leave = bridge.on('conversation:open', ({ conversationId }) => heard.push(conversationId));
  await bridge.request('notification:show', { title: 't', body: 'b', conversationId: 'c1' });
  electron.notifications[0]?.emit('click');
  leave();
  electron.notifications[0]?.emit('click');
  expect(heard).toEqual(['c1']);
  expect(electron.windows[0]?.shown).toBe(3);
});

test('no page navigates away, opens a window, embeds another or gets a permission', () => {
  const contents = electron.windows[0]?.webContents;
  const prevented = (name: string, url: string): boolean => {
    const preventDefault = vi.fn();
    contents?.emit(name, { url, preventDefault });
    return preventDefault.mock.calls.length > 0;
  };
  expect(prevented('will-navigate', 'https://evil.example/')).toBe(true);
  expect(prevented('will-redirect', 'https://evil.example/')).toBe(true);
  expect(prevented('will-attach-webview', '')).toBe(true);
  expect(prevented('will-navigate', 'app://inbetwin/#/inbox')).toBe(false);
  for (const url of ['https://example.com/', 'javascript:alert(1)', 'file:///etc/passwd']) {
    expect(contents?.openHandler?.({ url })).toEqual({ action: 'deny' });
  }
  expect(electron.opened).toEqual(['https://example.com/']);
  const asked = (permission: string): unknown => {
    const answer = vi.fn();
    const request = electron.permissions.request as unknown as (...args: unknown[]) => void;
    request({ getURL: () => 'app://inbetwin/' }, permission, answer);
    return answer.mock.calls[0]?.[0];
  };
  expect([asked('media'), asked('geolocation'), asked('clipboard-sanitized-write')]).toEqual([false, false, true]);
});

test('a link that the system cannot open is told to its page', async () => {
  const told: string[] = [];
  bridge.on('link:unopened', ({ url }) => told.push(url));
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  electron.failing.openExternal = new Error('No application is set for this link.');
  electron.windows[0]?.webContents.openHandler?.({ url: 'https://example.com/' });
  await vi.waitFor(() => expect(told).toEqual(['https://example.com/']));
  expect(warn).toHaveBeenCalledOnce();
  warn.mockRestore();
});

test('a page that cannot be loaded is explained, unless another one is loaded in its place', async () => {
  const { openWindow } = await import('./window.ts');
  const open = () => openWindow({ preload: '', address: 'http://127.0.0.1:1/' });
  electron.failing.loadURL = Object.assign(new Error('replaced'), { code: 'ERR_ABORTED' });
  open();
  electron.failing.loadURL = new Error('ERR_CONNECTION_REFUSED');
  open();
  await vi.waitFor(() => expect(electron.errorBoxes).toEqual(['Error: ERR_CONNECTION_REFUSED']));
});

test('pages come from the renderer’s folder alone, under a strict policy', async () => {
  const page = await get('/');
  expect(await page.text()).toContain('inBeTwin');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
  for (const path of ['/missing.js', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/%00', '/%zz', '/assets']) {
    expect((await get(path)).status).toBe(404);
  }
  expect((await get('/', { method: 'POST' })).status).toBe(405);
});

test('the server’s paths are passed on with their token and the form of replication, without cookies, and stream', async () => {
  const answer = await get('/sync/v1/push?x=1', {
    method: 'POST',
    headers: {
      authorization: 'Bearer t',
      'content-type': 'application/json',
      [SYNC_VERSION_HEADER]: '1',
      cookie: 'c=d',
    },
    body: '{"a":1}',
  });
  await answer.text();
  // Without the form the server would serve a program that is too old for it.
  expect(seen).toEqual([
    { method: 'POST', url: '/sync/v1/push?x=1', authorization: 'Bearer t', version: '1', body: '{"a":1}' },
  ]);
  expect(answer.headers.get('set-cookie')).toBeNull();

  const stream = await get('/sync/v1/stream');
  const first = await stream.body?.getReader().read();
  expect(new TextDecoder().decode(first?.value)).toBe('data: first\n\n');
});

test('a server that is away rejects, as it would in a browser', async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  await expect(get('/health')).rejects.toThrow();
});
