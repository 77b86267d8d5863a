import { toSetting } from '@inbetwin/shared/entities/moved-collections.ts';
import { judgementIdOf } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import { conflictsOf } from '@inbetwin/shared/merge/mergeable.ts';
import type { DocumentStore, JsonObject, StoredDocument } from '@inbetwin/shared/ports/document-store.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { writingStore } from '@inbetwin/shared/testing/writing-store.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import type { TestStore } from '../store/contract/suite-steps.ts';
import { openStorage } from '../store/open-storage.ts';
import { openTestStore } from '../store/testing/open-test-store.ts';
import { push } from '../sync/push.ts';
import { toSyncDocument } from '../sync/team-collections.ts';
import { createDevice } from '../sync/testing/create-device.ts';
import { sampleMark } from '../sync/testing/sample-documents.ts';
import { createApiClient, signInByLink } from '../testing/api-client.ts';
import { makeFolder } from '../testing/make-folder.ts';
import { startServer } from '../testing/server-process.ts';
import { startForTest } from '../testing/start-for-test.ts';
import { carryMoved } from './carry-moved.ts';

const FORMER = 'team-team1/judgements';
const at = Date.UTC(2026, 0, 15, 9);
const timeOf = (ms: number, node: string) => `${String(ms).padStart(15, '0')}-0000-${node}`;

let opened: TestStore;
let store: DocumentStore;
beforeEach(async () => {
  opened = await openTestStore();
  store = opened.store;
});
afterEach(() => opened.close());

const judged = (query: string, more: JsonObject = {}): JsonObject => ({
  id: judgementIdOf(query),
  query,
  language: 'ru',
  marks: [sampleMark('source:1:0', 'boris')],
  updatedAt: 5,
  ...more,
});
const edited = timeOf(at - 1000, 'device-of-boris');
const lost = timeOf(at - 2000, 'device-of-anna');
const stamps: JsonObject = {
  edits: { '/note': { at: edited, by: 'boris' } },
  seen: { 'device-of-boris': edited, 'device-of-anna': lost },
  conflicts: [{ id: `/note@${lost}`, path: '/note', value: 'Иначе', at: lost, by: 'anna' }],
};
const deletion: JsonObject = {
  edits: { '': { at: edited, by: 'boris' } },
  seen: { 'device-of-boris': edited },
};

/** What the version before stored: living documents, with and without stamps, and deleted ones. */
const fill = async (many = 0): Promise<void> => {
  const former = store.collection(FORMER, { indexes: [['updatedAt']] });
  const living = [judged('доставка', { note: 'Часто', ...stamps }), judged('шатёр')];
  const more = Array.from({ length: many }, (_, place) => judged(`запрос ${place}`));
  await former.write([...living, judged('курьер'), ...more].map((body) => ({ id: String(body.id), body })));
  const [gone] = await former.getMany([judgementIdOf('курьер')]);
  await former.write([{ id: gone?.id ?? '', rev: gone?.rev ?? '', deleted: true, body: deletion }]);
};
const settingsOf = (of: DocumentStore) => openTeamDocuments(of, 'team1', () => at).settings;
const readAll = async (): Promise<readonly StoredDocument[]> => {
  const { changes } = await settingsOf(store).stored.changes({ limit: 1000 });
  return changes
    .map(({ id, rev, deleted, body }) => ({ id, rev, deleted, body }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
};

test('judged queries become settings with their stamps and conflicts, the deleted among them', async () => {
  await fill(450);
  await carryMoved(store, 'team1');
  const { settings } = openTeamDocuments(store, 'team1');
  expect(await settings.get(judgementIdOf('доставка'))).toEqual({
    ...{ id: judgementIdOf('доставка'), value: { kind: 'judgement', query: 'доставка', language: 'ru' } },
    ...{ marks: [sampleMark('source:1:0', 'boris')], note: 'Часто', updatedAt: 5, ...stamps },
  });
  const gone = await settings.stored.get(judgementIdOf('курьер'));
  expect(gone && toSyncDocument(gone)).toEqual({ id: gone?.id, _deleted: true, ...deletion });
  expect(await readAll()).toHaveLength(453);
});

test('carried again after a crash it changes nothing, and what came in between is merged with', async () => {
  await fill();
  const crashing = writingStore(store, (rows, write) => {
    if (rows.some(({ id }) => id.startsWith('carried-'))) throw new Error('The power went.');
    return write(rows);
  });
  await expect(carryMoved(crashing, 'team1')).rejects.toThrow('power');
  const before = await readAll();
  await expect(carryMoved(crashing, 'team1')).rejects.toThrow('power');
  expect(await readAll()).toEqual(before);

  const { stored: settings } = settingsOf(store);
  const read = async (id: string) => toSyncDocument((await settings.get(id)) ?? { id, deleted: true, body: {} });
  const sign = createDevice('settings', { userId: 'anna', now: () => at });
  const caller = { userId: 'anna', teamId: 'team1', role: 'rep', sessionId: 's1' } as const;
  const tent = await read(judgementIdOf('шатёр'));
  const delivery = await read(judgementIdOf('доставка'));
  const { _deleted, ...fields } = tent;
  const rows = [sign(delivery, undefined), sign(tent, { ...fields, id: tent.id, note: 'Новое' })];
  expect(await push({ store, clock: () => at }, caller, { collection: 'settings', rows })).toMatchObject({
    refused: [],
  });
  // A former server that was still running.
  const former = store.collection(FORMER);
  const [known] = await former.getMany([tent.id]);
  const later = timeOf(at - 500, 'device-of-boris');
  const note = { note: 'Спросить', edits: { '/note': { at: later, by: 'boris' } }, seen: { 'device-of-boris': later } };
  await former.write([{ id: tent.id, rev: known?.rev ?? '', body: judged('шатёр', note) }]);
  await carryMoved(store, 'team1');
  expect(await read(delivery.id)).toMatchObject({ _deleted: true });
  const both = await read(tent.id);
  expect(both).toMatchObject({ marks: [{ userId: 'boris' }] });
  expect([both.note, ...conflictsOf(both).map(({ value }) => value)].toSorted()).toEqual(['Новое', 'Спросить']);
});

test('what was carried is not looked at again', async () => {
  await fill();
  await carryMoved(store, 'team1');
  await store.collection(FORMER).write([{ id: judgementIdOf('поздно'), body: judged('поздно') }]);
  const before = await readAll();
  await carryMoved(store, 'team1');
  expect(await readAll()).toEqual(before);
});

test('a server that is updated takes no change of a device before it has carried what the device refers to', async () => {
  const data = makeFolder();
  const former = await startServer({ INBETWIN_DATA: data });
  const { api: before, accessToken } = await signInByLink(former.link);
  const { team, user } = await before('me');
  await former.stop();
  const { store: stored } = await openStorage(readConfig({ INBETWIN_DATA: data }));
  const body = judged('шатёр');
  await stored.collection(`team-${team.id}/judgements`).write([{ id: judgementIdOf('шатёр'), body }]);
  // What the former version knew nothing of.
  const carried = await stored.collection('server/checkpoints').get(`carried-judgements:${team.id}`);
  const { id = '', rev = '' } = carried ?? {};
  await stored.collection('server/checkpoints').write([{ id, rev, deleted: true, body: { id } }]);
  await stored.close();

  const server = await startForTest({ INBETWIN_DATA: data });
  const api = createApiClient(server.url, accessToken);
  const base = toSyncDocument({ id: judgementIdOf('шатёр'), deleted: false, body: toSetting(body) });
  const mark = sampleMark('source:1:0', user.id);
  const row = { assumedMasterState: base, newDocumentState: { ...base, marks: [...(base.marks as object[]), mark] } };
  expect(await api('push', { body: { collection: 'settings', rows: [row] } })).toMatchObject({ refused: [] });
  const { documents } = await api('pull', {
    body: { collection: 'settings', checkpoint: null, limit: 10, ids: [base.id] },
  });
  expect(documents).toMatchObject([{ marks: [{ userId: 'boris' }, { userId: user.id }] }]);
});
