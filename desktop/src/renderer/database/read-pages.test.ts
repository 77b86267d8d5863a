import 'fake-indexeddb/auto';
import { type Lead, leadStages } from '@inbetwin/shared/entities/lead.ts';
import { entities } from '@inbetwin/shared/entities/registry.ts';
import { sampleLead } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import fc from 'fast-check';
import { addRxPlugin, createRxDatabase, type MangoQuery, type RxCollection, type RxDatabase } from 'rxdb';
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { migrationsOf } from './opening/migrate-collections.ts';
import { rxSchemaOf } from './opening/rx-schema.ts';
import { readPagesAtOnce } from './read-pages.ts';

addRxPlugin(RxDBMigrationSchemaPlugin);

const COUNT_SLICE = 7;

let database: RxDatabase;
let leads: RxCollection<Lead>;

beforeEach(async () => {
  const storage = readPagesAtOnce(getRxStorageDexie(), COUNT_SLICE);
  database = await createRxDatabase({ name: `pages-${crypto.randomUUID()}`, storage, multiInstance: false });
  const schema = rxSchemaOf<Lead>(entities.leads);
  ({ leads } = await database.addCollections({
    leads: { schema, migrationStrategies: migrationsOf('leads') },
  }));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await database.close();
});

const COUNT = 60;
const samples: readonly Lead[] = Array.from({ length: COUNT }, (_, at) =>
  sampleLead(`lead:${at}`, { stage: leadStages[at % 3] ?? 'new', score: at % 4, updatedAt: (at * 7) % 20 }),
);

type Asked = {
  readonly stage: Lead['stage'] | undefined;
  readonly fields: readonly ('updatedAt' | 'score' | 'id')[];
  readonly descending: boolean;
  readonly from: number | undefined;
  readonly limit: number | undefined;
  readonly skip: number;
};

const asked: fc.Arbitrary<Asked> = fc.record({
  stage: fc.constantFrom(undefined, ...leadStages),
  fields: fc.constantFrom(['updatedAt', 'id'] as const, ['score', 'updatedAt', 'id'] as const, ['id'] as const),
  descending: fc.boolean(),
  from: fc.option(fc.nat(20), { nil: undefined }),
  limit: fc.option(fc.nat(COUNT + 5), { nil: undefined }),
  skip: fc.nat(COUNT + 5),
});

const queryOf = ({ stage, fields, descending, from, limit, skip }: Asked): MangoQuery<Lead> => ({
  selector: { ...(stage && { stage }), ...(from !== undefined && { updatedAt: { $gt: from } }) },
  sort: fields.map((field) => ({ [field]: descending ? 'desc' : 'asc' })),
  skip,
  ...(limit !== undefined && { limit }),
});

const naive = (all: readonly Lead[], { stage, fields, descending, from = -1, limit = COUNT, skip }: Asked) =>
  all
    .filter((lead) => (!stage || lead.stage === stage) && lead.updatedAt > from)
    .toSorted((a, b) => {
      const field = fields.find((one) => a[one] !== b[one]) ?? 'id';
      return (a[field] < b[field] ? -1 : 1) * (descending ? -1 : 1);
    })
    .slice(skip, skip + limit)
    .map(({ id }) => id);

test('a query finds the same as looking through everything, whatever it asks for, and a count counts it', async () => {
  await leads.bulkInsert([...samples]);
  await leads.bulkRemove(samples.slice(0, 9).map(({ id }) => id));
  const present = samples.slice(9);
  await fc.assert(
    fc.asyncProperty(asked, async (one) => {
      const query = queryOf(one);
      const found = await leads.find(query).exec();
      expect(found.map(({ id }) => id)).toEqual(naive(present, one));
      if (one.stage === undefined && one.from !== undefined) return;
      const counted = await leads.count({ selector: query.selector ?? {} }).exec();
      expect(counted).toBe(naive(present, { ...one, skip: 0, limit: COUNT }).length);
    }),
    { numRuns: 150 },
  );
});

test('the latest are read in as few requests as the first, and none of them from document to document', async () => {
  await leads.bulkInsert([...samples]);
  const stepping = vi.spyOn(IDBIndex.prototype, 'openCursor');
  const reading = vi.spyOn(IDBIndex.prototype, 'getAll');
  const query: MangoQuery<Lead> = { selector: { stage: 'new' }, limit: 5, index: ['stage', 'updatedAt'] };
  const first = await leads.find({ ...query, sort: [{ updatedAt: 'asc' }, { id: 'asc' }] }).exec();
  const last = await leads.find({ ...query, sort: [{ updatedAt: 'desc' }, { id: 'desc' }] }).exec();
  expect([first, last].map(({ length }) => length)).toEqual([5, 5]);
  expect(stepping).not.toHaveBeenCalled();
  expect(reading).toHaveBeenCalledTimes(2);
});

test('a page far down the list reads its own documents and none before them, in both directions', async () => {
  await leads.bulkInsert([...samples]);
  const read: number[] = [];
  const getAll = IDBIndex.prototype.getAll;
  vi.spyOn(IDBIndex.prototype, 'getAll').mockImplementation(function (this: IDBIndex, ...asked) {
    const request = getAll.apply(this, asked);
    request.addEventListener('success', () => read.push(request.result.length));
    return request;
  });
  for (const direction of ['asc', 'desc'] as const) {
    const sort = [{ updatedAt: direction }, { id: direction }];
    expect(await leads.find({ sort, index: ['updatedAt'], skip: 50, limit: 5 }).exec()).toHaveLength(5);
  }
  expect(read).toEqual([5, 5]);
});
