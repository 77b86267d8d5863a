import 'fake-indexeddb/auto';
import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { unchanged } from '@inbetwin/shared/entities/declaring/define-entity.ts';
import { idSchema, languageSchema, timeSchema } from '@inbetwin/shared/entities/declaring/fields.ts';
import { sellers } from '@inbetwin/shared/entities/declaring/rights.ts';
import { syncFields } from '@inbetwin/shared/entities/declaring/sync-fields.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { settings } from '@inbetwin/shared/entities/setting.ts';
import { judgement, judgementIdOf, markSchema } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import { conflictsOf } from '@inbetwin/shared/merge/mergeable.ts';
import { stampChanges } from '@inbetwin/shared/merge/stamp.ts';
import { openTestFolder } from '@inbetwin/sync-server/store/testing/open-test-store.ts';
import { sampleMark, sampleTeamsAgent } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { carryMoved as carryOnServer } from '@inbetwin/sync-server/teams/carry-moved.ts';
import type { RxCollection } from 'rxdb';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { type Device, openDevice } from '../../replication/testing/open-device.ts';
import { online, openStage, until } from '../../replication/testing/open-stage.ts';
import { openLocalDocument } from '../local-document.ts';
import { createRemoteWriter } from '../marks/remote-writer.ts';

/** As the version before declared it: what lies on the devices of those who update. */
const formerJudgements = {
  name: 'judgements',
  version: 1,
  migrations: { 1: unchanged },
  schema: z.strictObject({
    id: idSchema,
    query: z.string().min(1).max(400),
    language: languageSchema,
    marks: z.array(markSchema).max(500),
    note: z.string().max(1000).optional(),
    updatedAt: timeSchema,
    ...syncFields,
  }),
  indexes: [['updatedAt']],
  replicated: true,
  firstPull: 'last',
  newestFirst: { index: ['updatedAt'], descending: true },
  ofLargeTeams: 'everything',
  references: [],
  rights: { create: sellers, change: sellers, delete: sellers },
  merge: { query: 'immutable', language: 'immutable', ...judgement.merge, updatedAt: 'max' },
} as const;
const formerSettings = {
  ...settings,
  version: 2,
  migrations: { 1: unchanged, 2: unchanged },
  schema: settings.schema.omit({ marks: true, note: true }),
};
// Apart from settings, or the program of this version would carry them at once.
const former = ['judgements'] as unknown as readonly ReplicatedCollection[];

beforeEach(() => void Object.assign(entities, { settings: formerSettings, judgements: formerJudgements }));
afterEach(update);

/** The version before ends, and this one begins. */
function update(): void {
  Object.assign(entities, { settings });
  Reflect.deleteProperty(entities, 'judgements');
}

const judged = (query: string, fields: object = {}): SyncDocument => ({
  ...{ id: judgementIdOf(query), query, language: 'ru', marks: [sampleMark('source:1:0', 'boris')], updatedAt: 5 },
  ...fields,
  _deleted: false,
});
const change = (before: SyncDocument, fields: object, by: string): SyncDocument =>
  stampChanges(
    'judgements' as never,
    { before, after: { ...before, ...fields } },
    {
      ...{ at: `${String(Date.UTC(2026, 0, 15)).padStart(15, '0')}-0000-device-of-${by}`, by },
    },
  ) as SyncDocument;

const collectionOf = ({ workspace }: Device, name: string) =>
  (workspace.collections as unknown as Readonly<Record<string, RxCollection<SyncDocument>>>)[
    name
  ] as RxCollection<SyncDocument>;

const databasesOf = async ({ workspace }: Device, part: string) =>
  (await indexedDB.databases()).filter(({ name }) => name?.includes(workspace.name) && name.endsWith(`--${part}`));

const conflict = { id: '/note@1', path: '/note', value: 'Иначе', at: '000000000000001-0000-x', by: 'boris' };

/** A device of the version before, with what it has of the server and what it has not sent; and a server that has been updated. */
const openFormerDevice = async () => {
  const { store, close } = await openTestFolder();
  onTestFinished(close);
  const stage = await openStage(store);
  const { team, user } = await stage.register('anna');
  const session = await stage.signIn('anna');
  await stage.server.goAway();
  const first = await openDevice(stage.server.url, session, ['settings']);
  await first.workspace.collections.settings.insert(sampleTeamsAgent('opt'));
  const device = await first.restart(former);
  const shared = change(judged('доставка'), { note: 'Спросить про цены на лето' }, 'boris');
  const told = [shared, judged('самовывоз'), judged('шатёр', { conflicts: [conflict] }), judged('парковка')];
  const collection = collectionOf(device, 'judgements');
  await createRemoteWriter('judgements' as never, collection).apply(told);

  const find = (query: string) => collection.findOne(judgementIdOf(query)).exec(true);
  await (await find('доставка')).incrementalPatch({ note: 'Спросить про цены на лето и осень' });
  await (await find('самовывоз')).incrementalRemove();
  const { _deleted, ...courier } = judged('курьер', { marks: [sampleMark('source:1:1', user.id)] });
  await collection.insert(courier as SyncDocument);
  const forged = { marks: [sampleMark('source:1:0', 'boris', 0)] };
  await (await find('парковка')).incrementalPatch(forged);
  const refused = (await find('парковка')).toMutableJSON(true) as unknown as SyncDocument & { readonly _rev: string };
  const { _rev: rev } = refused;
  const [document, base] = [judged('парковка', forged), judged('парковка')];
  await device.workspace.refused.record([
    {
      ...{
        collection: 'judgements' as never,
        id: base.id,
        code: 'document.forbidden',
        rule: 'judgement.mark_of_another',
      },
      ...{ reason: 'No.', at: 1, rev, document, base },
    },
  ]);
  const place = { collection: 'judgements' as never, id: judgementIdOf('доставка') };
  device.workspace.forms.write(place, { note: { value: 'Черновик', shown: shared } });
  await device.workspace.forms.flush();
  await openLocalDocument(device.workspace.database, 'pull:judgements').change(() => ({ checkpoint: null }));
  return { ...stage, store, team, user, device, told };
};

/** What the server stored of them before its own update. */
const fillFormerServer = async (
  { store, team }: Pick<Awaited<ReturnType<typeof openFormerDevice>>, 'store' | 'team'>,
  told: readonly SyncDocument[],
) => {
  const rows = told.map(({ _deleted, ...body }) => ({ id: body.id, body }));
  await store.collection(`team-${team.id}/judgements`, { indexes: [['updatedAt']] }).write(rows);
};

test('a device of the version before keeps its judged queries as settings, and sends what it had not sent', async () => {
  const { server, store, team, user, device, told } = await openFormerDevice();
  await fillFormerServer({ store, team }, told);
  expect(await databasesOf(device, 'judgements')).toHaveLength(1);
  update();
  await carryOnServer(store, team.id);

  const updated = await device.restart(['settings']);
  onTestFinished(updated.close);
  const { workspace, replication } = updated;
  expect(await databasesOf(updated, 'judgements')).toEqual([]);
  expect(await openLocalDocument(workspace.database, 'pull:judgements').read()).toBeUndefined();
  const stored = await workspace.collections.settings.find().exec();
  expect(stored.map(({ value }) => ('query' in value ? value.query : value.kind)).toSorted()).toEqual(
    ['agent', 'доставка', 'курьер', 'парковка', 'шатёр'].toSorted(),
  );
  const tent = stored.find(({ id }) => id === judgementIdOf('шатёр'));
  expect(conflictsOf(tent?.toMutableJSON() ?? {})).toEqual([conflict]);
  expect(workspace.refused.list()).toMatchObject([
    {
      collection: 'settings',
      id: judgementIdOf('парковка'),
      document: { value: { query: 'парковка' }, marks: [{ grade: 0 }] },
    },
  ]);
  const place = { collection: 'settings', id: judgementIdOf('доставка') } as const;
  await workspace.forms.open(place);
  expect(workspace.forms.read(place)?.fields).toMatchObject({
    note: { value: 'Черновик', shown: { value: { kind: 'judgement', query: 'доставка' } } },
  });
  // The agent, the note, the deletion and the new query; what was refused waits for a person.
  await until(() => expect(replication.state()).toMatchObject({ status: 'offline', pending: 4 }));

  await server.comeBack();
  await online(updated);
  const documents = server.documentsOf(team.id);
  expect(await documents.settings.get(judgementIdOf('доставка'))).toMatchObject({
    value: { kind: 'judgement', query: 'доставка', language: 'ru' },
    note: 'Спросить про цены на лето и осень',
    marks: [{ userId: 'boris' }],
  });
  expect(await documents.settings.get(judgementIdOf('самовывоз'))).toBeUndefined();
  expect((await documents.settings.get(judgementIdOf('курьер')))?.marks).toMatchObject([{ userId: user.id }]);
  expect((await documents.settings.get(judgementIdOf('парковка')))?.marks).toMatchObject([{ grade: 2 }]);
  expect(replication.state().refused).toMatchObject([{ rule: 'judgement.mark_of_another' }]);
});

test('what a crash left in the former collection is carried at the next opening, and nothing that is newer here is undone', async () => {
  const { device } = await openFormerDevice();
  const [{ name = '' } = {}] = await databasesOf(device, 'judgements');
  update();
  const kept = await copyOf(name, device);
  const updated = await device.restart(['settings']);
  const found = await updated.workspace.collections.settings.findOne(judgementIdOf('доставка')).exec(true);
  await found.incrementalPatch({ note: 'Позже' });
  // As if the former database had not been deleted.
  await kept.putBack();
  const again = await updated.restart(['settings']);
  onTestFinished(again.close);
  const { settings: collection } = again.workspace.collections;
  expect((await collection.findOne(judgementIdOf('доставка')).exec(true)).note).toBe('Позже');
  expect(await collection.count().exec()).toBe(5);
  expect(await databasesOf(again, 'judgements')).toEqual([]);
  expect(again.workspace.refused.list()).toHaveLength(1);
});

/** The records of a stored database, to be put back under its name. */
const copyOf = async (name: string, device: Device) => {
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await done(indexedDB.open(name));
  const records = await done(database.transaction('docs').objectStore('docs').getAll());
  const { version } = database;
  database.close();
  expect(records.length).toBeGreaterThan(0);
  return {
    putBack: async () => {
      expect(await databasesOf(device, 'judgements')).toEqual([]);
      const opening = indexedDB.open(name, version);
      opening.onupgradeneeded = () => opening.result.createObjectStore('docs', { keyPath: 'id' });
      const again = await done(opening);
      const store = again.transaction('docs', 'readwrite').objectStore('docs');
      for (const record of records) await done(store.put(record));
      again.close();
    },
  };
};
