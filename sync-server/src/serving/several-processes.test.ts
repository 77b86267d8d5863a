import { expect, onTestFinished, test, vi } from 'vitest';
import { readConfig } from '../config.ts';
import { createLogger } from '../http/machinery/logger.ts';
import { duties, type Role } from '../processes/roles.ts';
import { startServer } from '../server.ts';
import { type ChatVisitor, createChatVisitor } from '../testing/chat-visitor.ts';
import { type FakeOpenAi, startFakeOpenAi } from '../testing/fake-openai.ts';
import { makeFolder } from '../testing/make-folder.ts';

const waiting = { interval: 10, timeout: 20_000 };

/** Starts one process of an installation; the others share its data folder and nothing else. Returns its address. */
const startProcess = async (role: Role, directory: string, model: FakeOpenAi): Promise<string> => {
  const config = readConfig({
    ...{ ROLE: role, INBETWIN_DATA: directory, HOST: '127.0.0.1', PORT: '0', AGENT_QUIET_MS: '0' },
    ...{ OPENAI_BASE_URL: model.baseUrl, OPENAI_API_KEY: 'sk-fake', OPENAI_MODEL: 'test-model' },
  });
  const server = await startServer(config, createLogger('silent'));
  onTestFinished(server.stop);
  return server.url;
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
  for (const role of duties) await startProcess(role, directory, model);
  const visitor = createChatVisitor(await startProcess('api', directory, model));
  const elsewhere = visitor.at({ url: await startProcess('api', directory, model) });
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
