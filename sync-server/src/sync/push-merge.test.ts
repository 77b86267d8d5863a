import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { conflictsOf, editsOf } from '@inbetwin/shared/merge/mergeable.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createFixedClock } from '@inbetwin/shared/testing/fixed-clock.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { interruptedStore, writingStore } from '@inbetwin/shared/testing/writing-store.ts';
import { expect, test } from 'vitest';
import { boris, openGateway } from './testing/open-gateway.ts';
import { sampleConversation, sampleJudgement, sampleLead, sampleMark } from './testing/sample-documents.ts';

const nothing = { conflicts: [], refused: [] };

const change = ({ _deleted, ...document }: SyncDocument, changes: Partial<Lead>) => ({ ...document, ...changes });

const ownLead = (id = 'deal:1', changes: Partial<Lead> = {}): Lead =>
  sampleLead(id, { score: 0, scoreReasons: [], ...changes });

test('a signed change is stored exactly as it was sent, and sending it again changes nothing', async () => {
  const { read, send, annas, stored } = openGateway();
  const row = annas(null, ownLead());
  expect(await send(row)).toEqual(nothing);
  expect(await read('deal:1')).toEqual(row.newDocumentState);
  const sequence = await stored.sequence();
  expect(await send(row)).toEqual(nothing);
  expect(await stored.sequence()).toBe(sequence);
});

test('changes of different fields meet, whoever comes first, and each keeps its author', async () => {
  const { documents, read, send, annas, boriss } = openGateway();
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
  const { documents, read, send, annas, boriss, time } = openGateway();
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
  const { documents, read, send, annas, boriss, stored } = openGateway();
  await documents.leads.put(sampleLead());
  const base = await read('lead:1');
  const lost = annas(base, change(base, { stage: 'qualified' }));
  await send(lost);
  const known = await read('lead:1');
  await send(boriss(known, change(known, { stage: 'won' })), boris);
  const sequence = await stored.sequence();
  expect((await send(lost)).conflicts).toMatchObject([{ stage: 'won' }]);
  expect(await stored.sequence()).toBe(sequence);
});

test('a deletion that did not know of an edit gives way to it and says so; one that knew it stands', async () => {
  const { documents, read, send, annas, boriss } = openGateway();
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
  const { documents, read, send, annas } = openGateway();
  await documents.leads.put(sampleLead());
  const base = await read('lead:1');
  const edit = annas(base, change(base, { title: 'Шатёр' }));
  await send(edit);
  await send(annas(await read('lead:1'), undefined));
  const { conflicts, refused } = await send(edit);
  expect(refused).toEqual([]);
  expect(conflicts).toMatchObject([{ id: 'lead:1', _deleted: true }]);
});

test('an edit that brings a deleted lead back brings no score with it: that is the server’s', async () => {
  const { documents, read, send, annas } = openGateway();
  await documents.leads.put(sampleLead('lead:1', { score: 40, scoreReasons: [{ code: 'budget', points: 40 }] }));
  const base = await read('lead:1');
  await documents.leads.delete(['lead:1']);
  const row = annas(base, change(base, { title: 'Шатёр' }));
  const { conflicts, refused } = await send(row);
  expect(refused).toEqual([]);
  expect(conflicts).toMatchObject([{ _deleted: false, title: 'Шатёр', score: 0, scoreReasons: [] }]);
  await documents.leads.update('lead:1', (lead) => ({ ...lead, score: 15 }));
  await send(row);
  expect(await read('lead:1')).toMatchObject({ title: 'Шатёр', score: 15 });
});

test('who may not bring a document back learns that it is gone, or is refused where that would lose an edit', async () => {
  const { documents, read, send, annas } = openGateway('conversations');
  const conversation = sampleConversation();
  await documents.conversations.put(conversation);
  const base = await read(conversation.id);
  const known = annas(base, { ...conversation, status: 'closed' });
  await send(known);
  await documents.conversations.delete([conversation.id]);
  expect(await send(known)).toMatchObject({ refused: [], conflicts: [{ _deleted: true }] });
  const unknown = annas(base, { ...conversation, mode: 'human' });
  expect((await send(unknown)).refused).toMatchObject([{ rule: 'right.server_only' }]);
});

test('what was made and deleted before the server heard of it does not come back when the making arrives late', async () => {
  const { read, send, annas } = openGateway();
  const made = annas(null, ownLead());
  const gone = annas(made.newDocumentState, undefined);
  expect(await send({ ...gone, assumedMasterState: null })).toEqual(nothing);
  await send(made);
  expect(await read('deal:1')).toMatchObject({ _deleted: true });
});

test('deleting what never was is no way around the rules for new documents', async () => {
  const { read, send, annas } = openGateway();
  const gone = annas({ id: 'lead:telegram:42:8', _deleted: true }, undefined);
  expect(await send(gone)).toEqual(nothing);
  const { refused } = await send(annas(await read('lead:telegram:42:8'), sampleLead('lead:telegram:42:8')));
  expect(refused).toMatchObject([{ rule: 'lead.id_of_conversation' }]);
});

test('a deleted document is brought back by an edit that did not know, or by a person who knows', async () => {
  const { documents, read, send, annas } = openGateway();
  await documents.leads.put(ownLead('lead:1'));
  await documents.leads.delete(['lead:1']);
  const tombstone = await read('lead:1');
  expect(editsOf(tombstone)['']).toMatchObject({ by: 'server' });
  expect(await send(annas(tombstone, ownLead('lead:1')))).toEqual(nothing);
  expect(await documents.leads.get('lead:1')).toMatchObject(ownLead('lead:1'));
});

test("a judgement that comes back may not bring other people's marks", async () => {
  const { documents, read, send, annas } = openGateway('settings');
  const judged = sampleJudgement('Сколько стоит зал?', [sampleMark('source:1:0', 'boris')]);
  await documents.settings.put(judged);
  await send(annas(await read(judged.id), undefined));
  const tombstone = await read(judged.id);
  expect(tombstone._deleted).toBe(true);
  const { refused } = await send(annas(tombstone, judged));
  expect(refused).toMatchObject([{ rule: 'judgement.mark_of_another', field: 'marks' }]);
  const own = sampleJudgement('Сколько стоит зал?', [sampleMark('source:1:0', 'anna')]);
  expect(await send(annas(tombstone, own))).toEqual(nothing);
});

test('deleting an agent that never was, or is gone, leaves nothing behind where a seller may not', async () => {
  const { documents, send, annas } = openGateway('settings');
  const gone = annas({ id: 'agent:opt', _deleted: true }, undefined);
  await send(gone);
  const stored = await documents.settings.stored.get('agent:opt');
  expect(stored).toBeUndefined();
});

test('a write in between is merged, not lost', async () => {
  const memory = createMemoryStore();
  const { store, next } = interruptedStore(memory);
  const { read, send, annas } = openGateway('leads', store);
  const direct = openTeamDocuments(memory, 'team1', createFixedClock());
  await direct.leads.put(sampleLead());
  const base = await read('lead:1');
  next.interrupt = () => direct.leads.update('lead:1', (lead) => ({ ...lead, title: 'Шатёр', score: 80 }));
  const { conflicts } = await send(annas(base, change(base, { stage: 'won' })));
  expect(await read('lead:1')).toMatchObject({ title: 'Шатёр', score: 80, stage: 'won' });
  expect(conflicts).toEqual([await read('lead:1')]);
});

test('a document that never stops changing fails the request, so that the device sends it again', async () => {
  const store = writingStore(createMemoryStore(), async (rows) =>
    rows.map(({ id }) => ({ id, ok: false, code: 'conflict', message: 'changed' })),
  );
  const { send, annas } = openGateway('leads', store);
  await expect(send(annas(null, ownLead()))).rejects.toMatchObject({ code: 'document.conflict' });
});
