import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { startApi } from '@inbetwin/sync-server/http/testing/start-api.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTestStorage } from '../replication/testing/open-device.ts';
import { createSession } from './create-session.ts';
import type { SessionParts } from './session-exchange.ts';

let api: Awaited<ReturnType<typeof startApi>>;

beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const anna = { email: 'anna@example.com', password: 'long enough' };
const createLock = (): SessionParts['exclusively'] => {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => undefined);
    return result;
  };
};

/** A network before the server that can lose its answers to a refresh: the server has done all it was asked by then. */
const openCutLine = async (target: string) => {
  let isCutting = false;
  let cut = 0;
  const server = createServer((incoming, outgoing) => {
    const { method, url = '/', headers } = incoming;
    const onward = request(new URL(url, target), { method, headers, agent: false }, async (answer) => {
      if (!isCutting || !url.endsWith('/refresh')) {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
        return;
      }
      await once(answer.resume(), 'end');
      cut += 1;
      outgoing.destroy();
    });
    incoming.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    cutAnswers: (next: boolean) => {
      isCutting = next;
    },
    /** How many answers were lost. */
    cut: () => cut,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/** A tab: sessions that share `storage` and `exclusively` are tabs of one browser. */
const openTab = (changes: Partial<SessionParts> = {}) => {
  const requests: string[] = [];
  const session = createSession({
    baseUrl: api.url,
    server: async () => api.url,
    storage: createTestStorage(api.url),
    exclusively: createLock(),
    ...changes,
    fetch: (input, init) => {
      requests.push(String(input).replace(api.url, ''));
      return (changes.fetch ?? fetch)(input, init);
    },
  });
  return { session, refreshes: () => requests.filter((path) => path.endsWith('/refresh')).length };
};

const me = '/api/v1/auth/me';

test('registering and signing in tell who is there; a wrong password tells why not', async () => {
  const { session } = openTab();
  expect(session.snapshot()).toEqual({ state: 'signed-out' });
  expect(await session.register({ ...anna, name: 'Анна', team: 'Праздник' })).toBe(true);
  expect(session.snapshot()).toMatchObject({ state: 'signed-in', user: { name: 'Анна' }, team: { name: 'Праздник' } });
  await session.signOut();
  expect(session.snapshot()).toEqual({ state: 'signed-out' });
  expect(await session.signIn({ ...anna, password: 'not the one' })).toBe(false);
  expect(session.snapshot()).toMatchObject({ state: 'signed-out', error: { code: 'auth.wrong_credentials' } });
  expect(await session.signIn(anna)).toBe(true);
  expect(session.snapshot().error).toBeUndefined();
});

test('a device that signed in before is told apart from strangers, also after signing out', async () => {
  const authLimits = {
    perAddress: { points: 100, seconds: 60 },
    perPair: { free: 2, first: 60_000, longest: 60_000, forgottenAfter: 600_000 },
    perEmail: { points: 100, seconds: 60 },
    newTeams: { perAddress: { points: 100, seconds: 60 }, inAll: { points: 100, seconds: 60 } },
  };
  const strict = await startApi({ authLimits });
  const changes = { baseUrl: strict.url, storage: createTestStorage(strict.url) };
  const { session } = openTab(changes);
  await session.register({ ...anna, name: 'Анна', team: 'Праздник' });
  await session.signOut();
  const stranger = openTab({ ...changes, storage: createTestStorage(strict.url) });
  for (const code of ['auth.wrong_credentials', 'auth.wrong_credentials', 'request.too_many']) {
    expect(await stranger.session.signIn({ ...anna, password: 'a guess' })).toBe(false);
    expect(stranger.session.snapshot().error?.code).toBe(code);
  }
  expect(await session.signIn({ ...anna, email: ' Anna@example.com' })).toBe(true);
  await strict.close();
});

test('many requests with an expired token refresh once, and all are answered', async () => {
  await api.register('anna');
  const { session, refreshes } = openTab();
  await session.signIn(anna);
  api.clock.advance(16 * 60_000);
  const answers = await Promise.all(Array.from({ length: 20 }, () => session.authorizedFetch(me)));
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect(refreshes()).toBe(1);
});

test('two tabs never use one refresh token twice, however long they live', async () => {
  const storage = createTestStorage(api.url, await api.register('anna'));
  const shared = { storage, exclusively: createLock() };
  const tabs = [openTab(shared), openTab(shared), openTab(shared)];
  for (let round = 0; round < 3; round++) {
    api.clock.advance(16 * 60_000);
    const answers = await Promise.all(tabs.map(({ session }) => session.authorizedFetch(me)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  }
  for (const { session } of tabs) expect(session.snapshot().state).toBe('signed-in');
});

test('a start without a network keeps the person signed in, and so does a server that fails', async () => {
  const storage = createTestStorage(api.url, await api.register('anna'));
  const offline = openTab({ storage, fetch: () => Promise.reject(new TypeError('fetch failed')) });
  expect(offline.session.snapshot()).toMatchObject({ state: 'signed-in', user: { name: 'anna' } });
  await expect(offline.session.authorizedFetch(me)).rejects.toThrow('fetch failed');
  const failing = openTab({ storage, fetch: async () => new Response('bad gateway', { status: 502 }) });
  await expect(failing.session.authorizedFetch(me)).rejects.toThrow('502');
  for (const { session } of [offline, failing]) expect(session.snapshot().state).toBe('signed-in');
  expect((await openTab({ storage }).session.authorizedFetch(me)).status).toBe(200);
});

test('only a definite refusal of the refresh ends the session, with the reason', async () => {
  const signedIn = await api.register('anna');
  const { session } = openTab({ storage: createTestStorage(api.url, signedIn) });
  await api.services.accounts.logout(signedIn.refreshToken);
  await expect(session.authorizedFetch(me)).rejects.toMatchObject({ code: 'auth.required' });
  expect(session.snapshot()).toMatchObject({ state: 'signed-out', error: { code: 'auth.token_invalid' } });
});

test('an answer to the refresh that is lost on the way signs nobody out, however often and for however long', async () => {
  const line = await openCutLine(api.url);
  const storage = createTestStorage(api.url, await api.register('anna'));
  const { session } = openTab({ baseUrl: line.url, storage });
  expect((await session.authorizedFetch(me)).status).toBe(200);
  line.cutAnswers(true);
  for (const away of [16 * 60_000, 5_000, 24 * 3600_000]) {
    api.clock.advance(away);
    await expect(session.authorizedFetch(me)).rejects.toThrow('fetch failed');
    expect(session.snapshot()).toMatchObject({ state: 'signed-in', user: { name: 'anna' } });
  }
  expect(line.cut()).toBe(3);
  line.cutAnswers(false);
  api.clock.advance(3600_000);
  for (let renewal = 0; renewal < 2; renewal += 1) {
    expect((await session.authorizedFetch(me)).status).toBe(200);
    api.clock.advance(16 * 60_000);
  }
  await line.close();
});

test('a device that died before the new token was on its disk is let in with the old one', async () => {
  const storage = createTestStorage(api.url, await api.register('anna'));
  const dying = openTab({ storage: { ...storage, saveToken: () => new Promise(() => undefined) } });
  void dying.session.authorizedFetch(me);
  await vi.waitFor(() => expect(dying.refreshes()).toBe(1));
  api.clock.advance(3600_000);
  expect((await openTab({ storage }).session.authorizedFetch(me)).status).toBe(200);
});

test('whoever signed in, or out, is told so when that is sure to outlive the process', async () => {
  await api.register('anna');
  const storage = createTestStorage(api.url);
  const disk = Promise.withResolvers<void>();
  const keep = vi.fn(() => disk.promise);
  const { session } = openTab({ storage: { ...storage, keep } });
  const signingIn = session.signIn(anna);
  await vi.waitFor(() => expect(keep).toHaveBeenCalled());
  expect(await storage.loadToken()).toBeDefined();
  expect(session.snapshot().state).toBe('signed-out');
  disk.resolve();
  expect(await signingIn).toBe(true);
  await session.signOut();
  expect(keep).toHaveBeenCalledTimes(2);
});

test('what a kill took out of the storage is put back before anybody is asked to sign in', async () => {
  const lost = createTestStorage(api.url);
  const found = createTestStorage(api.url, await api.register('anna'));
  const restore = async (): Promise<boolean> => {
    lost.saveProfile(found.loadProfile());
    await lost.saveToken(await found.loadToken());
    return true;
  };
  const { session } = openTab({ storage: { ...lost, restore } });
  expect(session.snapshot().state).toBe('signed-out');
  await session.restore();
  expect(session.snapshot()).toMatchObject({ state: 'signed-in', user: { name: 'anna' } });
  expect((await session.authorizedFetch(me)).status).toBe(200);
});

test('a one-time link signs in', async () => {
  const target = await api.services.accounts.ensureTeam({
    slug: 'demo',
    name: 'Demo',
    owner: { email: 'demo@example.com', name: 'Demo' },
  });
  const { session } = openTab();
  expect(await session.redeemLink(await api.services.accounts.createSignInLink(target))).toBe('entered');
  expect(await session.redeemLink('x'.repeat(30))).toBe('stayed');
});

test('signing out without a network still forgets the token here', async () => {
  const storage = createTestStorage(api.url, await api.register('anna'));
  const { session } = openTab({ storage, fetch: () => Promise.reject(new TypeError('fetch failed')) });
  const told = vi.fn();
  session.subscribe(told);
  await session.signOut();
  expect(await storage.loadToken()).toBeUndefined();
  expect(told).toHaveBeenCalled();
});

test('a request begun as one person is never sent as another who signed in meanwhile', async () => {
  const [first, second] = [await api.register('anna'), await api.register('boris')];
  const storage = createTestStorage(api.url, first);
  const { session } = openTab({ storage });
  await storage.saveToken(second.refreshToken); // Another tab signed Boris in.
  await expect(session.authorizedFetch(me)).rejects.toMatchObject({ code: 'auth.required' });
});

test('a stored token that is broken ends the session instead of being tried for ever', async () => {
  const storage = createTestStorage(api.url, await api.register('anna'));
  const { session } = openTab({ storage });
  await storage.saveToken('broken');
  await expect(session.authorizedFetch(me)).rejects.toMatchObject({ code: 'auth.required' });
  expect(session.snapshot().state).toBe('signed-out');
});

test('a workspace without a server needs no network, asks nobody, and is there again after it was left', async () => {
  const storage = createTestStorage(api.url);
  const offline = { storage, fetch: () => Promise.reject(new TypeError('fetch failed')), newId: () => '1' };
  const { session } = openTab(offline);
  session.startLocal('Анна');
  const alone = { state: 'signed-in', isLocal: true, user: { id: 'local-1', name: 'Анна' } };
  expect(session.snapshot()).toEqual(alone);
  expect(openTab(offline).session.snapshot()).toEqual(alone);
  await expect(session.authorizedFetch(me)).rejects.toMatchObject({ code: 'auth.required' });

  await session.signOut();
  expect(session.snapshot()).toEqual({ state: 'signed-out' });
  expect(session.local()).toEqual(alone.user);
  session.startLocal('Кто угодно');
  expect(session.snapshot()).toEqual(alone);
});

test('whoever joins from a workspace without a server leaves word whose workspace takes it over', async () => {
  const storage = createTestStorage(api.url);
  const { session } = openTab({ storage, newId: () => '1' });
  session.startLocal('Анна');
  expect(await session.signIn(anna)).toBe(false);
  expect(session.snapshot()).toMatchObject({ isLocal: true, error: { code: 'auth.wrong_credentials' } });
  expect(session.local()?.joins).toBeUndefined();

  expect(await session.register({ ...anna, name: 'Анна', team: 'Праздник' })).toBe(true);
  const { user, team, isLocal } = session.snapshot();
  expect(isLocal).toBeUndefined();
  expect(session.local()).toEqual({
    id: 'local-1',
    name: 'Анна',
    joins: { server: api.url, teamId: team?.id, userId: user?.id },
  });
  await session.signOut();
  await session.signIn(anna);
  expect(session.local()?.joins).toBeDefined();
  session.startLocal('');
  expect(session.local()).toEqual({ id: 'local-1', name: 'Анна' });
});

test('a used sign-in link leaves whoever is signed in where they are, and tells everybody else that it is used up', async () => {
  const { user, team } = await api.register('anna');
  const storage = createTestStorage(api.url);
  const { session } = openTab({ storage });
  const link = await api.services.accounts.createSignInLink({ userId: user.id, teamId: team.id });
  expect(await session.redeemLink(link)).toBe('entered');
  expect(await session.redeemLink(link)).toBe('stayed');
  expect(session.snapshot()).toMatchObject({ state: 'signed-in', user: { name: 'anna' } });
  expect(session.snapshot().error).toBeUndefined();

  // What is stored here says that somebody is signed in, but the server has ended the session.
  const token = await storage.loadToken();
  await api.services.accounts.logout(token ?? '');
  const later = openTab({ storage }).session;
  expect(later.snapshot().state).toBe('signed-in');
  expect(await later.redeemLink(link)).toBe('refused');
  expect(later.snapshot()).toMatchObject({ state: 'signed-out', error: { code: 'auth.link_used' } });
});

test('a link that cannot be tried without a network leaves the person in their workspace', async () => {
  const storage = createTestStorage(api.url, await api.register('anna'));
  const offline = openTab({ storage, fetch: () => Promise.reject(new TypeError('fetch failed')) });
  expect(await offline.session.redeemLink('x'.repeat(30))).toBe('refused');
  expect(offline.session.snapshot()).toMatchObject({ state: 'signed-in', error: { code: 'network' } });
});

test('a tab that asks on after another has signed out is signed out without a word of failure', async () => {
  const shared = { storage: createTestStorage(api.url), exclusively: createLock() };
  const silent = { ...shared.storage, onChange: () => () => undefined };
  const first = openTab(shared);
  await first.session.register({ ...anna, name: 'Анна', team: 'Команда' });
  const second = openTab({ ...shared, storage: silent });
  expect((await second.session.authorizedFetch('/api/v1/auth/me')).status).toBe(200);
  await first.session.signOut();
  await expect(second.session.authorizedFetch('/api/v1/auth/me')).rejects.toMatchObject({ code: 'auth.required' });
  expect(second.session.snapshot()).toEqual({ state: 'signed-out' });
});
