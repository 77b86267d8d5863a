import 'fake-indexeddb/auto';
import { handBackTo, setStatus, takeOver } from '@inbetwin/shared/conversations/change-conversation.ts';
import { newestFirst } from '@inbetwin/shared/entities/declaring/fields.ts';
import { replicatedNames } from '@inbetwin/shared/entities/registry.ts';
import type { Twin } from '@inbetwin/shared/entities/twin.ts';
import { readerHere } from '@inbetwin/shared/knowledge/reader/read-here.ts';
import { removeSource } from '@inbetwin/shared/knowledge/remove-source.ts';
import { setLeadStage } from '@inbetwin/shared/leads/change-lead.ts';
import { forbidFact, withCorrectedFact } from '@inbetwin/shared/twins/change-facts.ts';
import { sampleConversation, sampleLead } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { afterEach, expect, test } from 'vitest';
import { shown } from '../testing/shown.ts';
import { sendReply } from '../workspace/acts/actions.ts';
import { importFile } from '../workspace/acts/import-file.ts';
import { editDocument } from './documents/edit-document.ts';
import { openLocalDocument } from './local-document.ts';
import { openWorkspace, type Workspace, workspaceNameOf } from './workspace-database.ts';

const opened: Workspace[] = [];
const anyName = (): string => `test-${crypto.randomUUID()}`;
const open = async (name = anyName()): Promise<Workspace> => {
  const workspace = await openWorkspace({ name, multiInstance: false });
  opened.push(workspace);
  return workspace;
};

afterEach(async () => {
  for (const workspace of opened.splice(0)) if (!workspace.database.closed) await workspace.close();
});

const anna = { id: 'anna', name: 'Анна' };

test('every registered entity opens under RxDB’s own checks, and its schema refuses wrong values', async () => {
  const { collections } = await open();
  expect(Object.keys(collections).sort()).toEqual([...replicatedNames].sort());
  await collections.leads.insert(sampleLead());
  const strange = { ...sampleLead('lead:2'), title: 7 as unknown as string };
  await expect(collections.leads.insert(strange)).rejects.toThrow();
});

test('the inbox is read newest first by its index', async () => {
  const { collections } = await open();
  const times = [100, 300, 200];
  await collections.conversations.bulkInsert(
    times.map((at) => sampleConversation(`telegram:1:${at}`, { recency: newestFirst(at) })),
  );
  const found = await collections.conversations.find({ sort: [{ recency: 'asc' }], limit: 2 }).exec();
  expect(found.map(({ id }) => id)).toEqual(['telegram:1:300', 'telegram:1:200']);
});

test('a reply is queued once, signed, and moves its conversation at once', async () => {
  const workspace = await open();
  const conversation = sampleConversation();
  await workspace.collections.conversations.insert(conversation);
  const message = await sendReply(workspace, { conversation, text: ' Добрый день! ', author: anna });
  expect(message).toMatchObject({
    text: 'Добрый день!',
    direction: 'outbound',
    author: { kind: 'person', ...anna },
    delivery: { state: 'queued', attempts: 0 },
  });
  const moved = await workspace.collections.conversations.findOne(conversation.id).exec(true);
  expect(moved.mode).toBe('human');
  expect(moved.lastMessage).toMatchObject({ id: message.id, text: 'Добрый день!' });
});

test('a reply stands behind the message it answers even when this device’s clock is late', async () => {
  const workspace = await open();
  const future = Date.now() + 3600_000;
  const conversation = sampleConversation();
  const answered = { ...conversation, lastMessage: { ...conversation.lastMessage, at: future } };
  await workspace.collections.conversations.insert(answered);
  const message = await sendReply(workspace, { conversation: answered, text: 'Да', author: anna });
  expect(message.createdAt).toBe(future + 1);
});

test('mode, status and stage change with their time, and facts keep their history of who said so', async () => {
  const workspace = await open();
  const { conversations, leads, twins } = workspace.collections;
  const handover = { reason: 'asked', summary: 'Ждёт звонка', at: 1 };
  await conversations.insert(sampleConversation('c', { handover, mode: 'human' }));
  await leads.insert(sampleLead());
  const fact = {
    id: 'f1',
    group: 'profile',
    key: 'phone',
    value: '+7',
    confidence: 0.6,
    messageId: 'm',
    conversationId: 'c',
    observedAt: 1,
    state: 'inferred',
  } as const;
  await twins.insert({ id: 'contact:1', facts: [fact, { ...fact, id: 'f2' }], createdAt: 1, updatedAt: 1 });

  await takeOver(workspace, await shown(workspace, 'conversations', 'c'), 'u1');
  expect(await conversations.findOne('c').exec(true)).toMatchObject({ mode: 'human', assigneeId: 'u1' });
  await handBackTo(workspace, await shown(workspace, 'conversations', 'c'), 'agent');
  await setStatus(workspace, await shown(workspace, 'conversations', 'c'), 'closed');
  await setLeadStage(workspace, await shown(workspace, 'leads', 'lead:1'), 'won');
  const twin = await shown(workspace, 'twins', 'contact:1');
  const correct = (before: Twin) => withCorrectedFact(before, { id: 'f1', value: ' +7 900 ' });
  await editDocument(workspace, 'twins', { shown: twin, next: correct });
  await forbidFact(workspace, twin, 'f2');

  const conversation = (await conversations.findOne('c').exec(true)).toJSON();
  expect(conversation).toMatchObject({ mode: 'agent', status: 'closed' });
  expect([conversation.handover, conversation.assigneeId]).toEqual([undefined, undefined]);
  expect(conversation.updatedAt).toBeGreaterThan(sampleConversation().updatedAt);
  expect((await leads.findOne('lead:1').exec(true)).stage).toBe('won');
  expect((await twins.findOne('contact:1').exec(true)).facts).toMatchObject([
    { value: '+7 900', state: 'corrected', confidence: 1 },
    { value: '+7', state: 'forbidden' },
  ]);
});

test('a file is imported once with its passages, deleted with them, and can come back', async () => {
  const workspace = await open();
  const { sources, passages } = workspace.collections;
  const file = new File(['# Зал\n\nЗал вмещает 80 гостей.\n\n# Цена\n\nАренда стоит 120 000 ₽ в день.'], 'зал.md');
  const shares: number[] = [];
  const source = await importFile(workspace, file, {
    reader: readerHere(),
    onProgress: ({ share }) => shares.push(share),
  });
  expect(source.state).toBe('ready');
  expect(shares.at(-1)).toBe(1);
  expect(await passages.count().exec()).toBe(source.passageCount);

  const again = await importFile(workspace, file, { reader: readerHere() });
  expect(again).toMatchObject(source);
  await removeSource(workspace.documents, await shown(workspace, 'sources', source.id));
  expect([await sources.count().exec(), await passages.count().exec()]).toEqual([0, 0]);
  await importFile(workspace, file, { reader: readerHere() });
  expect(await passages.count().exec()).toBe(source.passageCount);
});

test('an import that is cancelled, or meets an unreadable end, leaves nothing, and one that was cut before stays to be completed', async () => {
  const workspace = await open();
  const { sources, passages } = workspace.collections;
  const long = `вопрос;ответ\n${Array.from({ length: 800 }, (_, at) => `Сколько стоит зал ${at}?;${at} ₽\n`).join('')}`;
  const stored = async () => [await sources.count().exec(), await passages.count().exec()];
  const importUntil = (file: File, enough: number) => {
    const cancelled = new AbortController();
    const reader = readerHere(cancelled.signal);
    return importFile(workspace, file, {
      reader,
      onProgress: (progress) => progress.passages >= enough && cancelled.abort(new Error('cancelled')),
    });
  };
  await expect(importUntil(new File([long], 'faq.csv'), 200)).rejects.toThrow('cancelled');
  expect(await stored()).toEqual([0, 0]);

  const broken = new File([long, new Uint8Array([0xff, 0xfe, 0xff])], 'faq.csv');
  await expect(importFile(workspace, broken, { reader: readerHere() })).rejects.toMatchObject({
    code: 'knowledge.not_text',
  });
  expect(await stored()).toEqual([0, 0]);

  const file = new File([long], 'faq.csv');
  const { id, passageCount } = await importFile(workspace, file, { reader: readerHere() });
  await (await sources.findOne(id).exec())?.incrementalPatch({ state: 'indexing' });
  await expect(importUntil(file, 200)).rejects.toThrow('cancelled');
  expect(await stored()).toEqual([1, passageCount]);
  expect((await importFile(workspace, file, { reader: readerHere() })).state).toBe('ready');
});

test('a table that may be meant in two ways is asked about, and its next version is read as the person chose', async () => {
  const workspace = await open();
  const { sources, passages } = workspace.collections;
  const table = (rest: string) => new File([`Доставка;Бесплатно\nСамовывоз;Лесная, 5\n${rest}`], 'условия.csv');
  const unclear = importFile(workspace, table(''), { reader: readerHere() });
  await expect(unclear).rejects.toMatchObject({ name: 'UnclearTable', choice: { likely: 'rows' } });
  expect(await sources.count().exec()).toBe(0);
  const questions = async () => (await passages.find().exec()).map(({ question }) => question);

  const chosen = await importFile(workspace, table(''), { reader: readerHere(), table: 'pairs' });
  expect([chosen.table, await questions()]).toEqual(['pairs', ['Доставка', 'Самовывоз']]);
  const next = await importFile(workspace, table('Оплата;Картой\n'), { reader: readerHere() });
  expect([next.table, next.passageCount]).toEqual(['pairs', 3]);
});

test('a binary file is refused with a code', async () => {
  const workspace = await open();
  const file = new File([new Uint8Array([0, 255, 0, 1, 2, 3, 0])], 'picture.md');
  await expect(importFile(workspace, file, { reader: readerHere() })).rejects.toMatchObject({
    code: 'knowledge.not_text',
  });
});

test('drafts and documents are there again after the process ended', async () => {
  const name = anyName();
  const first = await open(name);
  await first.collections.leads.insert(sampleLead());
  first.drafts.write('c1', 'Сейчас уточню');
  await first.drafts.flush();
  await first.database.close(); // As a crash would: nothing is flushed any more.

  const second = await open(name);
  expect(await second.drafts.read('c1')).toBe('Сейчас уточню');
  expect(await second.drafts.read('c2')).toBe('');
  expect((await second.collections.leads.findOne('lead:1').exec(true)).toJSON()).toMatchObject(sampleLead());
});

test('two tabs that first write a local value at the same moment lose neither', async () => {
  const { database } = await open();
  const [first, second] = [1, 2].map(() => openLocalDocument<{ names: string[] }>(database, 'both'));
  const add = (name: string) => (current?: { names: string[] }) => ({ names: [...(current?.names ?? []), name] });
  await Promise.all([first?.change(add('a')), second?.change(add('b')), first?.change(add('c'))]);
  expect((await first?.read())?.names.toSorted()).toEqual(['a', 'b', 'c']);
});

test('two servers, teams or people never share a database', () => {
  const who = { server: 'http://a:1', teamId: 't', userId: 'u' };
  const names = [who, { ...who, server: 'http://a:2' }, { ...who, teamId: 't2' }, { ...who, userId: 'u2' }].map(
    workspaceNameOf,
  );
  expect(new Set(names).size).toBe(4);
  for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_-]*$/);
});
