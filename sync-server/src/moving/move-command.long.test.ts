import { expect, onTestFinished, test, vi } from 'vitest';
import { startFakeCouch } from '../store/testing/fake-couch.ts';
import { createChatVisitor } from '../testing/chat-visitor.ts';
import { makeFolder } from '../testing/make-folder.ts';
import { runAdmin, runServer } from '../testing/server-process.ts';
import { startForTest } from '../testing/start-for-test.ts';

const waiting = { interval: 50 };

/** A port at which nobody listens. */
const UNUSED_PORT = '2';

test('an operator moves a server to CouchDB and back, and its customers go on where they were', async () => {
  const couch = await startFakeCouch();
  onTestFinished(() => couch.close());
  const home = { INBETWIN_DATA: makeFolder(), AGENT_QUIET_MS: '0' };
  const stopped = { ...home, PORT: UNUSED_PORT };

  const first = await startForTest(home);
  const visitor = createChatVisitor(first.url);
  await visitor.write('Есть ли парковка?');
  await vi.waitFor(async () => expect(await visitor.answers()).toHaveLength(1), waiting);
  const running = { ...home, PORT: new URL(first.url).port };
  const refused = await runAdmin(running, 'move', '--to', couch.url);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('A server is running here')]);
  await first.stop();

  const moved = await runAdmin(stopped, 'move', '--to', couch.url);
  expect([moved.code, moved.stdout]).toEqual([0, expect.stringContaining('Everything is in CouchDB now')]);
  expect(moved.stdout).toMatch(/^team-\w+: \d+ documents, [1-9]\d* files$/m);
  const old = await runServer(stopped);
  expect([old.code === 0, old.stderr]).toEqual([false, expect.stringContaining('has been moved')]);

  const second = await startForTest({ ...home, COUCHDB_URL: couch.url });
  const there = visitor.at({ url: second.url });
  expect((await there.history()).messages).toHaveLength(2);
  await there.write('Сколько стоит аренда лофта?');
  await vi.waitFor(async () => expect(await there.answers()).toHaveLength(2), waiting);
  await second.stop();

  const back = await runAdmin({ ...stopped, COUCHDB_URL: couch.url }, 'move', '--to', 'embedded');
  expect([back.code, back.stdout]).toEqual([0, expect.stringContaining('in the data folder now')]);
  const third = await startForTest(home);
  expect((await visitor.at({ url: third.url }).history()).messages).toHaveLength(4);
});

test('it says what it does not understand, and that nothing has to be moved', async () => {
  const couch = await startFakeCouch();
  onTestFinished(() => couch.close());
  const environment = { INBETWIN_DATA: makeFolder(), PORT: UNUSED_PORT };
  const words = async (...args: readonly string[]) => (await runAdmin(environment, 'move', ...args)).stderr;
  expect(await words('--into', couch.url)).toContain('Name where to');
  expect(await words('--to', 'cloud')).toContain('"cloud" is no store');
  expect(await words('--to', 'embedded')).toContain('stored there already');
});
