import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Lead } from '../entities/lead.ts';
import { editsOf, seenOf } from '../merge/mergeable.ts';
import { stampChanges } from '../merge/stamp.ts';
import { createFixedClock } from '../testing/fixed-clock.ts';
import { createMemoryStore } from '../testing/memory-store.ts';
import { interruptedStore } from '../testing/writing-store.ts';
import { leadOf, message } from './collection.suite.ts';
import type { DocumentCollection, DocumentStore } from './document-store.ts';
import { documentsAs, openTeamDocuments } from './team-documents.ts';

const lead = leadOf('lead:1');

const open = (store: DocumentStore = createMemoryStore()) => {
  const time = createFixedClock();
  const documents = openTeamDocuments(store, 'crew', time);
  const body = async (id: string) => (await documents.leads.stored.get(id))?.body ?? {};
  /** What a person changes on a device, as it is stored once it is pushed. */
  const edit = async (id: string, changes: Partial<Lead>) => {
    const { stored: leads } = documents.leads;
    const stored = await leads.get(id);
    if (!stored) throw new Error(`${id} is not there`);
    const before = { ...stored.body, id, _deleted: false };
    const stamp = { at: `${String(time()).padStart(15, '0')}-0000-device`, by: 'anna' };
    const { _deleted, ...next } = stampChanges('leads', { before, after: { ...before, ...changes } }, stamp);
    await leads.write([{ id, rev: stored.rev, body: next }]);
  };
  return { store, time, documents, body, edit };
};

/** Counts what is asked of the databases of a store. */
const counting = () => {
  const memory = createMemoryStore();
  const calls: string[] = [];
  const count = <K extends 'get' | 'getMany' | 'write'>(database: DocumentCollection, name: K): DocumentCollection[K] =>
    ((argument: never) => {
      calls.push(name);
      return (database[name] as (argument: never) => unknown)(argument);
    }) as DocumentCollection[K];
  const store: DocumentStore = {
    ...memory,
    collection: (name, options) => {
      const database = memory.collection(name, options);
      const [get, getMany, write] = [count(database, 'get'), count(database, 'getMany'), count(database, 'write')];
      return { ...database, get, getMany, write };
    },
  };
  return { store, calls };
};

test('what the server makes is not signed, what it changes is', async () => {
  const { documents, body } = open();
  await documents.leads.insertOnce(lead);
  expect(await body('lead:1')).toEqual(lead);
  await documents.leads.update('lead:1', (current) => ({ ...current, title: 'Шатёр', score: 50, updatedAt: 2 }));
  expect(editsOf(await body('lead:1'))).toEqual({ '/title': { at: expect.stringMatching(/-server$/), by: 'server' } });
});

test("the server's change stands on a person's, though the writer's copy is from before", async () => {
  const { documents, body, edit } = open();
  await documents.leads.put(lead);
  await documents.leads.update('lead:1', (current) => ({ ...current, title: 'Подвал' }));
  const copy = (await documents.leads.get('lead:1')) ?? lead;
  await edit('lead:1', { stage: 'won' });
  await documents.leads.update('lead:1', () => ({ ...copy, stage: 'won', title: 'Шатёр' }));
  const stored = await body('lead:1');
  expect(editsOf(stored)).toMatchObject({ '/stage': { by: 'anna' }, '/title': { by: 'server' } });
  expect(Object.keys(seenOf(stored))).toEqual(['device', 'server']);
});

test('an agent signs its own changes', async () => {
  const { documents, body } = open();
  await documents.leads.put(lead);
  await documentsAs(documents, 'agent:scoring').leads.update('lead:1', (current) => ({ ...current, stage: 'won' }));
  expect(editsOf(await body('lead:1'))).toMatchObject({ '/stage': { by: 'agent:scoring' } });
});

test('a deleted document keeps who deleted it and all that was seen', async () => {
  const { documents, edit } = open();
  await documents.leads.put(lead);
  await edit('lead:1', { stage: 'won' });
  await documents.leads.delete(['lead:1', 'nothing']);
  expect(await documents.leads.stored.get('lead:1')).toMatchObject({
    deleted: true,
    body: {
      id: 'lead:1',
      edits: { '': { by: 'server' } },
      seen: { device: expect.anything(), server: expect.anything() },
    },
  });
  expect(await documents.leads.get('lead:1')).toBeUndefined();
});

test('what is made over a deleted document knows of the deletion, whichever way it is made', async () => {
  for (const make of ['insertOnce', 'put', 'upsert', 'insertMany'] as const) {
    const { documents, body } = open();
    await documents.leads.put(lead);
    await documents.leads.delete(['lead:1']);
    const deletion = seenOf(await body('lead:1')).server ?? '';
    if (make === 'upsert') await documents.leads.upsert('lead:1', () => lead);
    else if (make === 'insertMany') await documents.leads.insertMany([lead]);
    else await documents.leads[make](lead);
    const stored = await body('lead:1');
    expect([make, stored]).toMatchObject([make, lead]);
    expect(editsOf(stored)['']?.by).toBe('server');
    expect((seenOf(stored).server ?? '') > deletion).toBe(true);
  }
});

test('a document that is there is not inserted again', async () => {
  const { documents } = open();
  await documents.leads.put({ ...lead, title: 'Шатёр' });
  const { inserted, document } = await documents.leads.insertOnce(lead);
  expect([inserted, document.title]).toEqual([false, 'Шатёр']);
  await documents.leads.insertMany([lead, { ...lead, id: 'lead:2' }]);
  expect((await documents.leads.getMany(['lead:1', 'lead:2'])).map(({ title }) => title)).toEqual(['Шатёр', 'Зал']);
});

test('a deletion is repeated when somebody wrote in between', async () => {
  const memory = createMemoryStore();
  const { store, next } = interruptedStore(memory);
  const { documents } = open(store);
  await documents.leads.put(lead);
  const other = openTeamDocuments(memory, 'crew');
  next.interrupt = () => other.leads.update('lead:1', (current) => ({ ...current, score: 1 }));
  await documents.leads.delete(['lead:1']);
  expect(await documents.leads.get('lead:1')).toBeUndefined();
});

test('a message is stored as it is, with one write and nothing read', async () => {
  const { store, calls } = counting();
  const { messages } = openTeamDocuments(store, 'crew');
  await messages.insertOnce(message);
  expect(calls).toEqual(['write']);
  expect((await messages.stored.get(message.id))?.body).toEqual(message);
});

test("two processes whose clocks differ never sign behind each other's changes", async () => {
  const step = fc.record({
    process: fc.nat(1),
    what: fc.constantFrom('put', 'update', 'delete', 'insertOnce'),
    title: fc.constantFrom('Зал', 'Шатёр', 'Терраса'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.integer({ min: -1e7, max: 1e7 }), async (steps, apart) => {
      const store = createMemoryStore();
      const time = createFixedClock();
      const processes = [0, apart].map((ahead) => openTeamDocuments(store, 'crew', () => time() + ahead).leads);
      for (const { process, what, title } of steps) {
        const leads = processes[process];
        if (!leads) continue;
        const before = await leads.stored.get('lead:1');
        const next = { ...lead, title };
        if (what === 'delete') await leads.delete(['lead:1']);
        else if (what === 'update') await leads.update('lead:1', () => next);
        else await leads[what](next);
        const after = await leads.stored.get('lead:1');
        const [was = '', is = ''] = [before, after].map((stored) => seenOf(stored?.body ?? {}).server);
        const isChanged = before && (before.deleted !== after?.deleted || before.body.title !== after?.body.title);
        if (isChanged) expect(is > was).toBe(true);
        else expect(is).toBe(was);
        for (const { at } of Object.values(editsOf(after?.body ?? {}))) expect(at <= is).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

test('a document in hand is written over without being read again, and read when somebody else has written', async () => {
  const { store, calls } = counting();
  const { documents, edit } = open(store);
  const { document } = await documents.leads.insertOnce(lead);
  calls.length = 0;
  const qualified = await documents.leads.update(document, (current) => ({ ...current, stage: 'qualified' }));
  expect(calls).toEqual(['write']);
  await edit(lead.id, { title: 'Зал на сорок гостей' });
  const change = (current: Lead): Lead => ({ ...current, score: 40 });
  const scored = await documents.leads.update(qualified ?? lead, change);
  expect(scored).toMatchObject({ title: 'Зал на сорок гостей', stage: 'qualified', score: 40 });
  expect(await documents.leads.get(lead.id)).toEqual(await documents.leads.update(lead.id, (current) => current));
});

test('that nothing is to be changed is told by the newest state alone', async () => {
  const { documents, edit } = open();
  const { document } = await documents.leads.insertOnce(lead);
  await edit(lead.id, { stage: 'qualified' });
  const toNew = (current: Lead): Lead => (current.stage === 'new' ? current : { ...current, stage: 'new' });
  await documents.leads.update(document, toNew);
  expect(await documents.leads.get(lead.id)).toMatchObject({ stage: 'new' });
});
