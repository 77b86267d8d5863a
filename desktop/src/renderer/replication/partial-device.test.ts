import 'fake-indexeddb/auto';
import { newestFirst } from '@inbetwin/shared/entities/declaring/fields.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import {
  sampleContact,
  sampleConversation,
  sampleLead,
  sampleReply,
} from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { expect, test } from 'vitest';
import { type KeptRange, openKeptRange } from '../database/kept-range.ts';
import type { Device } from './testing/open-device.ts';
import { online, openStage, until } from './testing/open-stage.ts';

const only = ['conversations', 'contacts', 'leads', 'messages', 'settings', 'twins', 'work'] as const;
const DAY = 86_400_000;
const daysAgo = (days: number): number => Date.now() - days * DAY;

/** A team with a conversation for each number of days since its last message, and a device that holds only the recent ones. */
const openTeam = async (ages: readonly number[], earlier: readonly Message[] = []) => {
  const stage = await openStage();
  const session = await stage.register('anna');
  const documents = stage.server.documentsOf(session.team.id);
  const add = async (age: number): Promise<void> => {
    const at = daysAgo(age);
    // Written long ago, although somebody has written since.
    const times = { createdAt: 1, updatedAt: 1 };
    const conversationId = `telegram:42:${age}`;
    await documents.contacts.put(sampleContact(`contact:${age}`, { name: `Иван ${age}`, ...times }));
    await documents.leads.put(
      sampleLead(`lead:${age}`, { contactId: `contact:${age}`, stage: 'lost', conversationId, ...times }),
    );
    await documents.conversations.put(
      sampleConversation(conversationId, {
        ...{
          contactId: `contact:${age}`,
          leadId: `lead:${age}`,
          recency: newestFirst(at),
          createdAt: at,
          updatedAt: at,
        },
      }),
    );
    await documents.messages.put(sampleReply('server', { id: `${conversationId}:m`, conversationId, createdAt: at }));
  };
  for (const age of ages) await add(age);
  await documents.messages.insertMany(earlier);
  const device = await stage.openFor(session, [...only], 0);
  await online(device);
  return { ...stage, session, documents, add, device };
};

const agesOf = async ({ workspace }: Device, name: ReplicatedCollection): Promise<readonly number[]> => {
  const found = await workspace.collections[name].find().exec();
  return found.map(({ id }) => Number(/(\d+)(?::m)?$/.exec(id)?.[1])).toSorted((a, b) => a - b);
};
const held = async (device: Device) =>
  Object.fromEntries(
    await Promise.all(only.slice(0, 4).map(async (name) => [name, await agesOf(device, name)] as const)),
  );
const choose = (device: Device, range: KeptRange) => openKeptRange(device.workspace.database).change(() => ({ range }));

test('a device of a large team receives what is recent, and what that refers to, whatever its age', async () => {
  const { device } = await openTeam([1, 80, 100, 200]);
  const recent = [1, 80];
  expect(await held(device)).toEqual({ conversations: recent, contacts: recent, leads: recent, messages: recent });
  expect(device.replication.state().leftOut).toMatchObject({ messages: { total: 4 }, conversations: { total: 4 } });
});

test('an open deal is here whatever its age, with its customer', async () => {
  const { documents, openFor, session } = await openTeam([1]);
  await documents.contacts.put(sampleContact('contact:900', { createdAt: 1, updatedAt: 1 }));
  await documents.leads.put(
    sampleLead('lead:900', { contactId: 'contact:900', stage: 'proposal', createdAt: 1, updatedAt: 1 }),
  );
  const device = await openFor(session, [...only], 0);
  await online(device);
  expect(await held(device)).toMatchObject({ contacts: [1, 900], leads: [1, 900] });
});

test('an old conversation that changes comes with its customer and lead', async () => {
  const { device, documents } = await openTeam([1, 200]);
  await documents.conversations.update('telegram:42:200', (present) => ({ ...present, status: 'closed' }));
  await until(async () =>
    expect(await held(device)).toEqual({ conversations: [1, 200], contacts: [1, 200], leads: [1, 200], messages: [1] }),
  );
});

test('holding more downloads what was left out, and nothing else is received twice by the feed', async () => {
  const { device, restart } = await openTeam([1, 100, 200, 400]);
  await choose(device, 'year');
  const year = [1, 100, 200];
  await until(async () =>
    expect(await held(device)).toEqual({ conversations: year, contacts: year, leads: year, messages: year }),
  );
  const restarted = await restart(device);
  await online(restarted);
  await choose(restarted, 'everything');
  await until(() => expect(restarted.replication.state().leftOut).toEqual({}));
  const all = [1, 100, 200, 400];
  expect(await held(restarted)).toEqual({ conversations: all, contacts: all, leads: all, messages: all });
});

test('a device that has everything keeps it, whatever it would receive today', async () => {
  const { openFor, session, restart } = await openTeam([1, 200]);
  const whole = await openFor(session, [...only], 1_000);
  await online(whole);
  expect(await agesOf(whole, 'messages')).toEqual([1, 200]);
  const restarted = await restart(whole);
  await online(restarted);
  expect(await agesOf(restarted, 'messages')).toEqual([1, 200]);
  expect(restarted.replication.state().leftOut ?? {}).toEqual({});
});

/** Earlier messages of the conversation whose last message is from 200 days ago. */
const earlier = (count: number): readonly Message[] =>
  Array.from({ length: count }, (_, at) =>
    sampleReply('server', { id: `early:${at}`, conversationId: 'telegram:42:200', createdAt: daysAgo(300) + at }),
  );

test('a conversation that is not here is downloaded when it is opened, with what its screen shows', async () => {
  const team = await openTeam([1, 200], earlier(150));
  const { onDemand } = team.device.replication;
  expect(await onDemand.openConversation('telegram:42:200')).toBe(true);
  const all = [1, 200];
  expect(await held(team.device)).toMatchObject({ conversations: all, contacts: all, leads: all });
  const { messages } = team.device.workspace.collections;
  const count = () => messages.count({ selector: { conversationId: 'telegram:42:200' } }).exec();
  expect(await count()).toBe(100);
  await onDemand.readEarlier('telegram:42:200', daysAgo(90));
  expect(await count()).toBe(151);
  expect(await onDemand.openConversation('telegram:42:unknown')).toBe(false);
});

test('earlier messages are downloaded page by page up to the beginning, which is remembered', async () => {
  const team = await openTeam([1, 200], earlier(150));
  await team.documents.conversations.update('telegram:42:200', (present) => ({ ...present, status: 'closed' }));
  await until(async () => expect(await agesOf(team.device, 'conversations')).toEqual([1, 200]));
  const since = team.device.replication.state().leftOut?.messages?.since ?? 0;
  const counts: number[] = [];
  await team.device.replication.onDemand.readEarlier('telegram:42:200', since);
  counts.push(await team.device.workspace.collections.messages.count().exec());
  const device = await team.restart(team.device);
  await online(device);
  const known: boolean[] = [];
  device.replication.onDemand.watchEarlier('telegram:42:200', ({ isStart }) => known.push(isStart));
  await device.replication.onDemand.readEarlier('telegram:42:200', since);
  counts.push(await device.workspace.collections.messages.count().exec());
  expect(counts).toEqual([101, 152]);
  await until(() => expect(known.at(-1)).toBe(true));
  await team.server.close();
  // Nothing is asked any more.
  await device.replication.onDemand.readEarlier('telegram:42:200', since);
});

test('a customer that is opened brings all conversations and deals, and what follows is received like any change', async () => {
  const { device, documents } = await openTeam([1, 200]);
  expect(await device.replication.onDemand.openContact('contact:200')).toBe(true);
  expect(await held(device)).toMatchObject({ conversations: [1, 200], contacts: [1, 200], leads: [1, 200] });
  await documents.contacts.update('contact:200', (present) => ({ ...present, name: 'Пётр' }));
  await until(async () => {
    const found = await device.workspace.collections.contacts.findOne('contact:200').exec();
    expect(found?.name).toBe('Пётр');
  });
  await documents.contacts.delete(['contact:200']);
  await until(async () => expect(await agesOf(device, 'contacts')).toEqual([1]));
});
