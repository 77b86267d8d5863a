import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { openTeamDocuments, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAccounts } from './accounts/accounts.ts';
import { createLogger } from './http/machinery/logger.ts';
import { createTeamSearches } from './search/team-search.ts';
import { loadSecretKey } from './secrets/secret-key.ts';
import { openStorage, type Storage } from './store/open-storage.ts';

const command = fileURLToPath(new URL('./import.ts', import.meta.url));

let directory: string;
let folder: string;
let storage: Storage;
let documents: TeamDocuments;

const run = async (...args: string[]): Promise<{ code: number; output: string; errors: string }> => {
  const child = spawn(process.execPath, [command, ...args], {
    env: { PATH: process.env.PATH, INBETWIN_DATA: path.join(directory, 'data') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: Number(code), output, errors };
};

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'inbetwin-import-'));
  folder = path.join(directory, 'knowledge');
  await mkdir(path.join(folder, 'deep', '.hidden'), { recursive: true });
  storage = await openStorage({ dataFolder: path.join(directory, 'data') });
  const log = createLogger('silent');
  const secretKey = await loadSecretKey({ dataFolder: path.join(directory, 'data') });
  const accounts = createAccounts({ store: storage.store, clock: Date.now, secretKey, log });
  const owner = { email: 'owner@example.org', name: 'Owner' };
  const { teamId } = await accounts.ensureTeam({ slug: 'demo', name: 'Demo', owner });
  documents = openTeamDocuments(storage.store, teamId);
});

afterEach(async () => {
  await storage.store.close();
  await rm(directory, { recursive: true });
});

it('reads every table as it is told, and its next version likewise', async () => {
  const table = 'Доставка;Бесплатно\nСамовывоз;Лесная, 5\n';
  await writeFile(path.join(folder, 'terms.csv'), table);
  expect(await run(folder, '--table', 'columns')).toMatchObject({
    code: 1,
    errors: expect.stringContaining('pairs|rows'),
  });
  await run(folder, '--table', 'pairs');
  await writeFile(path.join(folder, 'terms.csv'), `${table}Оплата;Картой\n`);
  await run(folder);
  const { items } = await documents.sources.find({ index: ['updatedAt'], equals: [], limit: 10 });
  expect(items.map((source) => [source.table, source.passageCount])).toEqual([
    ['pairs', 2],
    ['pairs', 3],
  ]);
  const passages = await documents.passages.find({
    index: ['sourceId', 'position'],
    equals: [items[1]?.id ?? ''],
    limit: 1,
  });
  expect(passages.items[0]?.question).toBe('Доставка');
});

it('imports what it can while the store is open elsewhere, names what it cannot, and does nothing the second time', async () => {
  await writeFile(path.join(folder, 'terms.md'), '# Условия\n\nПредоплата 30 %.');
  await writeFile(path.join(folder, 'deep', 'faq.csv'), 'вопрос;ответ\nГде офис?;На Лесной.\nплохо\n');
  await writeFile(path.join(folder, 'fake.md'), new Uint8Array([0, 1, 2, 3]));
  await writeFile(path.join(folder, 'photo.png'), new Uint8Array([1]));
  await writeFile(path.join(folder, 'deep', '.hidden', 'secret.md'), 'Тайна');

  const searches = createTeamSearches({ log: createLogger('silent') });
  const search = searches.open('demo', () => documents.passages.stored);
  const first = await run(folder);
  expect(first).toMatchObject({ code: 1, errors: '' });
  expect(first.output.split('\n')).toEqual([
    '[1/3] deep/faq.csv: imported, 1 passage',
    '      line 3 left out: The answer is missing.',
    expect.stringMatching(/^\[2\/3\] fake\.md: failed: The file holds bytes that are no text\./),
    '[3/3] terms.md: imported, 1 passage',
    '2 imported, 0 unchanged, 1 failed',
    '',
  ]);
  await search.settled();
  expect((await search.index.answer('Где офис?')).quotes[0]?.text).toBe('На Лесной.');
  await searches.close();

  await rm(path.join(folder, 'fake.md'));
  const second = await run(folder);
  expect(second).toMatchObject({ code: 0 });
  expect(second.output).toContain('0 imported, 2 unchanged, 0 failed');
});

it.each([
  [['no-such-folder'], 'no-such-folder cannot be read.'],
  [[], 'Name one folder.'],
  [['.', '--team', 'nobody'], 'There is no team "nobody".'],
  [['.', '--teem', 'demo'], 'Usage: npm run import'],
])('says in a sentence what is wrong with %j', async (args, sentence) => {
  const { code, errors } = await run(...args);
  expect(code).toBe(1);
  expect(errors).toContain(sentence);
  expect(errors).not.toContain('    at ');
});
