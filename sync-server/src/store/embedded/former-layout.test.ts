import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openEmbeddedStore } from './embedded-store.ts';

/** What a server of the former version stored: the demo team after three messages of two customers. */
const recorded = fileURLToPath(new URL('../testing/layout-2.sqlite.gz', import.meta.url));

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'inbetwin-layout-'));
  await writeFile(join(directory, 'store.sqlite'), gunzipSync(await readFile(recorded)));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

type Former = { readonly id: string; readonly rev: string; readonly deleted: boolean; readonly body: unknown };

/** The former collections by their present names, each in the order of its writes. */
const readFormer = (): ReadonlyMap<string, readonly Former[]> => {
  const file = new DatabaseSync(join(directory, 'store.sqlite'));
  const names = file.prepare('SELECT number, name FROM databases').all();
  const collections = names.map(({ number, name }): [string, readonly Former[]] => {
    const rows = file.prepare(`SELECT id, rev, deleted, body FROM docs_${number} ORDER BY seq`).all();
    const documents = rows.map(({ id, rev, deleted, body }) => {
      return { id: String(id), rev: String(rev), deleted: deleted === 1, body: JSON.parse(String(body)) };
    });
    return [presentName(String(name)), documents];
  });
  file.close();
  return new Map(collections);
};

const presentName = (name: string): string => {
  if (name === 'owners') return 'owners/owners';
  return name.startsWith('team-') ? name.replace(/-(?=[a-z]+$)/, '/') : `server/${name}`;
};

const expectMoved = async (store: DocumentStore, former: ReadonlyMap<string, readonly Former[]>) => {
  for (const [name, documents] of former) {
    const collection = store.collection(name);
    const stored = await collection.getMany(documents.map(({ id }) => id));
    // The checkpoints are adapted.
    if (name !== 'server/checkpoints') expect(stored).toEqual(documents);
    expect(await collection.count()).toBe(stored.filter(({ deleted }) => !deleted).length);
  }
};

const TEAM = '8d58e826ee98ba277e8c336a3dadd3c1';

test('what a former version stored is found document by document, with its revisions', async () => {
  const former = readFormer();
  const store = openEmbeddedStore({ directory });
  await expectMoved(store, former);
  expect(await store.listDatabases('')).toEqual(['owners', 'server', `team-${TEAM}`]);
  const [message] = await store
    .collection(`team-${TEAM}/messages`)
    .getMany([former.get(`team-${TEAM}/messages`)?.[0]?.id ?? '']);
  const written = await store
    .collection(`team-${TEAM}/messages`)
    .write([{ id: message?.id ?? '', rev: message?.rev ?? '', body: { ...message?.body, edited: true } }]);
  expect(written).toMatchObject([{ ok: true }]);
  await store.close();

  const again = openEmbeddedStore({ directory });
  expect((await again.collection(`team-${TEAM}/messages`).get(message?.id ?? ''))?.body).toMatchObject({
    edited: true,
  });
  await again.close();
});

/** Makes the former server stop with this many changes of a collection unhandled. */
const leaveUnhandled = (collection: string, checkpoint: string, count: number): void => {
  const file = new DatabaseSync(join(directory, 'store.sqlite'));
  const tableOf = (name: string) =>
    `docs_${file.prepare('SELECT number FROM databases WHERE name = ?').get(name)?.number}`;
  const { identity } =
    file.prepare('SELECT identity FROM databases WHERE name = ?').get(`team-${TEAM}-${collection}`) ?? {};
  const [last] = file
    .prepare(`SELECT seq FROM ${tableOf(`team-${TEAM}-${collection}`)} ORDER BY seq DESC LIMIT 1 OFFSET ?`)
    .all(count);
  file
    .prepare(`UPDATE ${tableOf('checkpoints')} SET body = json_set(body, '$.sequence', ?) WHERE id = ?`)
    .run(`${identity}.${last?.seq}`, `${checkpoint}:${TEAM}`);
  file.close();
};

test('the team’s checkpoint lies before what the former version had not handled, and behind the rest', async () => {
  leaveUnhandled('messages', 'outbox', 3);
  leaveUnhandled('work', 'work', 1);
  leaveUnhandled('conversations', 'conversations', 0);
  const former = readFormer();
  const store = openEmbeddedStore({ directory });
  const checkpoints = await store
    .collection('server/checkpoints')
    .getMany(['outbox', 'work', 'conversations'].map((name) => `${name}:${TEAM}`));
  expect(checkpoints.map(({ id }) => id)).toEqual([`outbox:${TEAM}`]);
  const since = String(checkpoints[0]?.body.sequence);
  const { changes } = await store.database(`team-${TEAM}`).changes({ since, limit: 1000 });
  const unhandled = (collection: string, count: number) =>
    (former.get(`team-${TEAM}/${collection}`) ?? []).slice(-count).map(({ id }) => `${collection}/${id}`);
  expect(changes.map(({ collection, id }) => `${collection}/${id}`).toSorted()).toEqual(
    [...unhandled('messages', 3), ...unhandled('work', 1)].toSorted(),
  );
  await store.close();
});

/** Gives the former store many more teams, so that moving it takes a while. */
const addTeams = (teams: number, documents: number): void => {
  const file = new DatabaseSync(join(directory, 'store.sqlite'));
  file.exec('BEGIN');
  for (let team = 0; team < teams; team++) {
    for (const collection of ['messages', 'leads', 'work']) {
      const made = file.prepare("INSERT INTO databases (name, identity, living) VALUES (?, '0-0', ?) RETURNING number");
      const number = made.get(`team-extra${team}-${collection}`, documents)?.number;
      file.exec(`CREATE TABLE docs_${number} (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rev TEXT NOT NULL,
        deleted INTEGER NOT NULL, body TEXT NOT NULL) STRICT`);
      const insert = file.prepare(`INSERT INTO docs_${number} (id, rev, deleted, body) VALUES (?, ?, ?, ?)`);
      for (let at = 0; at < documents; at++) {
        insert.run(
          `d${at}`,
          `1-${at}`,
          at % 7 === 0 ? 1 : 0,
          JSON.stringify({ id: `d${at}`, text: 'слово '.repeat(30) }),
        );
      }
    }
  }
  file.exec('COMMIT');
  file.close();
};

const opener = fileURLToPath(new URL('../testing/open-embedded.ts', import.meta.url));

/** The number of former collections that are still to be moved. */
const countFormer = (): number => {
  const file = new DatabaseSync(join(directory, 'store.sqlite'), { readOnly: true });
  const { left } = file.prepare("SELECT count(*) AS left FROM sqlite_schema WHERE name GLOB 'docs_*'").get() ?? {};
  file.close();
  return Number(left);
};

/** Opens the store in a process of its own and kills it when at most so many collections are left; resolves to how many there are. */
const openAndKill = async (left: number): Promise<number> => {
  const child = spawn(process.execPath, [opener, directory], { stdio: 'inherit' });
  const exited = once(child, 'exit');
  await expect.poll(countFormer, { interval: 1, timeout: 20_000 }).toBeLessThanOrEqual(left);
  child.kill('SIGKILL');
  await exited;
  return countFormer();
};

test('a server that is killed while it moves the documents goes on at its next start, and loses none', async () => {
  addTeams(40, 400);
  const former = readFormer();
  let left = countFormer();
  for (let kills = 0; kills < 10; kills++) left = await openAndKill(left - 3);
  expect(left).toBeGreaterThan(0);
  const store = openEmbeddedStore({ directory });
  await expectMoved(store, former);
  expect(await store.listDatabases('team-extra')).toHaveLength(40);
  await store.close();
});
