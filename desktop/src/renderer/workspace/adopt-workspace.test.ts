import 'fake-indexeddb/auto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Session as ServerSession } from '@inbetwin/shared/contracts/accounts.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { readerHere } from '@inbetwin/shared/knowledge/reader/read-here.ts';
import { createLead, setLeadStage } from '@inbetwin/shared/leads/change-lead.ts';
import { openEmbeddedStore } from '@inbetwin/sync-server/store/embedded/embedded-store.ts';
import { type GatewayServer, startGateway } from '@inbetwin/sync-server/sync/testing/start-gateway.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { changedSince, type StoredDocument } from '../database/marks/sync-mark.ts';
import { listStored } from '../database/stored-databases.ts';
import { openWorkspace, type Workspace } from '../database/workspace-database.ts';
import { gradePassage } from '../features/search-lab/marking/judge.ts';
import { createTestStorage, type Device, openDevice } from '../replication/testing/open-device.ts';
import { createSession, type Session } from '../session/create-session.ts';
import { answerOf } from '../storage/idb.ts';
import { importFile } from './acts/import-file.ts';
import { adoptWorkspace } from './adopt-workspace.ts';
import { type Adopting, adoptLocal, holdLocal, localNameOf } from './local-workspace.ts';

const collections = ['contacts', 'leads', 'sources', 'passages', 'settings'] as const;
const notesOf = (halls: number): string =>
  Array.from({ length: halls }, (_, hall) => `## Зал ${hall}\n\nЗал ${hall} стоит ${hall + 1} рублей.`).join('\n\n');
/** So many passages that they go in several batches. */
const MANY = 260;

let server: GatewayServer;
let directory: string;
let anna: ServerSession;
const closing: (() => Promise<void>)[] = [];
const kept = new Map<string, string>();

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'inbetwin-adopt-'));
  server = await startGateway(openEmbeddedStore({ directory }));
  anna = await server.api.register('anna');
  kept.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
  vi.unstubAllGlobals();
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

const until = (check: () => unknown) => vi.waitFor(check, { interval: 10 });
const passage = { passageId: 'source:1:0', sourceId: 'source:1', text: 'Зал стоит 120 000 ₽.' };
const nothing = () => undefined;

/** A person at this device: without a server until they join. */
const createPerson = (): Session =>
  createSession({
    fetch: (input, init) => fetch(input, init),
    baseUrl: server.url,
    server: async () => server.url,
    storage: createTestStorage(server.url),
    exclusively: (task) => task(),
  });
const localOf = (session: Session) => {
  const local = session.local();
  if (!local) throw new Error('There is no workspace without a server.');
  return { name: localNameOf(local), id: local.id };
};

const openLocal = (session: Session): Promise<Workspace> => {
  const { name, id } = localOf(session);
  return openWorkspace({ name, author: id, multiInstance: false, only: collections });
};

/** The form shows who was the last to change it. */
const unsavedTitle = (lead: Lead, userId: string) => ({
  text: { value: 'Шатёр и свет', shown: { ...lead, edits: { '/title': { at: '1', by: userId } } } },
});

/** What a person does who has no server, in this order. Resolves with the lead. */
const work = async (workspace: Workspace, userId: string, halls: number) => {
  const grade = (query: string) =>
    gradePassage(workspace, { query, judgement: undefined }, { passage, userId, grade: 2, now: Date.now() });
  await grade('Аренда?');
  const lead = await createLead(
    workspace,
    { name: 'Пётр', phone: '+7 900 000-00-00', email: '', need: 'Шатёр' },
    crypto.randomUUID(),
  );
  await setLeadStage(workspace, lead, 'proposal');
  const wrong = await createLead(workspace, { name: 'Ошибка', phone: '', email: '', need: '' }, crypto.randomUUID());
  await (await workspace.collections.leads.findOne(wrong.id).exec(true)).remove();
  await importFile(workspace, new File([notesOf(halls)], 'halls.md', { type: 'text/markdown' }), {
    reader: readerHere(),
  });
  await grade('Доставка?');
  workspace.drafts.write('c1', 'Сейчас уточню');
  workspace.forms.write({ collection: 'leads', id: lead.id, part: '/title' }, unsavedTitle(lead, userId));
  return lead;
};

const workAlone = async (halls = 3) => {
  const session = createPerson();
  session.startLocal('Анна');
  const workspace = await openLocal(session);
  const lead = await work(workspace, localOf(session).id, halls);
  const [passages, written] = [await workspace.collections.passages.count().exec(), await orderOf(workspace)];
  await workspace.close();
  return { session, lead, passages, written, local: localOf(session) };
};

/** Living documents in the order of their first changes, in which they leave. */
const orderOf = async (workspace: Workspace): Promise<readonly string[]> => {
  const all = await Promise.all(
    collections.map(async (name) => {
      const found = await workspace.collections[name].find().exec();
      return found.map((document) => ({
        id: document.id,
        at: changedSince(document.toMutableJSON(true) as unknown as StoredDocument),
      }));
    }),
  );
  return all
    .flat()
    .toSorted((a, b) => a.at - b.at)
    .map(({ id }) => id);
};

const joinTeam = async (session: Session) => {
  expect(await session.signIn({ email: 'anna@example.com', password: 'long enough' })).toBe(true);
};

const openDeviceOf = async (signedIn: ServerSession): Promise<Device> => {
  const device = await openDevice(server.url, signedIn, collections);
  closing.push(device.close);
  return device;
};

const openTeam = async (): Promise<Workspace> => {
  const workspace = await openWorkspace({
    name: `test-${crypto.randomUUID()}`,
    author: anna.user.id,
    multiInstance: false,
    only: collections,
  });
  closing.push(workspace.close);
  return workspace;
};

test('all that was made without a server is in the team once, under the name of the person who joined', async () => {
  const { session, lead, passages, local } = await workAlone();
  await joinTeam(session);
  const device = await openDeviceOf(anna);
  const told: Adopting[] = [];
  expect(await adoptLocal({ workspace: device.workspace, session, tell: (adopting) => told.push(adopting) })).toBe(0);

  const documents = server.documentsOf(anna.team.id);
  const countOf = async (name: (typeof collections)[number]) =>
    (await documents[name].find({ index: ['updatedAt'], equals: [], limit: 1000 })).items.length;
  await until(() => expect(device.replication.state()).toMatchObject({ status: 'online', pending: 0, refused: [] }));
  expect(await Promise.all(collections.map(countOf))).toEqual([2, 1, 1, passages, 2]);
  const onServer = await documents.leads.get(lead.id);
  expect(onServer).toMatchObject({ stage: 'proposal', bant: { need: 'Шатёр' } });
  expect(onServer?.edits?.['/stage']).toMatchObject({ by: anna.user.id });
  const { items } = await documents.settings.find({ index: ['updatedAt'], equals: [], limit: 10 });
  const marks = items.flatMap(({ marks = [] }) => marks.map(({ id, userId }) => `${id} ${userId}`));
  expect(marks).toEqual(Array(2).fill(`${passage.passageId} ${anna.user.id} ${anna.user.id}`));
  expect(JSON.stringify([items, onServer])).not.toContain(local.id);

  expect(await device.workspace.drafts.read('c1')).toBe('Сейчас уточню');
  const title = { collection: 'leads', id: lead.id, part: '/title' } as const;
  await device.workspace.forms.open(title);
  expect(device.workspace.forms.read(title)?.fields).toEqual(unsavedTitle(lead, anna.user.id));
  expect(told[0]).toBe('waiting');
  expect(told.at(-1)).toEqual({ done: passages + 6, total: passages + 6 });
  expect(await listStored(local.name)).toEqual([]);
  expect(session.local()).toBeUndefined();
  expect(await adoptLocal({ workspace: device.workspace, session, tell: nothing })).toBe(0);
});

test('the order in which a person changed things is kept', async () => {
  const { written, local } = await workAlone();
  const into = await openTeam();
  await adoptWorkspace({
    from: local.name,
    into,
    person: { localId: local.id, userId: anna.user.id },
    onProgress: nothing,
  });
  expect(await orderOf(into)).toEqual(written);
});

test('cut off in the middle nothing is deleted, and doing it again leaves everything there once', async () => {
  const { session, passages, written, local } = await workAlone(MANY);
  await joinTeam(session);
  const into = await openTeam();
  const { bulkInsert } = into.collections.passages;
  let batches = 0;
  into.collections.passages.bulkInsert = (...inserted) => {
    if (++batches === 2) throw new Error('The tab was closed.');
    return bulkInsert.apply(into.collections.passages, inserted);
  };
  await expect(adoptLocal({ workspace: into, session, tell: nothing })).rejects.toThrow('The tab was closed.');
  const held = await into.collections.passages.count().exec();
  expect(held).toBeGreaterThan(0);
  expect(held).toBeLessThan(passages);
  expect(await listStored(local.name)).not.toEqual([]);

  const told: Adopting[] = [];
  await adoptLocal({ workspace: into, session, tell: (adopting) => told.push(adopting) });
  expect((await orderOf(into)).toSorted()).toEqual(written.toSorted());
  expect(await listStored(local.name)).toEqual([]);
});

test('what is carried over is read as it is carried, however much there is', async () => {
  const { local } = await workAlone(MANY);
  const into = await openTeam();
  const events: string[] = [];
  const { get } = IDBObjectStore.prototype;
  const reading = vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore, key) {
    if (this.transaction.db.name.includes(local.name)) events.push('read');
    return get.call(this, key);
  });
  const person = { localId: local.id, userId: anna.user.id };
  await adoptWorkspace({ from: local.name, into, person, onProgress: ({ done }) => events.push(`done ${done > 0}`) });
  reading.mockRestore();
  const reads = events
    .join(',')
    .split(/,?done \w+,?/)
    .map((between) => between.split(',').length);
  expect(Math.max(...reads)).toBeLessThanOrEqual(200);
  expect(events.filter((event) => event === 'read').length).toBeGreaterThan(MANY);
});

test('what the team has already is merged: nobody’s mark is lost', async () => {
  const into = await openTeam();
  const grade = (userId: string) =>
    gradePassage(into, { query: 'Доставка?', judgement: undefined }, { passage, userId, grade: 0, now: Date.now() });
  await grade('boris');
  const { local } = await workAlone();
  const adopt = () =>
    adoptWorkspace({
      from: local.name,
      into,
      person: { localId: local.id, userId: anna.user.id },
      onProgress: nothing,
    });
  await adopt();
  const marks = async () =>
    (await into.collections.settings.find().exec())
      .flatMap(({ marks = [] }) => marks.map(({ userId, grade: given }) => `${userId} ${given}`))
      .toSorted();
  const expected = ['boris 0', `${anna.user.id} 2`, `${anna.user.id} 2`].toSorted();
  expect(await marks()).toEqual(expected);
  const revisions = async () => (await into.collections.settings.find().exec()).map(({ revision }) => revision);
  const before = await revisions();
  await adopt();
  expect(await revisions()).toEqual(before);
});

test('what cannot be read stays on this device, and the rest comes over', async () => {
  const { session, lead, local } = await workAlone();
  await joinTeam(session);
  const stored = (await listStored(local.name)).find(({ part }) => part === 'leads');
  const database = await answerOf(indexedDB.open(stored?.name ?? ''));
  await answerOf(database.transaction('docs', 'readwrite').objectStore('docs').put({ id: 'odd', _meta: 'broken' }));
  database.close();

  const into = await openTeam();
  expect(await adoptLocal({ workspace: into, session, tell: nothing })).toBe(1);
  expect(await into.collections.leads.findOne(lead.id).exec()).not.toBeNull();
  expect(await listStored(local.name)).not.toEqual([]);
  expect(session.local()).toEqual({ id: local.id, name: 'Анна' });
});

test('a workspace that another window has open is waited for', async () => {
  const { session } = await workAlone();
  await joinTeam(session);
  const into = await openTeam();
  const letGo = await holdLocal();
  const told: Adopting[] = [];
  const adopting = adoptLocal({ workspace: into, session, tell: (one) => told.push(one) });
  await until(async () => expect((await navigator.locks.query()).pending).toHaveLength(1));
  expect(told).toEqual(['waiting']);
  letGo();
  await adopting;
  expect(await into.collections.contacts.count().exec()).toBe(2);
});

test('somebody else who signs in takes nothing over', async () => {
  const { session, local } = await workAlone();
  await joinTeam(session);
  await server.api.register('boris');
  await session.signIn({ email: 'boris@example.com', password: 'long enough' });
  const into = await openTeam();
  await adoptLocal({ workspace: into, session, tell: nothing });
  expect(await into.collections.contacts.count().exec()).toBe(0);
  expect(await listStored(local.name)).not.toEqual([]);
});
