import type { PushResponse, SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { createRisingClock } from '@inbetwin/shared/ports/clock.ts';
import { openTeamCollection, openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, test } from 'vitest';
import type { Caller } from '../accounts/access-token.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';
import type { Row } from './push-row.ts';
import { sampleConversation, sampleLead, sampleReply } from './testing/sample-documents.ts';

const anna: Caller = { userId: 'anna', teamId: 'team1', role: 'manager', sessionId: 's1' };
const living = <T extends { id: string }>(document: T): SyncDocument => ({ ...document, _deleted: false });
const deleted = (id: string): SyncDocument => ({ id, _deleted: true });
const nothing: PushResponse = { conflicts: [], refused: [] };
/** Of the server's clock. */
const now = Date.UTC(2026, 0, 15, 12);

const ownLead = (id = 'deal:1', changes: Partial<Lead> = {}): Lead =>
  sampleLead(id, { score: 0, scoreReasons: [], ...changes });

const open = () => {
  const store = createMemoryStore();
  const clock = createRisingClock(
    () => now,
    () => 0,
  );
  const documents = openTeamDocuments(store, 'team1', clock);
  const parts = { store, clock };
  const sendRows = (collection: ReplicatedCollection, rows: readonly Row[], caller: Caller = anna) =>
    push(parts, caller, { collection, rows: [...rows] });
  const send = (
    collection: ReplicatedCollection,
    newDocumentState: SyncDocument,
    assumedMasterState: SyncDocument | null = null,
    caller: Caller = anna,
  ) => sendRows(collection, [{ newDocumentState, assumedMasterState }], caller);
  return { store, parts, documents, send, sendRows };
};

test('a message is stored once, however often it is pushed', async () => {
  const { documents, send, store } = open();
  await documents.conversations.put(sampleConversation());
  const reply = living(sampleReply('anna'));
  const first = await send('messages', reply);
  const { checkpoint } = await pull(store, anna, { collection: 'messages', checkpoint: null, limit: 10 });
  expect(await send('messages', reply)).toEqual(first);
  const again = await pull(store, anna, { collection: 'messages', checkpoint, limit: 10 });
  expect(again.documents).toEqual([]);
});

test('deleting what is gone already is a no-op', async () => {
  const { send } = open();
  expect(await send('leads', deleted('lead:1'), living(sampleLead()))).toEqual(nothing);
});

/** Values of the title that wait for a choice, each `length` characters long. */
const conflictsOf = (count: number, length: number) =>
  Array.from({ length: count }, (_, n) => {
    const at = `${String(now - n).padStart(15, '0')}-0000-n${n}`;
    return { id: `/title@${at}`, path: '/title', at, by: 'anna', value: `${n}`.padEnd(length, 'x') };
  }).sort((a, b) => (a.id < b.id ? -1 : 1));

test('a value in a conflict is bounded, and so is the document that many of them make', async () => {
  const { send } = open();
  const [lead] = (await send('leads', living(ownLead()))).conflicts;
  if (!lead) throw new Error('The server stamps what has no stamps.');
  const sendConflicts = async (count: number, length: number) =>
    (await send('leads', { ...lead, conflicts: conflictsOf(count, length) }, lead)).refused;
  expect(await sendConflicts(1, 900_000)).toMatchObject([
    { rule: 'document.invalid', reason: 'conflicts.0.value: is larger than 128 kB' },
  ]);
  expect(await sendConflicts(6, 100_000)).toMatchObject([{ code: 'document.too_large', rule: 'document.too_large' }]);
  expect(await sendConflicts(4, 100_000)).toEqual([]);
});

test('a document that was stored when more was allowed is read, and may be made smaller but not larger', async () => {
  const { store, send } = open();
  const lead = { ...ownLead(), conflicts: conflictsOf(7, 100_000) };
  const { id, ...body } = lead;
  await openTeamCollection(store, 'team1', 'leads').write([{ id, body }]);
  const { documents: held } = await pull(store, anna, { collection: 'leads', checkpoint: null, limit: 10 });
  expect(held).toEqual([living(lead)]);
  const larger = living({ ...lead, title: 'Much longer than it was' });
  expect((await send('leads', larger, living(lead))).refused).toMatchObject([{ rule: 'document.too_large' }]);
  const [settled, ...others] = lead.conflicts;
  const smaller = living({ ...lead, title: '', conflicts: others, seen: { [`n${settled?.value[0]}`]: settled?.at } });
  expect((await send('leads', smaller, living(lead))).refused).toEqual([]);
});

test('a refused row holds up none of its neighbors', async () => {
  const { documents, parts } = open();
  const rows = [ownLead('a'), { ...ownLead('b'), title: 'x'.repeat(301) }, ownLead('c')];
  const answer = await push(parts, anna, {
    collection: 'leads',
    rows: rows.map((row) => ({ newDocumentState: living(row) })),
  });
  expect(answer.refused).toMatchObject([{ id: 'b', code: 'document.invalid' }]);
  expect((await documents.leads.getMany(['a', 'b', 'c'])).map(({ id }) => id)).toEqual(['a', 'c']);
});

test('two changes of one document in one request follow one another, and the answer has the last state', async () => {
  const { documents, sendRows } = open();
  const [first, second] = [living(ownLead()), living(ownLead('deal:1', { stage: 'won' }))];
  const { conflicts } = await sendRows('leads', [
    { newDocumentState: first },
    { newDocumentState: second, assumedMasterState: first },
  ]);
  expect(conflicts).toMatchObject([{ id: 'deal:1', stage: 'won' }]);
  expect(await documents.leads.get('deal:1')).toMatchObject({ stage: 'won' });
});

test('unknown fields and documents over 1 MB are refused', async () => {
  const { send } = open();
  const strange = await send('leads', living({ ...sampleLead(), admin: true }));
  expect(strange.refused[0]?.code).toBe('document.invalid');
  const huge = await send('leads', living({ ...sampleLead(), title: 'я'.repeat(600_000) }));
  expect(huge.refused[0]?.code).toBe('document.too_large');
});

test("a device writes its own person's queued reply and nothing else into a conversation", async () => {
  const { documents, send } = open();
  await documents.conversations.put(sampleConversation());
  expect((await send('messages', living(sampleReply('anna')))).refused).toEqual([]);

  const forged = [
    sampleReply('boris'),
    sampleReply('anna', { id: 'telegram:42:7:99' }),
    sampleReply('anna', { id: 'person:anna:2', direction: 'inbound' }),
    sampleReply('anna', { id: 'person:anna:2', author: { kind: 'agent' } }),
    sampleReply('anna', { id: 'person:anna:2', runId: 'run:1' }),
    sampleReply('anna', { id: 'person:anna:2', delivery: { state: 'sent', attempts: 1, platformIds: ['1'] } }),
    sampleReply('anna', { id: 'person:anna:2', conversationId: 'telegram:42:strangers' }),
  ];
  for (const message of forged) {
    const { refused } = await send('messages', living(message));
    expect(refused).toMatchObject([{ id: message.id, code: 'document.forbidden' }]);
  }
});

test('a reply that was sent meanwhile is not sent again by a late retry, and its text is never changed', async () => {
  const { documents, send } = open();
  await documents.conversations.put(sampleConversation());
  const reply = sampleReply('anna');
  const sent = { ...reply, delivery: { state: 'sent' as const, attempts: 1, platformIds: ['5'] } };
  await documents.messages.put(sent);
  expect(await send('messages', living(reply))).toEqual({ conflicts: [living(sent)], refused: [] });
  const altered = await send('messages', living({ ...sent, text: 'Бесплатно!' }), living(sent));
  expect(altered.refused).toMatchObject([{ code: 'document.forbidden' }]);
  const removed = await send('messages', deleted(reply.id), living(sent));
  expect(removed.refused).toMatchObject([{ code: 'document.forbidden' }]);
  expect(await documents.messages.get(reply.id)).toEqual(sent);
});

test("the order of messages is the server's, however wrong a device's clock is", async () => {
  const { documents, parts } = open();
  await documents.conversations.put(sampleConversation());
  const replies = [8.64e15, 0].map((createdAt, at) => sampleReply('anna', { id: `person:anna:${at}`, createdAt }));
  const rows = replies.map((reply) => ({ newDocumentState: living(reply) }));
  const answer = await push(parts, anna, { collection: 'messages', rows });
  const stored = await documents.messages.getMany(replies.map(({ id }) => id));
  expect(answer).toEqual({ conflicts: stored.map(living), refused: [] });
  const [first = 0, second = 0] = stored.map(({ createdAt }) => createdAt);
  expect(first).toBeGreaterThanOrEqual(now);
  expect(first).toBeLessThan(now + 1_000);
  expect(second).toBeGreaterThan(first);

  const again = await push(parts, anna, { collection: 'messages', rows: rows.slice(0, 1) });
  expect(again).toEqual({ conflicts: [living(stored[0] ?? sampleReply(''))], refused: [] });
});

test('a change of the far future does not stay the newest for ever', async () => {
  const { documents, send } = open();
  await documents.leads.put(sampleLead());
  await send('leads', living(sampleLead('lead:1', { stage: 'won', updatedAt: 8.64e15 })), living(sampleLead()));
  const stored = await documents.leads.get('lead:1');
  expect(stored?.stage).toBe('won');
  expect(stored?.updatedAt).toBeLessThan(now + 10);
});

test('what a device says of the last message does not count, and it learns what stands', async () => {
  const { documents, send } = open();
  const before = sampleConversation();
  await documents.conversations.put(before);
  const lie = { ...before, recency: 0, lastMessage: { ...before.lastMessage, text: 'Верните деньги', at: 8.64e15 } };
  expect(await send('conversations', living(lie), living(before))).toEqual({
    conflicts: [living(before)],
    refused: [],
  });
  await send('conversations', living({ ...lie, mode: 'human' }), living(before));
  expect(await documents.conversations.get(before.id)).toMatchObject({ ...before, mode: 'human' });
});

test('a conversation may change hands but never its place', async () => {
  const { documents, send } = open();
  await documents.conversations.put(sampleConversation());
  const before = living(sampleConversation());
  const { refused, conflicts } = await send('conversations', { ...before, mode: 'human' }, before);
  expect([refused, conflicts]).toMatchObject([[], [{ mode: 'human' }]]);
  const [human = before] = conflicts;
  const moved = await send('conversations', { ...human, chatId: '8' }, human);
  expect(moved.refused).toMatchObject([{ code: 'document.forbidden', rule: 'document.field_fixed', field: 'chatId' }]);
});

test('a caller reaches the documents of the own team alone', async () => {
  const { documents, store, send } = open();
  await documents.leads.put(sampleLead());
  const stranger: Caller = { ...anna, teamId: 'team2' };
  const seen = await pull(store, stranger, { collection: 'leads', checkpoint: null, limit: 10 });
  expect(seen.documents).toEqual([]);
  await send('leads', deleted('lead:1'), living(sampleLead()), stranger);
  expect(await documents.leads.get('lead:1')).toEqual(sampleLead());
});

test('half of an emoji is stored mended, and the device learns of it', async () => {
  const { documents, send } = open();
  const half = '\ud83d';
  const { conflicts } = await send('leads', living(ownLead('deal:1', { title: `Зал ${half}` })));
  expect(conflicts).toMatchObject([{ title: 'Зал \ufffd' }]);
  expect(await documents.leads.get('deal:1')).toMatchObject({ title: 'Зал \ufffd' });
});

test('an id that no store takes is refused and harms none of its neighbors', async () => {
  const { documents, sendRows } = open();
  const ids = ['_design/by-updatedAt', 'a\u0000b', 'good'];
  const { refused } = await sendRows(
    'leads',
    ids.map((id) => ({ newDocumentState: living(ownLead(id)) })),
  );
  expect(refused.map(({ id, rule, field }) => [id, rule, field])).toEqual(
    ids.slice(0, 2).map((id) => [id, 'document.invalid', 'id']),
  );
  expect(await documents.leads.get('good')).toBeDefined();
});
