import 'fake-indexeddb/auto';
import { handBackTo, setStatus, takeOver } from '@inbetwin/shared/conversations/change-conversation.ts';
import { readerHere } from '@inbetwin/shared/knowledge/reader/read-here.ts';
import { removeSource } from '@inbetwin/shared/knowledge/remove-source.ts';
import { setLeadStage } from '@inbetwin/shared/leads/change-lead.ts';
import { forbidFact, withCorrectedFact } from '@inbetwin/shared/twins/change-facts.ts';
import {
  sampleContact,
  sampleConversation,
  sampleLead,
  sampleTwin,
} from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { expect, test, vi } from 'vitest';
import { editDocument } from '../database/documents/edit-document.ts';
import { shown } from '../testing/shown.ts';
import { sendReply } from '../workspace/acts/actions.ts';
import { importFile } from '../workspace/acts/import-file.ts';
import { leadOn, online, openStage, until } from './testing/open-stage.ts';

test('a new device fills with what the server has, in pages, and says when it is done', async () => {
  const { server, register, openAs } = await openStage();
  const { team } = await register('anna');
  const leads = Array.from({ length: 601 }, (_, at) => sampleLead(`lead:${at}`));
  await server.documentsOf(team.id).leads.insertMany(leads);
  await server.documentsOf(team.id).leads.delete(['lead:7']);
  const device = await openAs('anna');
  await online(device);
  expect(await device.workspace.collections.leads.count().exec()).toBe(600);
  expect(device.replication.state().lastSyncAt).toBeGreaterThan(0);
});

test('the names of the newest conversations come first, however many contacts are newer', async () => {
  const { server, register, openAs } = await openStage();
  const { team } = await register('anna');
  const documents = server.documentsOf(team.id);
  const places = Array.from({ length: 120 }, (_, at) => `telegram:42:${at}`);
  await documents.contacts.insertMany(places.map((place) => sampleContact(`contact:${place}`, { name: place })));
  await documents.conversations.insertMany(
    places.map((place, at) => sampleConversation(place, { contactId: `contact:${place}`, recency: 1_000 + at })),
  );
  const newer = Array.from({ length: 5_000 }, (_, at) => sampleContact(`contact:${at}`, { updatedAt: 9_000 + at }));
  for (let from = 0; from < newer.length; from += 1_000) {
    await documents.contacts.insertMany(newer.slice(from, from + 1_000));
  }
  const held: (() => void)[] = [];
  const send = fetch;
  const fetching = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const body = String(init?.body);
    if (body.includes('"contacts"') && !body.includes('"ids"')) await new Promise<void>((go) => held.push(go));
    return send(input, init);
  });
  const device = await openAs('anna', ['conversations', 'contacts']);
  await until(() => expect(held).toHaveLength(1));
  const { contacts, conversations } = device.workspace.collections;
  const [first, ...rest] = await conversations.find({ sort: [{ recency: 'asc' }], limit: 100 }).exec();
  const names = await contacts.findByIds([first, ...rest].map((one) => one?.contactId ?? '')).exec();
  expect(rest).toHaveLength(99);
  expect(first?.id).toBe('telegram:42:0');
  expect(names.size).toBe(100);
  expect(names.get('contact:telegram:42:0')?.name).toBe('telegram:42:0');
  fetching.mockRestore();
  for (const go of held) go();
});

test('two devices see one another’s changes and the server’s, live', async () => {
  const { server, register, openAs } = await openStage();
  const { team } = await register('anna');
  const documents = server.documentsOf(team.id);
  await documents.leads.put(sampleLead());
  const [first, second] = await Promise.all([openAs('anna'), openAs('anna')]);
  await Promise.all([online(first), online(second)]);

  await setLeadStage(first.workspace, await shown(first.workspace, 'leads', 'lead:1'), 'qualified');
  await until(async () => expect((await leadOn(second))?.stage).toBe('qualified'));
  await setLeadStage(second.workspace, await shown(second.workspace, 'leads', 'lead:1'), 'won');
  await until(async () => expect((await leadOn(first))?.stage).toBe('won'));
  await documents.leads.update('lead:1', (lead) => ({ ...lead, score: 90 }));
  await until(async () => expect([(await leadOn(first))?.score, (await leadOn(second))?.score]).toEqual([90, 90]));
  await documents.leads.delete(['lead:1']);
  await until(async () => expect([await leadOn(first), await leadOn(second)]).toEqual([undefined, undefined]));
});

test('no document reaches another team, neither by pull nor live, nor with another person’s session', async () => {
  const { server, register, signIn, openAs } = await openStage();
  const [annas] = [await register('anna'), await register('boris')];
  await server.documentsOf(annas.team.id).leads.put(sampleLead('lead:1'));
  const [anna, boris] = await Promise.all([openAs('anna'), openAs('boris')]);
  await Promise.all([online(anna), online(boris)]);
  await server.documentsOf(annas.team.id).leads.put(sampleLead('lead:2'));
  await until(async () => expect(await leadOn(anna, 'lead:2')).toBeDefined());
  expect(await boris.workspace.collections.leads.count().exec()).toBe(0);

  // Boris signs in on Anna's device while her workspace is still open.
  await anna.session.signIn({ email: 'boris@example.com', password: 'long enough' });
  await setLeadStage(anna.workspace, await shown(anna.workspace, 'leads', 'lead:1'), 'won');
  await until(() => expect(anna.replication.state()).toMatchObject({ pending: 1 }));
  const { team } = await signIn('boris');
  expect(await server.documentsOf(team.id).leads.get('lead:1')).toBeUndefined();
});

test('the server takes every change that the workspace makes', async () => {
  const { server, register, openAs } = await openStage();
  const { team, user } = await register('anna');
  const documents = server.documentsOf(team.id);
  const conversation = sampleConversation();
  const lead = sampleLead('lead:telegram:42:7', { conversationId: conversation.id });
  await documents.conversations.put(conversation);
  await documents.leads.put(lead);
  await documents.twins.put(sampleTwin(conversation.contactId));
  const collections = ['conversations', 'leads', 'messages', 'twins', 'sources', 'passages'] as const;
  const device = await openAs('anna', collections);
  await online(device);
  const { workspace } = device;
  const current = () => shown(workspace, 'conversations', conversation.id);

  await takeOver(workspace, await current(), user.id);
  await sendReply(workspace, { conversation, text: 'Добрый день!', author: user });
  await setStatus(workspace, await current(), 'closed');
  await handBackTo(workspace, await current(), 'agent');
  await setLeadStage(workspace, await shown(workspace, 'leads', lead.id), 'won');
  const twin = await shown(workspace, 'twins', conversation.contactId);
  const phone = { id: 'm1:phone', value: '+7 999 111-22-33' };
  await editDocument(workspace, 'twins', { shown: twin, next: (before) => withCorrectedFact(before, phone) });
  await forbidFact(workspace, twin, 'm1:budget');
  const file = (text: string) => new File([text], 'цены.md', { type: 'text/markdown' });
  const kept = await importFile(workspace, file('# Зал\n\nЗал стоит 120 000 ₽.'), { reader: readerHere() });
  const dropped = await importFile(workspace, file('# Кейтеринг\n\nФуршет стоит 2 000 ₽.'), { reader: readerHere() });
  await online(device);
  await removeSource(workspace.documents, await shown(workspace, 'sources', dropped.id));

  await until(async () => expect(await documents.sources.get(dropped.id)).toBeUndefined());
  await online(device);
  expect(device.replication.state().refused).toEqual([]);
  expect(await documents.conversations.get(conversation.id)).toMatchObject({ mode: 'agent', status: 'closed' });
  expect((await documents.leads.get(lead.id))?.stage).toBe('won');
  expect((await documents.twins.get(conversation.contactId))?.facts.map(({ state }) => state)).toEqual([
    'corrected',
    'forbidden',
  ]);
  const { items } = await documents.passages.find({ index: ['updatedAt'], equals: [], limit: 10 });
  expect(items.map(({ sourceId }) => sourceId)).toEqual([kept.id]);
});
