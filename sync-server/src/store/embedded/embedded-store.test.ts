import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { DocumentCollection, FindQuery } from '@inbetwin/shared/ports/document-store.ts';
import { encodeCursor } from '@inbetwin/shared/ports/find-cursor.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { startWriter } from '../testing/start-writer.ts';
import { findStatements } from './embedded-find.ts';
import { openEmbeddedStore } from './embedded-store.ts';

const root = await mkdtemp(join(tmpdir(), 'inbetwin-embedded-'));
afterAll(() => rm(root, { recursive: true, force: true }));
const newDirectory = () => mkdtemp(join(root, 'store-'));

const indexes = [['rank'], ['group', 'rank']];
const PRLIMIT = 'prlimit';
const waiting = { interval: 20 };

/** Limits need tools that only some systems have. */
const canRun = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args.length > 0 ? args : ['--version']).status === 0;

const expectAll = async (collection: DocumentCollection, ids: readonly string[]) => {
  const stored = await collection.getMany(ids);
  expect(stored.map(({ id }) => id)).toEqual(ids);
};

describe('embedded store', () => {
  it('is not ready from a write that failed until one succeeds', async () => {
    const directory = await newDirectory();
    const store = openEmbeddedStore({ directory });
    const docs = store.collection('test/docs');
    await docs.write([{ id: 'a', body: { id: 'a' } }]);
    await store.check();
    const file = new DatabaseSync(join(directory, 'store.sqlite'));
    const refuse = (event: string) => `BEFORE ${event} BEGIN SELECT RAISE(ABORT, 'the disk is broken'); END`;
    file.exec(
      `CREATE TRIGGER no_docs ${refuse('INSERT ON documents')}; CREATE TRIGGER no_meta ${refuse('UPDATE ON meta')}`,
    );
    const down = { code: 'store.unavailable' };
    await expect(docs.write([{ id: 'b', body: { id: 'b' } }])).rejects.toMatchObject(down);
    await expect(store.check()).rejects.toMatchObject(down);
    file.exec('DROP TRIGGER no_docs; DROP TRIGGER no_meta');
    file.close();
    await docs.write([{ id: 'b', body: { id: 'b' } }]);
    await store.check();
    await store.close();
  });

  it('reads every page straight from its index, without sorting', async () => {
    const directory = await newDirectory();
    const store = openEmbeddedStore({ directory });
    await store.collection('test/docs', { indexes }).write([{ id: 'a', body: { id: 'a', group: 'g', rank: 1 } }]);
    const file = new DatabaseSync(join(directory, 'store.sqlite'), { readOnly: true });
    const plansOf = (query: FindQuery): readonly string[] =>
      findStatements({ number: 1, kind: 1 }, query).flatMap(({ sql, parameters }) =>
        [sql, sql.replace(/INDEXED BY "[^"]+"/, '')].flatMap((text) =>
          file
            .prepare(`EXPLAIN QUERY PLAN ${text}`)
            .all(...parameters, 1)
            .map(({ detail }) => String(detail)),
        ),
      );
    const asked: readonly Pick<FindQuery, 'index' | 'equals'>[] = [
      { index: ['rank'], equals: [] },
      { index: ['rank'], equals: [1] },
      { index: ['group', 'rank'], equals: [] },
      { index: ['group', 'rank'], equals: ['g'] },
    ];
    for (const { index, equals } of asked) {
      for (const descending of [false, true]) {
        const query: FindQuery = { index, equals, descending, limit: 10 };
        const values = index.slice(equals.length).map((field) => (field === 'rank' ? 1 : 'g'));
        const behind = { ...query, cursor: encodeCursor(query, { values, id: 'a' }) };
        for (const plan of [...plansOf(query), ...plansOf(behind)]) {
          expect(plan).toMatch(
            new RegExp(`^SEARCH documents USING INDEX kind_1_by_${index.join('\\$')} \\(collection=.+\\)$`),
          );
        }
      }
    }
    file.close();
    await store.close();
  });

  it('keeps documents, backend and sequences over a restart', async () => {
    const directory = await newDirectory();
    const first = openEmbeddedStore({ directory });
    const backend = await first.backendId();
    await first.collection('test/docs').write([{ id: 'a', body: { id: 'a' } }]);
    const since = await first.collection('test/docs').sequence();
    await first.close();
    const second = openEmbeddedStore({ directory });
    expect(await second.backendId()).toBe(backend);
    expect(await second.collection('test/docs').get('a')).toBeDefined();
    await second.collection('test/docs').write([{ id: 'b', body: { id: 'b' } }]);
    const { changes } = await second.collection('test/docs').changes({ since, limit: 10 });
    expect(changes.map(({ id }) => id)).toEqual(['b']);
    await second.close();
  });

  it('refuses a sequence of after a backup that was put back, also when as much was written since', async () => {
    const directory = await newDirectory();
    const write = async (id: string): Promise<string> => {
      const store = openEmbeddedStore({ directory });
      await store.collection('test/docs').write([{ id, body: { id } }]);
      const sequence = await store.collection('test/docs').sequence();
      await store.close();
      return sequence;
    };
    const before = await write('a');
    const backup = await readFile(join(directory, 'store.sqlite'));
    const lost = await write('b');
    await writeFile(join(directory, 'store.sqlite'), backup);
    await write('other');
    const store = openEmbeddedStore({ directory });
    const changesSince = (since: string) => store.collection('test/docs').changes({ since, limit: 10 });
    await expect(changesSince(lost)).rejects.toMatchObject({ code: 'store.bad_sequence' });
    expect((await changesSince(before)).changes.map(({ id }) => id)).toEqual(['other']);
    await store.close();
  });

  it('uses an index that a later version declares on documents that are there', async () => {
    const store = openEmbeddedStore({ directory: await newDirectory() });
    await store.collection('test/docs').write([{ id: 'a', body: { id: 'a', rank: 1 } }]);
    const { documents } = await store
      .collection('test/docs', { indexes })
      .find({ index: ['rank'], equals: [1], limit: 1 });
    expect(documents.map(({ id }) => id)).toEqual(['a']);
    await store.close();
  });

  it('lets others have their turn while it writes a huge bulk', async () => {
    const store = openEmbeddedStore({ directory: await newDirectory() });
    const rows = Array.from({ length: 5000 }, (_, n) => ({ id: `d${n}`, body: { id: `d${n}`, rank: n } }));
    let turns = 0;
    const counting = setInterval(() => {
      turns += 1;
    }, 1);
    const results = await store.collection('test/docs', { indexes }).write(rows);
    clearInterval(counting);
    expect(results.filter(({ ok }) => ok)).toHaveLength(5000);
    expect(turns).toBeGreaterThanOrEqual(5);
    await store.close();
  });

  it('says what is wrong with a folder or a file that it cannot use', async () => {
    const directory = await newDirectory();
    const file = join(directory, 'store.sqlite');
    await writeFile(
      file,
      'this is not a database, by far not, and longer than a header of one hundred bytes'.repeat(9),
    );
    expect(() => openEmbeddedStore({ directory })).toThrow(
      expect.objectContaining({ code: 'store.unavailable', hint: expect.stringContaining('backup') }),
    );
    expect(() => openEmbeddedStore({ directory: join(file, 'below') })).toThrow(
      expect.objectContaining({ code: 'store.unavailable', hint: expect.stringContaining('folder') }),
    );
    expect(await readFile(file, 'utf8')).toContain('not a database');
  });

  it('leaves the file of a newer version alone', async () => {
    const directory = await newDirectory();
    await openEmbeddedStore({ directory }).close();
    const file = new DatabaseSync(join(directory, 'store.sqlite'));
    file.exec('PRAGMA user_version = 99');
    file.close();
    expect(() => openEmbeddedStore({ directory })).toThrow(/newer version/);
  });

  it('answers clearly once it is closed', async () => {
    const store = openEmbeddedStore({ directory: await newDirectory() });
    const collection = store.collection('test/docs');
    const pending = collection.write([{ id: 'a', body: { id: 'a' } }]);
    await collection.get('a');
    await store.close();
    await store.close();
    expect(await pending).toMatchObject([{ ok: true }]);
    const closed = { code: 'store.unavailable' };
    await expect(collection.get('a')).rejects.toMatchObject(closed);
    await expect(collection.write([{ id: 'b', body: { id: 'b' } }])).rejects.toMatchObject(closed);
    await expect(store.check()).rejects.toMatchObject(closed);
  });
});

describe('embedded store with other processes', () => {
  it('follows what they write, while this one writes too', async () => {
    const directory = await newDirectory();
    const writers = ['x', 'y'].map((prefix) => startWriter(directory, prefix));
    const store = openEmbeddedStore({ directory });
    const collection = store.collection('test/shared', { indexes });
    const abort = new AbortController();
    const seen = new Set<string>();
    const following = (async () => {
      for await (const { changes } of collection.follow({ limit: 100, signal: abort.signal })) {
        for (const { id } of changes) seen.add(id);
      }
    })();
    for (let n = 0; n < 50; n++)
      expect(await collection.write([{ id: `p${n}`, body: { id: `p${n}` } }])).toMatchObject([{ ok: true }]);
    for (const writer of writers) await expect.poll(() => writer.acknowledged().length, waiting).toBeGreaterThan(60);
    await Promise.all(writers.map((writer) => writer.kill()));
    const acknowledged = writers.flatMap((writer) => writer.acknowledged());
    await expect.poll(() => acknowledged.filter((id) => !seen.has(id)), waiting).toEqual([]);
    expect(writers.flatMap((writer) => [...writer.failures(), ...writer.refused()])).toEqual([]);
    abort.abort();
    await following;
    await store.close();
  });

  it('loses nothing acknowledged when a process is killed in the middle of writing', async () => {
    const directory = await newDirectory();
    for (const round of ['first', 'second', 'third']) {
      const writer = startWriter(directory, round);
      await expect.poll(() => writer.acknowledged().length, waiting).toBeGreaterThan(40);
      await writer.kill();
      const store = openEmbeddedStore({ directory });
      const collection = store.collection('test/shared', { indexes });
      await expectAll(collection, writer.acknowledged());
      await store.check();
      await store.close();
    }
  });

  it.runIf(canRun(PRLIMIT))('reports an exhausted quota, lives on, and writes again when there is room', async () => {
    const directory = await newDirectory();
    await openEmbeddedStore({ directory }).close();
    const writer = startWriter(directory, 'full', ['sh', '-c', 'ulimit -S -f 1500; exec "$@"', 'sh']);
    await expectFull(writer);
    execFileSync(PRLIMIT, ['--fsize=unlimited', '--pid', String(writer.pid)]);
    await expectRoom(writer);
    await writer.kill();
    const store = openEmbeddedStore({ directory });
    await expectAll(store.collection('test/shared'), writer.acknowledged());
    await store.close();
  });

  it.runIf(canRun('unshare', '-rm', 'true'))(
    'reports a full disk, lives on, and writes again when there is room',
    async () => {
      const directory = await newDirectory();
      const ballast = join(directory, 'ballast');
      const mount = `mount -t tmpfs -o size=4m tmpfs ${directory} && head -c 2000000 /dev/zero > ${ballast}`;
      const writer = startWriter(directory, 'full', ['unshare', '-rm', 'sh', '-c', `${mount} && exec "$@"`, 'sh']);
      await expectFull(writer);
      await rm(`/proc/${writer.pid}/root${ballast}`);
      await expectRoom(writer);
      await writer.kill();
    },
  );
});

type Writer = ReturnType<typeof startWriter>;

const expectFull = async (writer: Writer) => {
  await expect.poll(() => writer.failures().length, waiting).toBeGreaterThan(5);
  expect(new Set(writer.failures())).toEqual(new Set(['store.full']));
};

const expectRoom = async (writer: Writer) => {
  const before = writer.acknowledged().length;
  await expect.poll(() => writer.acknowledged().length, waiting).toBeGreaterThan(before + 10);
  expect(writer.isAlive()).toBe(true);
};
