import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { CollectionName } from '@inbetwin/shared/entities/registry.ts';
import { conflictsOf, editsOf, seenOf } from '@inbetwin/shared/merge/mergeable.ts';
import { createRisingClock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createFixedClock } from '@inbetwin/shared/testing/fixed-clock.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, test } from 'vitest';
import type { Caller } from '../accounts/access-token.ts';
import { push } from './push.ts';
import type { Row } from './push-row.ts';
import { toSyncDocument } from './team-databases.ts';
import { createDevice } from './testing/create-device.ts';
import { sampleJudgement, sampleLead, sampleMark } from './testing/sample-documents.ts';

const anna: Caller = { userId: 'anna', teamId: 'team1', role: 'manager', sessionId: 's1' };
const boris: Caller = { ...anna, userId: 'boris', sessionId: 's2' };
const nothing = { conflicts: [], refused: [] };
const MINUTE = 60_000;

type Fields = { readonly [field: string]: unknown; readonly id: string };

const open = (collection: CollectionName = 'leads', store: DocumentStore = createMemoryStore()) => {
  const time = createFixedClock();
  const clock = createRisingClock(time);
  const documents = openTeamDocuments(store, 'team1', clock);
  const { database } = documents[collection];
  /** As every device that is up to date has it. */
  const read = async (id: string): Promise<SyncDocument> =>
    toSyncDocument((await database.get(id)) ?? { id, deleted: true, body: {} });
  /** What the server makes of a row and answers. */
  const send = (row: Row, caller: Caller = anna) => push({ store, clock }, caller, { collection, rows: [row] });
  return {
    store,
    clock,
    time,
    documents,
    database,
    read,
    send,
    annas: createDevice(collection, { userId: 'anna', now: time }),
    boriss: createDevice(collection, { userId: 'boris', now: time }),
  };
};

const change = ({ _deleted, ...document }: SyncDocument, changes: Partial<Lead>): Fields => ({
  ...document,
  ...changes,
});

const ownLead = (id = 'deal:1', changes: Partial<Lead> = {}): Lead =>
  sampleLead(id, { score: 0, scoreReasons: [], ...changes });

test('a signed change is stored exactly as it was sent, and sending it again changes nothing', async () => {
  const { read, send, annas, database } = open();
  const row = annas(null, ownLead());
  expect(await send(row)).toEqual(nothing);
  expect(await read('deal:1')).toEqual(row.newDocumentState);
  const sequence = await database.sequence();
  expect(await send(row)).toEqual(nothing);
  expect(await database.sequence()).toBe(sequence);
});

test('changes of different fields meet, whoever comes first, and each keeps its author', async () => {
  const { documents, read, send, annas, boriss } = open();
  await documents.leads.put(sampleLead());
  const base = await read('lead:1');
  await send(boriss(base, change(base, { title: 'Шатёр' })), boris);
  const { conflicts } = await send(annas(base, change(base, { stage: 'won' })));
  const stored = await read('lead:1');
  expect(conflicts).toEqual([stored]);
  expect(stored).toMatchObject({ title: 'Шатёр', stage: 'won' });
  expect(editsOf(stored)).toMatchObject({ '/title': { by: 'boris' }, '/stage': { by: 'anna' } });
});

test('two values of one field are both kept, and choosing one of them settles it', async () => {
  const { documents, read, send, annas, boriss, time } = open();
  await documents.leads.put(sampleLead());
  const base = await read('lead:1');
  const boriss1 = boriss(base, change(base, { title: 'Шатёр' }));
  time.advance(5);
  await send(annas(base, change(base, { title: 'Терраса' })));
  await send(boriss1, boris);
  const both = await read('lead:1');
  expect(both).toMatchObject({ title: 'Терраса' });
  expect(conflictsOf(both)).toMatchObject([{ path: '/title', value: 'Шатёр', by: 'boris' }]);

  await send(annas(both, change(both, { conflicts: [] })));
  const settled = await read('lead:1');
  expect(conflictsOf(settled)).toEqual([]);
  // A request that was held up on the way does not ask again.
  await send(boriss1, boris);
  expect(await read('lead:1')).toEqual(settled);
});

test('who changed a value knowingly has the last word, and an answer that was lost does no harm', async () => {
  const { documents, read, send, annas, boriss, database } = open();
  await documents.leads.put(sampleLead());
  const base = await read('lead:1');
  const lost = annas(base, change(base, { stage: 'qualified' }));
  await send(lost);
  const known = await read('lead:1');
  await send(boriss(known, change(known, { stage: 'won' })), boris);
  const sequence = await database.sequence();
  expect((await send(lost)).conflicts).toMatchObject([{ stage: 'won' }]);
  expect(await database.sequence()).toBe(sequence);
});

test('a deletion that did not know of an edit gives way to it and says so; one that knew it stands', async () => {
  const { documents, read, send, annas, boriss } = open();
  await documents.leads.put(sampleLead());
  const base = await read('lead:1');
  await send(boriss(base, change(base, { title: 'Шатёр' })), boris);
  await send(annas(base, undefined));
  const kept = await read('lead:1');
  expect(kept).toMatchObject({ _deleted: false, title: 'Шатёр' });
  expect(conflictsOf(kept)).toMatchObject([{ path: '', deleted: true, by: 'anna' }]);

  await send(annas(kept, undefined));
  const tombstone = await read('lead:1');
  expect(tombstone).toEqual({
    id: 'lead:1',
    _deleted: true,
    edits: { '': expect.objectContaining({ by: 'anna' }) },
    seen: expect.anything(),
  });
});

test('a deletion that knew of an edit stands when that edit arrives once more', async () => {
  const { documents, read, send, annas } = open();
  await documents.leads.put(sampleLead());
  const base = await read('lead:1');
  const edit = annas(base, change(base, { title: 'Шатёр' }));
  await send(edit);
  await send(annas(await read('lead:1'), undefined));
  const { conflicts, refused } = await send(edit);
  expect(refused).toEqual([]);
  expect(conflicts).toMatchObject([{ id: 'lead:1', _deleted: true }]);
});

test('what was made and deleted before the server heard of it does not come back when the making arrives late', async () => {
  const { read, send, annas } = open();
  const made = annas(null, ownLead());
  const gone = annas(made.newDocumentState, undefined);
  expect(await send({ ...gone, assumedMasterState: null })).toEqual(nothing);
  await send(made);
  expect(await read('deal:1')).toMatchObject({ _deleted: true });
});

test('deleting what never was is no way around the rules for new documents', async () => {
  const { read, send, annas } = open();
  const gone = annas({ id: 'lead:telegram:42:8', _deleted: true }, undefined);
  expect(await send(gone)).toEqual(nothing);
  const { refused } = await send(annas(await read('lead:telegram:42:8'), sampleLead('lead:telegram:42:8')));
  expect(refused).toMatchObject([{ rule: 'lead.id_of_conversation' }]);
});

test('a deleted document is brought back by an edit that did not know, or by a person who knows', async () => {
  const { documents, read, send, annas } = open();
  await documents.leads.put(sampleLead());
  await documents.leads.delete(['lead:1']);
  const tombstone = await read('lead:1');
  expect(editsOf(tombstone)['']).toMatchObject({ by: 'server' });
  expect(await send(annas(tombstone, sampleLead()))).toEqual(nothing);
  expect(await documents.leads.get('lead:1')).toMatchObject(sampleLead());
});

test("a judgement that comes back may not bring other people's marks", async () => {
  const { documents, read, send, annas } = open('judgements');
  const judged = sampleJudgement('Сколько стоит зал?', [sampleMark('source:1:0', 'boris')]);
  await documents.judgements.put(judged);
  await send(annas(await read(judged.id), undefined));
  const tombstone = await read(judged.id);
  expect(tombstone._deleted).toBe(true);
  const { refused } = await send(annas(tombstone, judged));
  expect(refused).toMatchObject([{ rule: 'judgement.mark_of_another', field: 'marks' }]);
  const own = sampleJudgement('Сколько стоит зал?', [sampleMark('source:1:0', 'anna')]);
  expect(await send(annas(tombstone, own))).toEqual(nothing);
});

test('what an older client does not sign is signed for it', async () => {
  const { documents, read, send } = open();
  await documents.leads.put(sampleLead());
  await documents.leads.update('lead:1', (lead) => ({ ...lead, title: 'Шатёр' }));
  const { edits: _, seen: __, ...base } = await read('lead:1');
  await send({ assumedMasterState: base, newDocumentState: { ...base, stage: 'won' } });
  const stored = await read('lead:1');
  expect(stored).toMatchObject({ stage: 'won', title: 'Шатёр' });
  expect(editsOf(stored)).toMatchObject({ '/stage': { by: 'anna' }, '/title': { by: 'server' } });
});

test("nobody signs in another's name, nor what they did not change", async () => {
  const { documents, read, send, annas, time } = open();
  await documents.leads.put(sampleLead());
  const base = await read('lead:1');
  await send(createDevice('leads', { userId: 'boris', now: time })(base, change(base, { title: 'Шатёр' })), boris);
  const known = await read('lead:1');
  const { newDocumentState: honest } = annas(known, change(known, { stage: 'won' }));
  const at = editsOf(honest)['/stage']?.at ?? '';
  const lie = {
    ...honest,
    edits: {
      ...editsOf(honest),
      '/stage': { at, by: 'boris' },
      '/title': { at, by: 'anna' },
      '/amount': { at, by: 'anna' },
      '': { at, by: 'anna' },
    },
    conflicts: [{ id: `/title@${at}`, path: '/title', value: 'Подвал', at, by: 'boris' }],
  };
  await send({ assumedMasterState: known, newDocumentState: lie });
  const stored = await read('lead:1');
  expect(editsOf(stored)).toEqual({ '/stage': { at, by: 'anna' }, '/title': editsOf(known)['/title'] });
  expect(conflictsOf(stored).map(({ by }) => by)).toEqual(['anna']);
});

test('what was seen is never forgotten, whatever a device says', async () => {
  const { documents, read, send, annas, boriss } = open();
  await documents.leads.put(sampleLead());
  const base = await read('lead:1');
  await send(boriss(base, change(base, { title: 'Шатёр' })), boris);
  const known = await read('lead:1');
  const row = annas(known, change(known, { stage: 'won' }));
  const { 'device-of-boris': forgotten, ...seen } = seenOf(row.newDocumentState);
  await send({ ...row, newDocumentState: { ...row.newDocumentState, seen } });
  expect(seenOf(await read('lead:1'))).toMatchObject({ ...seen, 'device-of-boris': forgotten });
});

test('a device whose clock is a year ahead does not win for ever, and loses nothing', async () => {
  const { documents, read, send, boriss, time } = open();
  await documents.leads.put(sampleLead());
  const ahead = createDevice('leads', { userId: 'anna', now: () => time() + 365 * 24 * 60 * MINUTE });
  const base = await read('lead:1');
  const first = ahead(base, change(base, { title: 'Шатёр', stage: 'won' }));
  await send(first);
  const stored = await read('lead:1');
  for (const { at } of Object.values(editsOf(stored)))
    expect(Number(at.slice(0, 15))).toBeLessThan(time() + 2 * MINUTE);
  expect((await send(first)).refused).toEqual([]);
  expect(editsOf(await read('lead:1'))).toEqual(editsOf(stored));

  time.advance(MINUTE);
  await send(boriss(stored, change(stored, { stage: 'lost' })), boris);
  const second = ahead(stored, change(stored, { title: 'Терраса' }));
  await send(second);
  expect(await read('lead:1')).toMatchObject({ title: 'Терраса', stage: 'lost' });
  expect(conflictsOf(await read('lead:1'))).toEqual([]);
});

test('a clock just within the limit, and then beyond it, loses nothing either', async () => {
  const { documents, read, send, time } = open();
  await documents.leads.put(sampleLead());
  let ahead = MINUTE - 1_000;
  const device = createDevice('leads', { userId: 'anna', now: () => time() + ahead });
  const base = await read('lead:1');
  await send(device(base, change(base, { title: 'Шатёр' })));
  ahead = MINUTE + 5_000;
  const known = await read('lead:1');
  await send(device(known, change(known, { title: 'Терраса', stage: 'won' })));
  expect(await read('lead:1')).toMatchObject({ title: 'Терраса', stage: 'won' });
});

test('a write in between is merged, not lost', async () => {
  const memory = createMemoryStore();
  let interrupt: (() => Promise<unknown>) | undefined;
  const store: DocumentStore = {
    ...memory,
    database: (name, options) => {
      const database = memory.database(name, options);
      return {
        ...database,
        write: async (rows) => {
          const between = interrupt;
          interrupt = undefined;
          await between?.();
          return database.write(rows);
        },
      };
    },
  };
  const { read, send, annas } = open('leads', store);
  const direct = openTeamDocuments(memory, 'team1', createFixedClock());
  await direct.leads.put(sampleLead());
  const base = await read('lead:1');
  interrupt = () => direct.leads.update('lead:1', (lead) => ({ ...lead, title: 'Шатёр', score: 80 }));
  const { conflicts } = await send(annas(base, change(base, { stage: 'won' })));
  expect(await read('lead:1')).toMatchObject({ title: 'Шатёр', score: 80, stage: 'won' });
  expect(conflicts).toEqual([await read('lead:1')]);
});

test('a document that never stops changing fails the request, so that the device sends it again', async () => {
  const memory = createMemoryStore();
  const store: DocumentStore = {
    ...memory,
    database: (name, options) => ({
      ...memory.database(name, options),
      write: async (rows) => rows.map(({ id }) => ({ id, ok: false, code: 'conflict', message: 'changed' })),
    }),
  };
  const { send, annas } = open('leads', store);
  await expect(send(annas(null, ownLead()))).rejects.toMatchObject({ code: 'document.conflict' });
});
