import { once } from 'node:events';
import { createServer } from 'node:http';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readConfig } from '../config.ts';
import { demoTeam } from '../demo/demo-team.ts';
import { openIntake } from '../http/bodies/intake.ts';
import { listen } from '../http/listen.ts';
import { createLogger } from '../http/machinery/logger.ts';
import { createDiskBlobStore } from '../store/blobs/disk-blob-store.ts';
import { openEmbeddedStore } from '../store/embedded/embedded-store.ts';
import { type ChatVisitor, createChatVisitor } from '../testing/chat-visitor.ts';
import { type FakeOpenAi, startFakeOpenAi } from '../testing/fake-openai.ts';
import { makeFolder } from '../testing/make-folder.ts';
import { composeApp } from './compose-app.ts';
import { openWork, type ServerParts } from './open-work.ts';

const waiting = { interval: 10, timeout: 20_000 };

/** What one process of an installation is made of. Processes share the data folder and nothing else. */
const openProcess = (directory: string, model: FakeOpenAi) => {
  const config = readConfig({
    ...{ INBETWIN_DATA: directory, HOST: '127.0.0.1', PORT: '0', AGENT_QUIET_MS: '0', LOG_LEVEL: 'silent' },
    ...{ OPENAI_BASE_URL: model.baseUrl, OPENAI_API_KEY: 'sk-fake', OPENAI_MODEL: 'test-model' },
  });
  const parts: ServerParts = {
    config,
    log: createLogger('silent'),
    store: openEmbeddedStore({ directory }),
    blobs: createDiskBlobStore(path.join(directory, 'files')),
    secretKey: new Uint8Array(32).fill(7),
    wall: Date.now,
    monotonic: () => performance.now(),
    options: {},
    publicUrl: () => 'http://127.0.0.1',
  };
  const work = openWork(parts);
  const close = async () => {
    await Promise.all([work.served.stop(), work.imports.close()]);
    await work.channels.stop();
    await work.dispatcher.stop();
    await work.searches.close();
    await parts.store.close();
  };
  return { parts, work, close };
};

/** A process that runs the agents and delivers their answers, and has no pages. */
const startWorker = async (directory: string, model: FakeOpenAi): Promise<void> => {
  const { work, close } = openProcess(directory, model);
  onTestFinished(close);
  await work.accounts.ensureTeam(demoTeam);
  for (const team of await work.accounts.teams()) await work.served.begin(team);
};

/** A process that answers HTTP, and runs and delivers nothing. */
const startApi = async (directory: string, model: FakeOpenAi): Promise<string> => {
  const { parts, work, close } = openProcess(directory, model);
  const http = createServer(composeApp(parts, work, await openIntake(path.join(directory, 'uploads'))));
  onTestFinished(async () => {
    work.streams.close();
    work.pages.close();
    const closed = once(http, 'close');
    http.close();
    http.closeAllConnections();
    await closed;
    await close();
  });
  return listen(http, parts.config);
};

const countIn = (text: string, event: string): number => text.split(`event:${event}\n`).length - 1;

/** The visitor's page reads the history whenever it is told to, as the real one does. */
const openPage = async (visitor: ChatVisitor) => {
  const stream = await visitor.stream();
  onTestFinished(stream.close);
  await vi.waitFor(() => expect(countIn(stream.text(), 'ready')).toBe(1), waiting);
  return (event: string, times = 1) =>
    vi.waitFor(() => expect(countIn(stream.text(), event)).toBeGreaterThanOrEqual(times), waiting);
};

test('a page sees in one process who is writing and what is sent in another, and answers what was asked in a third', async () => {
  const model = await startFakeOpenAi();
  onTestFinished(model.stop);
  const answering = Promise.withResolvers<void>();
  model.always(async () => {
    await answering.promise;
    return { kind: 'answer', text: 'Здравствуйте! Чем помочь?' };
  });
  const directory = makeFolder();
  await startWorker(directory, model);
  const visitor = createChatVisitor(await startApi(directory, model));
  const elsewhere = visitor.at({ url: await startApi(directory, model) });
  const heard = await openPage(visitor);
  const heardElsewhere = await openPage(elsewhere);

  expect((await visitor.write('Здравствуйте')).status).toBe(201);
  await Promise.all([heard('message'), heardElsewhere('message')]);
  // The model holds the answer back: nothing else can be heard before it.
  await Promise.all([heard('typing'), heardElsewhere('typing')]);
  expect(await visitor.answers()).toEqual([]);

  answering.resolve();
  await Promise.all([heard('message', 2), heardElsewhere('message', 2)]);
  for (const page of [visitor, elsewhere])
    expect(await page.answers()).toMatchObject([{ from: 'agent', delivery: 'sent' }]);

  expect((await elsewhere.write('Спасибо, ещё вопрос')).status).toBe(201);
  await Promise.all([heard('message', 4), heardElsewhere('message', 4)]);
  expect(await visitor.answers()).toHaveLength(2);
});
