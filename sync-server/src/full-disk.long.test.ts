import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type FakeTelegram, startFakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { problemSchema } from '@inbetwin/shared/contracts/errors.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type ApiClient, signInByLink } from './testing/api-client.ts';
import { type ChatVisitor, createChatVisitor } from './testing/chat-visitor.ts';
import { makeFolder } from './testing/make-folder.ts';
import { runServer, type ServerProcess } from './testing/server-process.ts';
import { startForTest } from './testing/start-for-test.ts';

const MEGABYTE = 1024 * 1024;
/** Room to take some messages, and too little to answer them. */
const LITTLE = 128 * 1024;
const waiting = { interval: 100 };
const question = 'Есть ли парковка у лофта?';

const canRun = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args).status === 0;
const canMount = canRun('unshare', '-rm', 'sh', '-c', 'mount -t tmpfs tmpfs /tmp');
const canLimit = canRun('prlimit');

/** Takes the room of a running server but for so many bytes, and gives it back. */
type Disk = { fill(spare: number): void; free(): void };

/** A disk of its own, seen by the server alone; `before` runs once it is there. */
const ownDisk = (folder: string, megabytes: number, before = 'true'): readonly string[] => [
  ...['unshare', '-rm', 'sh', '-c'],
  `mount -t tmpfs -o size=${megabytes}m tmpfs ${folder} && ${before}; exec "$@"`,
  'sh',
];

test.runIf(canMount)('a full disk: refused clearly, nothing lost, and all goes on when there is room', async () => {
  const folder = makeFolder();
  await expectToSurvive(folder, ownDisk(folder, 24), ({ pid }) => {
    const ballast = path.join(`/proc/${pid}/root${folder}`, 'ballast');
    return { fill: (spare) => fillWith(ballast, spare), free: () => rmSync(ballast) };
  });
});

test.runIf(canLimit)('an exhausted quota: the same', async () => {
  const folder = makeFolder();
  await expectToSurvive(folder, [], ({ pid }) => {
    const limit = (bytes: string) => execFileSync('prlimit', [`--fsize=${bytes}:unlimited`, '--pid', String(pid)]);
    return { fill: (spare) => limit(String(longestFile(folder) + spare)), free: () => limit('unlimited') };
  });
});

test.runIf(canMount)('a server that starts on a full disk says so in one sentence', async () => {
  const folder = makeFolder();
  const full = ownDisk(folder, 1, `head -c ${MEGABYTE} /dev/zero > ${folder}/ballast`);
  const { code, stderr } = await runServer({ INBETWIN_DATA: folder }, full);
  expect(stderr).toMatch(/^[^\n]*disk is full\. Free disk space[^\n]+\n$/);
  expect(code).toBe(1);
});

const fillWith = (file: string, spare: number): void => {
  for (const size of [MEGABYTE, 4096]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
  }
  truncateSync(file, statSync(file).size - spare);
};

const longestFile = (folder: string): number =>
  Math.max(...readdirSync(folder).map((name) => statSync(path.join(folder, name)).size));

const expectToSurvive = async (
  folder: string,
  launcher: readonly string[],
  diskOf: (server: ServerProcess) => Disk,
): Promise<void> => {
  const telegram = await startFakeTelegram();
  onTestFinished(() => telegram.stop());
  const server = await startForTest(
    {
      INBETWIN_DATA: folder,
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
    },
    launcher,
  );
  const disk = diskOf(server);
  const { api } = await signInByLink(server.link);
  const early = createChatVisitor(server.url);
  await early.write(question);
  await expectAnswers(early, 1);
  const sources = await sourceIds(api);

  disk.fill(LITTLE);
  const late = await writeUntilFull(server);
  disk.fill(0);
  await expectRefusals(server, api, telegram);
  expect(await early.answers()).toHaveLength(1);
  expect((await api('searchKnowledge', { query: { q: question } })).results).not.toEqual([]);

  disk.free();
  await expectRecovery(server, api, { early, late, telegram });
  expect(await sourceIds(api)).toEqual(sources);
  expect(await server.stop()).toBe(0);
};

/** From the knowledge base, and nothing else besides. */
const expectAnswers = async (visitor: ChatVisitor, count: number) => {
  await vi.waitFor(async () => expect(await visitor.answers()).toHaveLength(count), waiting);
  for (const { sources } of await visitor.answers()) expect(sources).not.toEqual([]);
};

const sourceIds = async (api: ApiClient) =>
  (await api('listSources', { query: { limit: '200' } })).items.map(({ id }) => id);

const isFull = async (response: Response): Promise<boolean> => {
  if (response.ok) return false;
  const problem = problemSchema.parse(await response.json());
  expect([problem.status, problem.code]).toEqual([507, 'store.full']);
  expect(problem.hint).toMatch(/space|quota/);
  return true;
};

/** Visitors whose message was still taken, most of them unanswered, and visitors whose message was refused. */
const writeUntilFull = async (server: ServerProcess) => {
  const taken: ChatVisitor[] = [];
  const refused: ChatVisitor[] = [];
  while (refused.length < 3 && taken.length < 250) {
    const visitors = Array.from({ length: 10 }, () => createChatVisitor(server.url));
    const outcomes = visitors.map(async (visitor) => {
      ((await isFull(await visitor.write(question))) ? refused : taken).push(visitor);
    });
    await Promise.all(outcomes);
  }
  expect(refused.length).toBeGreaterThanOrEqual(3);
  const answers = await Promise.all(taken.map((visitor) => visitor.answers()));
  const unanswered = answers.filter(({ length }) => length === 0).length;
  process.stdout.write(`full disk: ${taken.length} taken, ${unanswered} unanswered, ${refused.length} refused\n`);
  return { taken, refused };
};

const expectRefusals = async (server: ServerProcess, api: ApiClient, telegram: FakeTelegram) => {
  const polls = telegram.calls('getUpdates');
  telegram.customerWrites({ chatId: 5, text: question });
  await vi.waitFor(() => expect(telegram.calls('getUpdates')).toBeGreaterThan(polls), waiting);

  const body = { title: 'T', text: 'Одно и то же предложение. '.repeat(20_000), mediaType: 'text/plain' };
  await expect(api('createSource', { body })).rejects.toThrow(/store\.full/);
  // Something small may find a place that a refused write left; otherwise it is refused in the same words.
  await isFull(await fetch(`${server.url}/ready`));
  const person = { email: 'a@example.com', password: 'long enough', name: 'A', team: 'A' };
  await isFull(await fetch(`${server.url}/api/v1/auth/register`, toJson(person)));
  const health = await fetch(`${server.url}/health`);
  expect([health.status, await health.json()]).toMatchObject([
    200,
    { status: expect.stringMatching(/^(ok|degraded)$/) },
  ]);
  expect(server.isAlive()).toBe(true);
};

const toJson = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

type Customers = {
  readonly early: ChatVisitor;
  readonly late: { readonly taken: readonly ChatVisitor[]; readonly refused: readonly ChatVisitor[] };
  readonly telegram: FakeTelegram;
};

const expectRecovery = async (server: ServerProcess, api: ApiClient, { early, late, telegram }: Customers) => {
  await vi.waitFor(async () => expect((await fetch(`${server.url}/ready`)).status).toBe(200), waiting);
  for (const visitor of [early, ...late.refused]) expect((await visitor.write(question)).status).toBe(201);
  await expectAnswers(early, 2);
  for (const visitor of late.refused) {
    await expectAnswers(visitor, 1);
    expect((await visitor.history()).messages).toHaveLength(2);
  }
  for (const visitor of late.taken) await expectAnswers(visitor, 1);
  await vi.waitFor(() => expect(telegram.sent(5)).toHaveLength(1), waiting);
  const text = 'Теперь места достаточно.';
  const source = await api('createSource', { body: { title: 'T', text, mediaType: 'text/plain' } });
  await api('deleteSource', { params: { id: source.id } });
};
