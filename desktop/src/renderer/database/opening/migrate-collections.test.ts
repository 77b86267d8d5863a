import 'fake-indexeddb/auto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unchanged } from '@inbetwin/shared/entities/declaring/define-entity.ts';
import { passageSchema, passages } from '@inbetwin/shared/entities/passage.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { type Run, runs } from '@inbetwin/shared/entities/run.ts';
import { type Source, sourceSchema, sources } from '@inbetwin/shared/entities/source.ts';
import { readerHere } from '@inbetwin/shared/knowledge/reader/read-here.ts';
import { removeSource } from '@inbetwin/shared/knowledge/remove-source.ts';
import { openEmbeddedStore } from '@inbetwin/sync-server/store/embedded/embedded-store.ts';
import { sampleLead, sampleRun } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { type GatewayServer, startGateway } from '@inbetwin/sync-server/sync/testing/start-gateway.ts';
import type { RxCollection } from 'rxdb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Device, openDevice } from '../../replication/testing/open-device.ts';
import { shown } from '../../testing/shown.ts';
import { importFile } from '../../workspace/acts/import-file.ts';
import { openLocalDocument } from '../local-document.ts';
import { openWorkspace } from '../workspace-database.ts';

const { merge: _, ...unmergedSources } = sources;

/** The schemas of version 0, field by field: what lies on the devices of those who update. Nothing was stamped then. */
const old = {
  sources: {
    ...unmergedSources,
    version: 0,
    migrations: {},
    schema: sourceSchema.pick({
      id: true,
      title: true,
      mediaType: true,
      fileName: true,
      digest: true,
      size: true,
      state: true,
      error: true,
      warnings: true,
      passageCount: true,
      language: true,
      demo: true,
      createdAt: true,
      updatedAt: true,
    }),
  },
  passages: {
    ...passages,
    version: 0,
    migrations: {},
    schema: passageSchema.pick({
      id: true,
      sourceId: true,
      position: true,
      title: true,
      text: true,
      question: true,
      start: true,
      end: true,
      language: true,
      demo: true,
      updatedAt: true,
    }),
  },
};
const present = { sources, passages, runs };
const only = ['sources', 'passages'] as const;

let server: GatewayServer;
let directory: string;
let device: Device | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'inbetwin-migration-'));
  server = await startGateway(openEmbeddedStore({ directory }));
});

afterEach(async () => {
  Object.assign(entities, present);
  await device?.close();
  device = undefined;
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

const until = (check: () => unknown) => vi.waitFor(check, { interval: 10 });
const table = (name: string, rows: number) =>
  new File(
    [`вопрос;ответ\n${Array.from({ length: rows }, (_, at) => `${name} ${at}?;Ответ ${at}`).join('\n')}`],
    `${name}.csv`,
  );

/** As it was before the update: a device that has synced 250 passages, imported 20 offline and deleted a source offline. */
const openOldDevice = async () => {
  Object.assign(entities, old);
  const { team } = await server.api.register('anna');
  const login = { email: 'anna@example.com', password: 'long enough' };
  const opened = await openDevice(server.url, await server.api.services.accounts.login(login), only);
  device = opened;
  const synced = await importFile(opened.workspace, table('Старое', 250), { reader: readerHere() });
  const doomed = await importFile(opened.workspace, table('Лишнее', 5), { reader: readerHere() });
  const { passages: received } = server.documentsOf(team.id);
  // The count of what waits may not have noticed the import yet: what arrived tells.
  await until(async () => expect(await received.get(`${synced.id}:249`)).toBeDefined());
  await until(async () => expect(await received.get(`${doomed.id}:4`)).toBeDefined());
  await until(() => expect(opened.replication.state()).toMatchObject({ status: 'online', pending: 0 }));
  await server.goAway();
  await until(() => expect(opened.replication.state().status).toBe('offline'));
  const pending = await importFile(opened.workspace, table('Новое', 20), { reader: readerHere() });
  await removeSource(opened.workspace.documents, await shown(opened.workspace, 'sources', doomed.id));
  return { opened, teamId: team.id, synced, pending, doomed };
};

const contentOf = async ({ workspace: { collections } }: Device) => ({
  sources: (await collections.sources.find({ sort: [{ id: 'asc' }] }).exec()).map((one) =>
    unstamped(one.toMutableJSON()),
  ),
  passages: (await collections.passages.find({ sort: [{ id: 'asc' }] }).exec()).map((one) => one.toJSON()),
});

/** What people see of a source. */
const unstamped = ({ edits: _edits, seen: _seen, conflicts: _conflicts, ...source }: Source) => source;

test('an update opens what the version before it stored, and what waited to be pushed is pushed, once', async () => {
  const { opened, teamId, synced, pending, doomed } = await openOldDevice();
  const before = await contentOf(opened);
  expect(before.passages).toHaveLength(270);

  Object.assign(entities, present);
  device = await opened.restart();
  expect(await contentOf(device)).toEqual(before);
  expect(device.workspace.health.problem()).toBeUndefined();
  // 21 new documents and 6 deletions.
  await until(() => expect(device?.replication.state()).toMatchObject({ status: 'offline', pending: 27 }));

  const documents = server.documentsOf(teamId);
  const sequence = await documents.passages.stored.sequence();
  await server.comeBack();
  await until(() => expect(device?.replication.state()).toMatchObject({ status: 'online', pending: 0 }));
  expect(await documents.sources.get(pending.id)).toMatchObject(pending);
  expect(await documents.sources.get(doomed.id)).toBeUndefined();
  expect(await documents.passages.get(`${synced.id}:249`)).toBeDefined();
  const { changes } = await documents.passages.stored.changes({ since: sequence, limit: 1000 });
  expect(changes).toHaveLength(25);
  expect(await contentOf(device)).toEqual(before);
});

test('a migrated device takes and gives the new fields, and stays migrated', async () => {
  const { opened, teamId, synced } = await openOldDevice();
  Object.assign(entities, present);
  const documents = server.documentsOf(teamId);
  await server.comeBack();
  device = await (await opened.restart()).restart();
  const { collections } = device.workspace;
  await until(() => {
    expect(device?.replication.state()).toMatchObject({ status: 'online', pending: 0 });
    expect(device?.replication.state().firstSync).toBeUndefined();
  });
  await documents.passages.update(`${synced.id}:7`, (passage) => ({ ...passage, product: 'Шатёр', updatedAt: 1e13 }));
  await until(async () => expect((await collections.passages.findOne(`${synced.id}:7`).exec())?.product).toBe('Шатёр'));
  await (await collections.sources.findOne(synced.id).exec())?.incrementalPatch({
    validUntil: 5,
    updatedAt: Date.now(),
  });
  await until(async () => expect(await documents.sources.get(synced.id)).toMatchObject({ validUntil: 5 }));
});

/** As the version before this one declared it. */
const formerRuns = {
  ...runs,
  replicated: true,
  version: 2,
  migrations: { 1: unchanged, 2: unchanged },
  indexes: [['updatedAt'], ['conversationId', 'updatedAt']],
  firstPull: 'last',
  newestFirst: { index: ['updatedAt'], descending: true },
  ofLargeTeams: 'everything',
  references: [],
} as const;

const databasesOf = async (part: string) =>
  (await indexedDB.databases()).filter(
    ({ name }) => name?.endsWith(`--${part}`) && name.includes(device?.workspace.name ?? ''),
  );

test('a device of the version that replicated runs lets go of them and of nothing else, and sends what it had not sent', async () => {
  Object.assign(entities, { runs: formerRuns });
  const { team } = await server.api.register('anna');
  const login = { email: 'anna@example.com', password: 'long enough' };
  const former = ['leads', 'runs'] as unknown as readonly ReplicatedCollection[];
  const opened = await openDevice(server.url, await server.api.services.accounts.login(login), former);
  device = opened;
  await until(() => expect(opened.replication.state()).toMatchObject({ status: 'online', pending: 0 }));
  await server.goAway();
  const { collections, database, drafts } = opened.workspace;
  const { runs: replicated } = collections as unknown as Readonly<Record<string, RxCollection<Run>>>;
  await replicated?.bulkInsert(Array.from({ length: 50 }, (_, at) => sampleRun(`run:${at}`)));
  await openLocalDocument(database, 'pull:runs').change(() => ({ checkpoint: { backend: 'b', sequence: '50' } }));
  await collections.leads.bulkInsert([sampleLead('first'), sampleLead('second')]);
  drafts.write('c1', 'Черновик');
  await drafts.flush();
  expect(await databasesOf('runs')).toHaveLength(1);

  Object.assign(entities, { runs });
  device = await opened.restart(['leads']);
  expect(await databasesOf('runs')).toEqual([]);
  expect(await databasesOf('leads')).toHaveLength(1);
  expect(await openLocalDocument(device.workspace.database, 'pull:runs').read()).toBeUndefined();
  expect(await device.workspace.drafts.read('c1')).toBe('Черновик');
  expect(device.workspace.health.problem()).toBeUndefined();
  await until(() => expect(device?.replication.state()).toMatchObject({ status: 'offline', pending: 2 }));
  await server.comeBack();
  await until(() => expect(device?.replication.state()).toMatchObject({ status: 'online', pending: 0 }));
  const { leads } = server.documentsOf(team.id);
  expect((await leads.getMany(['first', 'second'])).map(({ id }) => id)).toEqual(['first', 'second']);
  device = await device.restart();
  expect(await device.workspace.collections.leads.count().exec()).toBe(2);
});

test('a migration that fails says so, loses nothing, and is made up for at the next opening', async () => {
  const { opened } = await openOldDevice();
  const before = await contentOf(opened);
  const { name } = opened.workspace;
  await opened.close();
  device = undefined;
  const failing = () => {
    throw new Error('The disk is full.');
  };
  Object.assign(entities, { ...present, passages: { ...passages, migrations: { 1: failing } } });
  const options = { name, multiInstance: false, only };
  await expect(openWorkspace(options)).rejects.toThrow('passages');

  Object.assign(entities, present);
  const workspace = await openWorkspace(options);
  expect(await workspace.collections.passages.count().exec()).toBe(before.passages.length);
  expect(await workspace.collections.sources.count().exec()).toBe(before.sources.length);
  await workspace.close();
});
