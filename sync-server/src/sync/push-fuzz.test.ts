import {
  type PushRequest,
  pushRequestSchema,
  pushResponseSchema,
  refusalRules,
  type SyncDocument,
} from '@inbetwin/shared/contracts/sync.ts';
import { roles } from '@inbetwin/shared/entities/declaring/rights.ts';
import type { Change, Stamp } from '@inbetwin/shared/entities/declaring/sync-fields.ts';
import { entities, type ReplicatedCollection, replicatedNames } from '@inbetwin/shared/entities/registry.ts';
import { conflictsOf, editsOf, seenOf } from '@inbetwin/shared/merge/mergeable.ts';
import { toldAt } from '@inbetwin/shared/merge/stamp-order.ts';
import { covers } from '@inbetwin/shared/merge/version-vector.ts';
import { createRisingClock } from '@inbetwin/shared/ports/clock.ts';
import type { JsonObject, StoredDocument } from '@inbetwin/shared/ports/document-store.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { push } from './push.ts';
import { createDevice } from './testing/create-device.ts';
import { sampleApproval, sampleJudgement, sampleMark } from './testing/sample-documents.ts';

const now = Date.UTC(2026, 0, 15, 9);
type Fields = { readonly id: string; readonly [field: string]: unknown };

/** What is stored at first, and what a device might make. */
const samplesOf = (collection: ReplicatedCollection): readonly [stored: Fields, made: Fields] => {
  const { stored, made } = entities[collection].samples;
  return [agentsOwn[collection] ?? stored, made];
};

/** What agents and other people made, which devices may not change like their own. */
const agentsOwn: { readonly [N in ReplicatedCollection]?: Fields } = {
  work: sampleApproval(),
  settings: sampleJudgement('Сколько стоит зал?', [sampleMark('source:1:0', 'boris')]),
};

const timeArbitrary = fc
  .tuple(
    fc.oneof(fc.integer({ min: now - 1e6, max: now + 1e6 }), fc.nat(1e15 - 1)),
    fc.nat(9),
    fc.constantFrom('x', 'device-of-anna', 'device-of-boris', 'server', 'constructor'),
  )
  .map(([ms, counter, node]) => `${String(ms).padStart(15, '0')}-000${counter}-${node}`);
const changeArbitrary = fc.record({ at: timeArbitrary, by: fc.constantFrom('anna', 'boris', 'server') });
const stampArbitrary = fc.record(
  {
    at: timeArbitrary,
    by: fc.constantFrom('anna', 'boris', 'server'),
    also: fc.array(changeArbitrary, { maxLength: 2 }),
  },
  { requiredKeys: ['at', 'by'] },
);
const pathArbitrary = fc.constantFrom(
  '',
  '/title',
  '/stage',
  '/bant/need',
  '/facts/m1:phone',
  '/marks/x',
  '/state',
  '/approval/changed',
  '/name',
  'x',
  '/',
);

const junkArbitrary = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('won', 'human', 'done', 'approved', 'Шатёр', 'x'.repeat(400), -1, 8.64e15, [], {}),
);
const bookkeepingArbitrary = fc.record(
  {
    edits: fc.dictionary(pathArbitrary, stampArbitrary, { maxKeys: 3 }),
    seen: fc.dictionary(fc.constantFrom('x', 'server', 'device-of-boris', 'toString'), timeArbitrary, { maxKeys: 3 }),
    conflicts: fc.array(
      fc.record({ id: fc.string(), path: pathArbitrary, value: junkArbitrary, at: timeArbitrary, by: fc.string() }),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
);

/** A document of the collection, whole or with something in it that should not be there. */
const documentArbitrary = (collection: ReplicatedCollection): fc.Arbitrary<SyncDocument> => {
  const [stored, made] = samplesOf(collection);
  const fields = [...Object.keys(entities[collection].schema.shape), 'unknown'];
  return fc
    .record({
      document: fc.constantFrom(stored, made),
      changes: fc.dictionary(fc.constantFrom(...fields.filter((field) => field !== 'id')), junkArbitrary, {
        maxKeys: 2,
      }),
      bookkeeping: fc.option(bookkeepingArbitrary, { nil: {} }),
      id: fc.option(fc.constantFrom(...[stored, made].map(({ id }) => id), 'contact:x', 'lead:x', '_x', 'a\0'), {
        nil: undefined,
        freq: 8,
      }),
      isDeleted: fc.nat(4).map((roll) => roll === 0),
    })
    .map(({ document, changes, bookkeeping, id, isDeleted }) => ({
      ...document,
      ...changes,
      ...bookkeeping,
      id: id ?? document.id,
      _deleted: isDeleted,
    }));
};

/** No device has anything else. */
const isSound = (collection: ReplicatedCollection, { _deleted, ...fields }: SyncDocument): boolean =>
  Object.keys(fields).length === 1 || entities[collection].schema.safeParse(fields).success;

type Push = { readonly request: PushRequest; readonly role: (typeof roles)[number]; readonly userId: string };

const pushArbitrary: fc.Arbitrary<Push> = fc.constantFrom(...replicatedNames).chain((collection) => {
  const row = fc
    .record({
      newDocumentState: documentArbitrary(collection),
      assumedMasterState: fc.oneof(
        fc.constant(null),
        fc.constant({ ...samplesOf(collection)[0], _deleted: false }),
        documentArbitrary(collection),
      ),
      isSigned: fc.boolean(),
    })
    .map(({ isSigned, newDocumentState, assumedMasterState }) => {
      const row = { newDocumentState, assumedMasterState };
      const base = assumedMasterState ?? { id: newDocumentState.id, _deleted: true };
      if (!isSigned || !isSound(collection, newDocumentState) || !isSound(collection, base)) return row;
      const sign = createDevice(collection, { userId: 'anna', now: () => now });
      const { _deleted, ...next } = newDocumentState;
      return sign(base, _deleted ? undefined : next);
    });
  return fc.record({
    request: fc.record({ collection: fc.constant(collection), rows: fc.array(row, { minLength: 1, maxLength: 4 }) }),
    role: fc.constantFrom(...roles),
    userId: fc.constantFrom('anna', 'boris'),
  });
});

const toChanges = ({ also = [], ...own }: Stamp): readonly Change[] => [own, ...also];

const expectWellKept = (
  collection: ReplicatedCollection,
  before: StoredDocument | undefined,
  after: StoredDocument,
  by: string,
) => {
  const body = { ...after.body, id: after.id };
  if (after.deleted) {
    const kept = Object.keys(body).filter((field) => !['id', 'edits', 'seen', 'unborn'].includes(field));
    expect([collection, kept]).toEqual([collection, []]);
  } else {
    const { success, error } = entities[collection].schema.safeParse(body);
    expect([collection, success, error?.issues]).toEqual([collection, true, undefined]);
  }
  const known = before?.body ?? {};
  for (const at of Object.values(seenOf(known))) expect(covers(seenOf(body), at)).toBe(true);
  const changesIn = (fields: JsonObject) =>
    [...Object.values(editsOf(fields)), ...conflictsOf(fields)].flatMap(toChanges);
  const authors = new Map(changesIn(known).map((change) => [change.at, change.by]));
  for (const change of changesIn(body)) {
    expect(change.by).toBe(authors.get(change.at) ?? by);
    expect(toldAt(change)).toBeLessThan(now + 120_000);
  }
};

test('whatever devices send, in whatever order and however often, the gateway answers each row and stores nothing wrong', async () => {
  const seenRules = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(pushArbitrary, { minLength: 1, maxLength: 5 }), fc.boolean(), async (pushes, twice) => {
      const store = createMemoryStore();
      const clock = createRisingClock(
        () => now,
        () => 0,
      );
      const documents = openTeamDocuments(store, 'team1', clock);
      for (const name of replicatedNames) {
        const [stored] = samplesOf(name);
        await documents[name].stored.write([{ id: stored.id, body: stored }]);
      }
      for (const { request, role, userId } of twice ? [...pushes, ...pushes] : pushes) {
        const { stored } = documents[request.collection];
        const ids = [...new Set(request.rows.map((row) => row.newDocumentState.id))];
        const before = new Map((await stored.getMany(ids)).map((each) => [each.id, each]));
        const since = await stored.sequence();
        const parsed = pushRequestSchema.parse(JSON.parse(JSON.stringify(request)));
        const answer = await push({ store, clock }, { userId, teamId: 'team1', role, sessionId: 's1' }, parsed);

        expect(pushResponseSchema.safeParse(answer).success).toBe(true);
        for (const { id, rule = '', reason } of answer.refused) {
          expect(refusalRules).toContain(rule);
          expect([ids.includes(id), reason.length > 0]).toEqual([true, true]);
          seenRules.add(rule);
        }
        const { changes } = await stored.changes({ since, limit: 100 });
        if (role === 'viewer') expect(changes).toEqual([]);
        for (const change of changes) expectWellKept(request.collection, before.get(change.id), change, userId);
        // Whoever is told nothing holds what the server holds.
        const told = new Set([...answer.refused, ...answer.conflicts].map(({ id }) => id));
        for (const { newDocumentState } of parsed.rows.filter((row) => !told.has(row.newDocumentState.id)).reverse()) {
          const { id, _deleted } = newDocumentState;
          const kept = await stored.get(id);
          if (ids.length === parsed.rows.length) expect([id, kept?.deleted ?? true]).toEqual([id, _deleted]);
        }
      }
    }),
    { numRuns: 200 },
  );
  expect(seenRules.size).toBeGreaterThan(10);
});
