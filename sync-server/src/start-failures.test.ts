import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startFakeCouch } from './store/testing/fake-couch.ts';
import { makeFolder } from './testing/make-folder.ts';
import { runServer } from './testing/server-process.ts';

const takePort = async (onConnection?: (socket: Socket) => void): Promise<number> => {
  const server = createServer(onConnection).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
};

describe('a server that cannot start says why in one sentence', () => {
  const expectSentence = async (environment: Readonly<Record<string, string>>, sentence: RegExp) => {
    const { code, stdout, stderr } = await runServer(environment);
    expect(stderr).toMatch(sentence);
    expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({ code: 1, stdout: '', lines: 1 });
    expect(stderr).not.toMatch(/ {4}at |node:internal|Error:/);
  };

  test('the port is taken', async () => {
    const port = String(await takePort());
    const sentence = new RegExp(`^Port ${port} is in use\\. Stop the other program, or set PORT to another\\.\n$`);
    await expectSentence({ PORT: port, INBETWIN_DATA: makeFolder() }, sentence);
  });

  test('the address is not of this machine', async () => {
    await expectSentence(
      { HOST: '203.0.113.7', INBETWIN_DATA: makeFolder() },
      /^This machine has no address 203.+HOST/,
    );
  });

  test('the data folder cannot be written, or a file is in its way', async () => {
    const file = path.join(makeFolder(), 'file');
    writeFileSync(file, '');
    for (const folder of [file, path.join(file, 'below'), ...(process.platform === 'linux' ? ['/proc/x'] : [])]) {
      const sentence = new RegExp(
        `^The data folder ${folder} cannot be written \\(\\w+\\)\\. Set INBETWIN_DATA to .+\\.\n$`,
      );
      await expectSentence({ INBETWIN_DATA: folder }, sentence);
    }
  });

  test('what lies in the data folder is no store, or no key', async () => {
    const folder = makeFolder();
    writeFileSync(path.join(folder, 'store.sqlite'), 'x'.repeat(5000));
    await expectSentence({ INBETWIN_DATA: folder }, /^The store in .+ is not a database\. .+ backup in its place\.\n$/);
    const other = makeFolder();
    writeFileSync(path.join(other, 'secret.key'), 'no key');
    await expectSentence({ INBETWIN_DATA: other }, /secret\.key holds no key\. Put the backup of this file/);
  });

  test('CouchDB keeps several copies, and no broker assigns the work', async () => {
    const couch = await startFakeCouch({ nodes: 3 });
    onTestFinished(couch.close);
    const sentence = /^CouchDB keeps 3 copies of each document, .+\. Set AMQP_URL to a RabbitMQ server, .+\.\n$/;
    await expectSentence({ COUCHDB_URL: couch.url, INBETWIN_DATA: makeFolder() }, sentence);
  });

  test('CouchDB does not answer', async () => {
    const port = await takePort((socket) => socket.destroy());
    const sentence = /^CouchDB does not answer: .+\. Check COUCHDB_URL and the network\.\n$/;
    await expectSentence({ COUCHDB_URL: `http://127.0.0.1:${port}`, INBETWIN_DATA: makeFolder() }, sentence);
  });

  test('a model of its own has no name', async () => {
    const environment = { OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1', INBETWIN_DATA: makeFolder() };
    await expectSentence(environment, /^OPENAI_MODEL must name a model when OPENAI_BASE_URL is set\n$/);
  });

  test('settings are wrong: a line for each, and no folder is made', async () => {
    const wrong = {
      PORT: 'eighty',
      COUCHDB_URL: 'couch:5984',
      TELEGRAM_BOT_TOKEN: 'my token',
      TELEGRAM_API_ROOT: 'file:///etc',
      OPENAI_BASE_URL: 'localhost',
      SECRET_KEY: 'short',
      ALLOW_PRIVATE_ENDPOINTS: 'yes',
      LOG_LEVEL: 'loud',
    };
    const parent = makeFolder();
    const { code, stdout, stderr } = await runServer({ ...wrong, INBETWIN_DATA: path.join(parent, 'data') });
    expect({ code, stdout, folders: readdirSync(parent) }).toEqual({ code: 1, stdout: '', folders: [] });
    const lines = stderr.trimEnd().split('\n');
    expect(lines.map((line) => /^(\w+) must .+/.exec(line)?.[1]).sort()).toEqual(Object.keys(wrong).sort());
    for (const secret of [wrong.TELEGRAM_BOT_TOKEN, wrong.SECRET_KEY]) expect(stderr).not.toContain(secret);
  });
});
