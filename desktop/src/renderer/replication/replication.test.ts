// @vitest-environment node
import 'fake-indexeddb/auto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SYNC_VERSION_HEADER, type SyncCheckpoint } from '@inbetwin/shared/contracts/sync.ts';
import type { DocumentDatabase, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { databaseName, openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { openEmbeddedStore } from '@inbetwin/sync-server/store/embedded-store.ts';
import {
  sampleContact,
  sampleConversation,
  sampleLead,
  sampleReply,
  sampleTwin,
} from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { type GatewayServer, startGateway } from '@inbetwin/sync-server/sync/testing/start-gateway.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  correctFact,
  deleteSource,
  forbidFact,
  handBack,
  importFile,
  sendReply,
  setLeadStage,
  setStatus,
  takeOver,
} from '../database/actions.ts';
import { openLocalDocument } from '../database/local-document.ts';
import { type Device, openDevice } from './testing/open-device.ts';

let server: GatewayServer;
let directory: string;
const devices: Device[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'inbetwin-replication-'));
  server = await startGateway(openEmbeddedStore({ directory }));
});

afterEach(async () => {
  await Promise.all(devices.splice(0).map((device) => device.close()));
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

const signIn = (name: string) =>
  server.api.services.accounts.login({ email: `${name}@example.com`, password: 'long enough' });
const register = (name: string) => server.api.register(name);
const openAs = async (name: string): Promise<Device> => {
  const device = await openDevice(server.url, await signIn(name));
  devices.push(device);
  return device;
};
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 8_000, interval: 10 });
const online = (device: Device) =>
  until(() => {
    expect(device.replication.state()).toMatchObject({ status: 'online', pending: 0 });
    expect(device.replication.state().firstSync).toBeUndefined();
  });
const leadOn = async (device: Device, id = 'lead:1') =>
  (await device.workspace.collections.leads.findOne(id).exec())?.toJSON();

test('a new device fills with what the server has, in pages, and says when it is done', async () => {
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
  const device = await openDevice(server.url, await signIn('anna'), ['conversations', 'contacts']);
  devices.push(device);
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
  const { team } = await register('anna');
  const documents = server.documentsOf(team.id);
  await documents.leads.put(sampleLead());
  const [first, second] = await Promise.all([openAs('anna'), openAs('anna')]);
  await Promise.all([online(first), online(second)]);

  await setLeadStage(first.workspace, 'lead:1', 'qualified');
  await until(async () => expect((await leadOn(second))?.stage).toBe('qualified'));
  await setLeadStage(second.workspace, 'lead:1', 'won');
  await until(async () => expect((await leadOn(first))?.stage).toBe('won'));
  await documents.leads.update('lead:1', (lead) => ({ ...lead, score: 90 }));
  await until(async () => expect([(await leadOn(first))?.score, (await leadOn(second))?.score]).toEqual([90, 90]));
  await documents.leads.delete(['lead:1']);
  await until(async () => expect([await leadOn(first), await leadOn(second)]).toEqual([undefined, undefined]));
});

test('what was changed on both sides while the server was away is merged, and each reply leaves once', async () => {
  const { team, user } = await register('anna');
  const documents = server.documentsOf(team.id);
  await documents.leads.put(sampleLead());
  await documents.conversations.put(sampleConversation());
  const device = await openAs('anna');
  await online(device);

  await server.goAway();
  await until(() => expect(device.replication.state().status).toBe('offline'));
  await setLeadStage(device.workspace, 'lead:1', 'won');
  await sendReply(device.workspace, { conversation: sampleConversation(), text: 'Забронировала!', author: user });
  await documents.leads.update('lead:1', (lead) => ({ ...lead, score: 77 }));
  await documents.leads.put(sampleLead('lead:meanwhile'));
  // Lead, message and conversation.
  await until(() => expect(device.replication.state().pending).toBe(3));

  await server.comeBack();
  await online(device);
  await until(async () => expect(await leadOn(device)).toMatchObject({ stage: 'won', score: 77 }));
  expect(await documents.leads.get('lead:1')).toMatchObject({ stage: 'won', score: 77 });
  await until(async () => expect(await leadOn(device, 'lead:meanwhile')).toBeDefined());
  const { items } = await documents.messages.find({ index: ['createdAt'], equals: [], limit: 10 });
  expect(items).toMatchObject([{ text: 'Забронировала!', delivery: { state: 'queued' } }]);
  expect(await documents.conversations.get('telegram:42:7')).toMatchObject({ mode: 'human' });
});

test('a reply written with no server at all leaves after a restart, once', async () => {
  const { team, user } = await register('anna');
  const documents = server.documentsOf(team.id);
  await documents.conversations.put(sampleConversation());
  const device = await openAs('anna');
  await online(device);
  await server.goAway();
  await sendReply(device.workspace, { conversation: sampleConversation(), text: 'Перезвоню', author: user });
  devices.splice(0);
  const restarted = await device.restart();
  devices.push(restarted);
  await until(() => expect(restarted.replication.state()).toMatchObject({ status: 'offline', pending: 2 }));
  expect(restarted.session.snapshot().state).toBe('signed-in');
  expect(restarted.replication.state().lastSyncAt).toBeGreaterThan(0);

  await server.comeBack();
  await online(restarted);
  const { items } = await documents.messages.find({ index: ['createdAt'], equals: [], limit: 10 });
  expect(items.map(({ text }) => text)).toEqual(['Перезвоню']);
});

test('a push whose answer was lost is repeated without harm, even after the message was sent', async () => {
  const { team, user } = await register('anna');
  const documents = server.documentsOf(team.id);
  await documents.conversations.put(sampleConversation());
  const device = await openAs('anna');
  await online(device);
  server.loseAnswers(2);
  const message = await sendReply(device.workspace, { conversation: sampleConversation(), text: 'Да', author: user });
  await until(async () => expect(await documents.messages.get(message.id)).toBeDefined());
  await documents.messages.update(message.id, (stored) => ({
    ...stored,
    delivery: { state: 'sent', attempts: 1, platformIds: ['1'] },
  }));
  await online(device);
  await until(async () => {
    const shown = await device.workspace.collections.messages.findOne(message.id).exec(true);
    expect(shown.delivery.state).toBe('sent');
  });
  expect((await documents.messages.get(message.id))?.delivery.state).toBe('sent');
});

test('an edit survives a deletion made elsewhere meanwhile', async () => {
  const { team } = await register('anna');
  const documents = server.documentsOf(team.id);
  await documents.leads.put(sampleLead());
  const device = await openAs('anna');
  await online(device);
  await server.goAway();
  await until(() => expect(device.replication.state().status).toBe('offline'));
  await setLeadStage(device.workspace, 'lead:1', 'won');
  await documents.leads.delete(['lead:1']);
  await server.comeBack();
  await until(async () => expect((await documents.leads.get('lead:1'))?.stage).toBe('won'));
  expect((await leadOn(device))?.stage).toBe('won');
});

test('a refused change waits with its reason, blocks nothing, survives a restart, and goes when it is mended', async () => {
  const { team } = await register('anna');
  const documents = server.documentsOf(team.id);
  await documents.leads.put(sampleLead('lead:1'));
  await documents.leads.put(sampleLead('lead:2'));
  const device = await openAs('anna');
  await online(device);
  const { leads } = device.workspace.collections;
  const bad = await leads.findOne('lead:1').exec(true);
  await bad.incrementalPatch({ contactId: 'contact:another', stage: 'won' });
  await setLeadStage(device.workspace, 'lead:2', 'won');
  await until(async () => expect((await documents.leads.get('lead:2'))?.stage).toBe('won'));
  await until(() => expect(device.replication.state().refused).toHaveLength(1));
  expect((await documents.leads.get('lead:1'))?.stage).toBe('new');

  devices.splice(0);
  const restarted = await device.restart();
  devices.push(restarted);
  await online(restarted);
  expect(restarted.replication.state().refused).toMatchObject([
    {
      id: 'lead:1',
      collection: 'leads',
      code: 'document.forbidden',
      document: { stage: 'won' },
      base: { stage: 'new' },
    },
  ]);

  await documents.leads.update('lead:1', (lead) => ({ ...lead, score: 99 }));
  await until(async () => expect((await leadOn(restarted))?.score).toBe(99));
  const mended = await restarted.workspace.collections.leads.findOne('lead:1').exec(true);
  await mended.incrementalPatch({ contactId: sampleLead().contactId, stage: 'won' });
  await until(async () => expect(await documents.leads.get('lead:1')).toMatchObject({ stage: 'won', score: 99 }));
  await until(() => expect(restarted.replication.state().refused).toEqual([]));
});

test('a mended change keeps what the server did not refuse of it', async () => {
  const { team } = await register('anna');
  const documents = server.documentsOf(team.id);
  await documents.leads.put(sampleLead());
  const device = await openAs('anna');
  await online(device);
  const lead = await device.workspace.collections.leads.findOne('lead:1').exec(true);
  await lead.incrementalPatch({ contactId: 'contact:another', stage: 'won' });
  await until(() => expect(device.replication.state().refused).toHaveLength(1));
  await lead.incrementalPatch({ contactId: sampleLead().contactId });
  await until(async () => expect((await documents.leads.get('lead:1'))?.stage).toBe('won'));
  await until(() => expect(device.replication.state().refused).toEqual([]));
});

test('an access token that expires is renewed unseen', async () => {
  const { team } = await register('anna');
  const documents = server.documentsOf(team.id);
  await documents.leads.put(sampleLead());
  const device = await openAs('anna');
  await online(device);
  server.api.clock.advance(16 * 60_000);
  await setLeadStage(device.workspace, 'lead:1', 'won');
  await until(async () => expect((await documents.leads.get('lead:1'))?.stage).toBe('won'));
  expect(device.session.snapshot().state).toBe('signed-in');
});

test('a session that is revoked is cut and loses nothing; the same person signs in and goes on', async () => {
  const { team } = await register('anna');
  const documents = server.documentsOf(team.id);
  await documents.leads.put(sampleLead());
  const device = await openAs('anna');
  await online(device);
  await server.api.services.accounts.logout((await device.storage.loadToken()) ?? '');
  await setLeadStage(device.workspace, 'lead:1', 'won');
  await until(() => expect(device.replication.state().status).toBe('signed-out'));
  expect(device.session.snapshot()).toMatchObject({ state: 'signed-out' });
  expect(device.replication.state().pending).toBe(1);

  expect(await device.session.signIn({ email: 'anna@example.com', password: 'long enough' })).toBe(true);
  await online(device);
  expect((await documents.leads.get('lead:1'))?.stage).toBe('won');
});

test('no document reaches another team, neither by pull nor live, nor with another person’s session', async () => {
  const [annas] = [await register('anna'), await register('boris')];
  await server.documentsOf(annas.team.id).leads.put(sampleLead('lead:1'));
  const [anna, boris] = await Promise.all([openAs('anna'), openAs('boris')]);
  await Promise.all([online(anna), online(boris)]);
  await server.documentsOf(annas.team.id).leads.put(sampleLead('lead:2'));
  await takeOver(anna.workspace, 'nothing', 'anna');
  await until(async () => expect(await leadOn(anna, 'lead:2')).toBeDefined());
  expect(await boris.workspace.collections.leads.count().exec()).toBe(0);

  // Boris signs in on Anna's device while her workspace is still open.
  await anna.session.signIn({ email: 'boris@example.com', password: 'long enough' });
  await setLeadStage(anna.workspace, 'lead:1', 'won');
  await until(() => expect(anna.replication.state()).toMatchObject({ pending: 1 }));
  const { team } = await signIn('boris');
  expect(await server.documentsOf(team.id).leads.get('lead:1')).toBeUndefined();
});

test('a message that this device may not write waits as refused and never reaches the team', async () => {
  const { team } = await register('anna');
  const device = await openAs('anna');
  await online(device);
  await device.workspace.collections.messages.insert(sampleReply('somebody-else'));
  await until(() => expect(device.replication.state().refused).toMatchObject([{ code: 'document.forbidden' }]));
  expect(await server.documentsOf(team.id).messages.get('person:somebody-else:1')).toBeUndefined();
});

test('the server takes every change that the workspace makes', async () => {
  const { team, user } = await register('anna');
  const documents = server.documentsOf(team.id);
  const conversation = sampleConversation();
  const lead = sampleLead('lead:telegram:42:7', { conversationId: conversation.id });
  await documents.conversations.put(conversation);
  await documents.leads.put(lead);
  await documents.twins.put(sampleTwin(conversation.contactId));
  const collections = ['conversations', 'leads', 'messages', 'twins', 'sources', 'passages'] as const;
  const device = await openDevice(server.url, await signIn('anna'), collections);
  devices.push(device);
  await online(device);
  const { workspace } = device;

  await takeOver(workspace, conversation.id, user.id);
  await sendReply(workspace, { conversation, text: 'Добрый день!', author: user });
  await setStatus(workspace, conversation.id, 'closed');
  await handBack(workspace, conversation.id);
  await setLeadStage(workspace, lead.id, 'won');
  await correctFact(workspace, conversation.contactId, { id: 'm1:phone', value: '+7 999 111-22-33' });
  await forbidFact(workspace, conversation.contactId, 'm1:budget');
  const file = (text: string) => new File([text], 'цены.md', { type: 'text/markdown' });
  const kept = await importFile(workspace, file('# Зал\n\nЗал стоит 120 000 ₽.'));
  const dropped = await importFile(workspace, file('# Кейтеринг\n\nФуршет стоит 2 000 ₽.'));
  await online(device);
  await deleteSource(workspace, dropped.id);

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

test('a device whose clock is wrong shows the order that the server gave its reply', async () => {
  const { team, user } = await register('anna');
  const documents = server.documentsOf(team.id);
  const conversation = sampleConversation();
  await documents.conversations.put(conversation);
  const device = await openAs('anna');
  await online(device);
  const year = 365 * 24 * 3600_000;
  const clock = vi.spyOn(Date, 'now').mockReturnValueOnce(Date.now() + year);
  const sent = await sendReply(device.workspace, { conversation, text: 'Да', author: user });
  clock.mockRestore();
  expect(sent.createdAt).toBeGreaterThan(Date.now() + year / 2);
  await until(async () => {
    const shown = await device.workspace.collections.messages.findOne(sent.id).exec(true);
    expect(shown.createdAt).toBeLessThan(Date.now() + 1000);
    const { lastMessage } = await device.workspace.collections.conversations.findOne(conversation.id).exec(true);
    expect(lastMessage.at).toBe(conversation.lastMessage.at);
  });
  await online(device);
  expect((await documents.conversations.get(conversation.id))?.mode).toBe('human');
});

test('what the server says of the last message wins over what a device thought meanwhile', async () => {
  const { team, user } = await register('anna');
  const documents = server.documentsOf(team.id);
  const conversation = sampleConversation();
  await documents.conversations.put(conversation);
  const device = await openAs('anna');
  await online(device);
  await server.goAway();
  await until(() => expect(device.replication.state().status).toBe('offline'));
  await sendReply(device.workspace, { conversation, text: 'Да', author: user });
  const at = conversation.lastMessage.at + 1;
  const question = { ...conversation.lastMessage, id: 'telegram:42:7:2', text: 'Вы тут?', at };
  const asked = { lastMessage: question, recency: conversation.recency - 1 };
  await documents.conversations.update(conversation.id, (current) => ({ ...current, ...asked }));
  await until(() => expect(device.replication.state().pending).toBe(2));

  await server.comeBack();
  await online(device);
  const shown = await device.workspace.collections.conversations.findOne(conversation.id).exec(true);
  expect(shown.toJSON()).toMatchObject({ ...asked, mode: 'human', assigneeId: user.id });
  expect(await documents.conversations.get(conversation.id)).toMatchObject({ ...asked, mode: 'human' });
});

test('a device gives up a last message that no message stands behind', async () => {
  const { team } = await register('anna');
  const conversation = sampleConversation();
  await server.documentsOf(team.id).conversations.put(conversation);
  const device = await openAs('anna');
  await online(device);
  const shown = await device.workspace.collections.conversations.findOne(conversation.id).exec(true);
  await shown.incrementalPatch({ lastMessage: { ...conversation.lastMessage, text: 'яяя', at: 8.64e15 } });
  await until(() => expect(shown.getLatest().toJSON()).toMatchObject(conversation));
  await online(device);
});

test('a device that is too old says so, works on what it has, and loses nothing until it is updated', async () => {
  const { team } = await register('anna');
  const documents = server.documentsOf(team.id);
  await documents.leads.put(sampleLead());
  const device = await openAs('anna');
  await online(device);
  const send = fetch;
  const fetching = vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    const headers = new Headers(init?.headers);
    if (headers.has(SYNC_VERSION_HEADER)) headers.set(SYNC_VERSION_HEADER, '1');
    return send(input, { ...init, headers });
  });
  await server.goAway();
  await setLeadStage(device.workspace, 'lead:1', 'won');
  await server.comeBack();
  await until(() => expect(device.replication.state()).toMatchObject({ status: 'outdated', pending: 1 }));
  expect((await documents.leads.get('lead:1'))?.stage).toBe('new');
  await setLeadStage(device.workspace, 'lead:1', 'lost');
  expect((await leadOn(device))?.stage).toBe('lost');
  fetching.mockRestore();
  await online(device);
  expect((await documents.leads.get('lead:1'))?.stage).toBe('lost');
});

/** Whose place lies behind all that happens before the backup is put back. */
const isUpToDate = ({ workspace }: Device, database: DocumentDatabase) =>
  until(async () => {
    const kept = await openLocalDocument<{ checkpoint: SyncCheckpoint }>(workspace.database, 'pull:leads').read();
    expect(kept?.checkpoint.sequence).toBe(await database.sequence());
  });

const newBackend = (directory: string): void => {
  const database = new DatabaseSync(join(directory, 'store.sqlite'));
  database.exec("UPDATE meta SET value = 'another' WHERE key = 'backend'");
  database.close();
};

test.each(['the same', 'a new'])(
  'a server that was put back to a backup, as %s backend, is given back what a device has',
  async (kind) => {
    const data = join(directory, 'data');
    let store = openEmbeddedStore({ directory: data });
    const inPlace: DocumentStore = {
      ...store,
      backendId: () => store.backendId(),
      database: (...of) => store.database(...of),
      close: () => store.close(),
    };
    const restored = await startGateway(inPlace);
    try {
      const { accounts } = restored.api.services;
      const { team: theirs } = await restored.api.register('vera');
      await openTeamDocuments(store, theirs.id).leads.insertMany(
        ['lead:1', 'lead:2', 'lead:3'].map((id) => sampleLead(id)),
      );
      const session = await accounts.login({ email: 'vera@example.com', password: 'long enough' });
      const device = await openDevice(restored.url, session);
      devices.push(device);
      await online(device);
      const backUp = async (from: string, to: string): Promise<void> => {
        await restored.goAway();
        await store.close();
        await rm(to, { recursive: true, force: true });
        await cp(from, to, { recursive: true });
        if (to === data && kind === 'a new') newBackend(data);
        store = openEmbeddedStore({ directory: data });
      };
      await backUp(data, join(directory, 'backup'));
      await restored.comeBack();
      await online(device);

      await setLeadStage(device.workspace, 'lead:1', 'won');
      await (await device.workspace.collections.leads.findOne('lead:3').exec(true)).remove();
      const made = { ...sampleLead('deal:mine'), score: 0, scoreReasons: [] };
      await device.workspace.collections.leads.insert(made);
      await until(async () => expect(await openTeamDocuments(store, theirs.id).leads.get('deal:mine')).toBeDefined());
      await online(device);
      await isUpToDate(device, store.database(databaseName(theirs.id, 'leads')));

      await backUp(join(directory, 'backup'), data);
      const { leads } = openTeamDocuments(store, theirs.id);
      expect(await leads.get('deal:mine')).toBeUndefined();
      await leads.update('lead:1', (lead) => ({ ...lead, score: 88 }));
      await restored.comeBack();
      await until(async () => expect(await leads.get('lead:1')).toMatchObject({ stage: 'won', score: 88 }));
      await until(async () => expect(await leads.get('deal:mine')).toMatchObject({ title: made.title }));
      await until(async () => expect(await leads.get('lead:3')).toBeUndefined());
      await online(device);
      expect(device.replication.state().refused).toEqual([]);
      expect(await leadOn(device)).toMatchObject({ stage: 'won', score: 88 });
      expect(await leads.get('lead:2')).toEqual(sampleLead('lead:2'));
    } finally {
      await Promise.all(devices.splice(0).map((device) => device.close()));
      await restored.close();
    }
  },
);
